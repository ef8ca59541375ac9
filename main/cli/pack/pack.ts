/** `lab pack ...`: everything an author does with a pack. */
import { UsageError } from '../usage.ts';
import * as check from './check.ts';

export const help = check.help;

export async function run([verb, ...args]: readonly string[]): Promise<number> {
  if (verb === 'check' || verb === 'prove') return check.run(verb, args);
  throw new UsageError('Say check or prove, and a pack.');
}
