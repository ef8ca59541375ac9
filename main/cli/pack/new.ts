/** `lab pack new`: a pack of one exercise in both languages that passes check and prove, to be written over. */
import { newPack } from '../../files/new-pack.ts';
import { UsageError } from '../usage.ts';

export const help = `lab pack new FOLDER
  Writes a small pack in both languages, named like the folder, with the schemas your editor reads in .schema/.`;

export async function run([folder, ...rest]: readonly string[]): Promise<number> {
  if (folder === undefined || rest.length) throw new UsageError('Say one folder.');
  const made = newPack(folder);
  if (!made.ok) throw new UsageError([made.problem.message, made.problem.hint].filter(Boolean).join(' '));
  console.log(`${folder}: a pack of one exercise. Next: lab pack prove ${folder}`);
  return 0;
}
