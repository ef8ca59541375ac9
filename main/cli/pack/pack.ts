/** `lab pack ...`: everything an author does with a pack. */
import { UsageError } from '../usage.ts';
import * as check from './check.ts';
import * as preview from './preview.ts';
import * as scaffold from './new.ts';
import * as seal from './seal.ts';

export const help = `${scaffold.help}\n${check.help}\n${preview.help}\n${seal.help}`;

const VERBS: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  new: scaffold.run,
  check: args => check.run('check', args),
  prove: args => check.run('prove', args),
  preview: preview.run,
  build: seal.build,
  key: seal.key,
  sign: seal.sign,
  verify: seal.verify,
};

export async function run([name, ...args]: readonly string[]): Promise<number> {
  const verb = name !== undefined && Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (!verb) throw new UsageError(`Say ${Object.keys(VERBS).join(', ')}, and a pack.`);
  return verb(args);
}
