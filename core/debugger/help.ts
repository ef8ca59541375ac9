/** Help made from the command entries themselves. */
import type { Command } from './command.ts';
import { COMMANDS } from './commands/index.ts';

const byName = (a: Command, b: Command): number => (a.names[0]! < b.names[0]! ? -1 : a.names[0]! > b.names[0]! ? 1 : 0);
const line = (c: Command): string => `${c.syntax.padEnd(44)} ${c.summary}`;

/** What `?` alone prints: the built-in commands, a line each. */
export const commandSummary = (): readonly string[] =>
  [...COMMANDS]
    .filter(c => !/^[.!]/.test(c.names[0]!))
    .sort(byName)
    .map(line);
/** What `.help` prints. */
export const dotSummary = (): readonly string[] =>
  [...COMMANDS]
    .filter(c => c.names[0]!.startsWith('.'))
    .sort(byName)
    .map(line);
export const extensionSummary = (): readonly string[] =>
  [...COMMANDS]
    .filter(c => c.names[0]!.startsWith('!'))
    .sort(byName)
    .map(line);

/** One screen about a command; undefined where there is none of that name. */
export function helpFor(name: string): readonly string[] | undefined {
  const found = COMMANDS.find(c => c.names.includes(name)) ?? COMMANDS.find(c => c.names.some(n => n.toLowerCase() === name.toLowerCase()));
  return found && [found.syntax, `    ${found.summary}`, ...(found.arguments ?? []).map(text => `    ${text}`)];
}
