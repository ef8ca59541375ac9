/** `lab pack new`: a pack of one exercise in both languages that passes check and prove, to be written over. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { jsonSchemaOf } from '../../../core/lab/json-schema.ts';
import { FILE_SCHEMAS } from '../../../core/lab/pack-schema.ts';
import { UsageError } from '../usage.ts';

export const help = `lab pack new FOLDER
  Writes a small pack in both languages, named like the folder, with the schemas your editor reads in .schema/.`;

const TEMPLATE = path.join(import.meta.dirname, 'template');
const ID = /^[a-z0-9][a-z0-9-]{0,47}$/;

export async function run([folder, ...rest]: readonly string[]): Promise<number> {
  if (folder === undefined || rest.length) throw new UsageError('Say one folder.');
  const id = path.basename(path.resolve(folder));
  if (!ID.test(id)) throw new UsageError(`The folder's name becomes the pack's id: 1 to 48 of a-z, 0-9 and -, not "${id}".`);
  if (existsSync(folder)) throw new UsageError(`There is something at ${folder} already; it was left as it is.`);
  const uuid = randomUUID();
  for (const entry of readdirSync(TEMPLATE, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const full = path.join(entry.parentPath, entry.name),
      text = readFileSync(full, 'utf8');
    write(
      path.join(folder, path.relative(TEMPLATE, full)),
      entry.name === 'pack.yml' ? text.replaceAll(/\bID\b/g, id).replace('UUID', uuid) : text,
    );
  }
  writeSchemas(path.join(folder, '.schema'));
  console.log(`${folder}: a pack of one exercise. Next: lab pack prove ${folder}`);
  return 0;
}
/** A JSON Schema for each kind of file. */
export function writeSchemas(folder: string): void {
  for (const [name, schema] of Object.entries(FILE_SCHEMAS))
    write(path.join(folder, `${name}.schema.json`), `${JSON.stringify(jsonSchemaOf(schema, `labpack/1: ${name}.yml`), undefined, 2)}\n`);
}
function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
