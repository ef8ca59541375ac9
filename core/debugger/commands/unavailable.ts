/** Commands WinDbg has and this lab has not, each with what to use here; and extensions nobody has. */
import type { Command } from '../command.ts';
import { Refusal } from '../refusal.ts';
import type { Recognised } from './index.ts';

/** Names, and what to use instead. */
const MISSING: readonly (readonly [names: string, instead: string])[] = [];

const TABLE = new Map<string, string>(MISSING.flatMap(([names, instead]) => names.split(' ').map(name => [name, instead] as const)));

const entry = (name: string, instead: string): Command => ({
  names: [name], syntax: name, summary: `Not available in this lab. ${instead}`, kind: 'unsupported',
  run: ({ out, args }) => {
    args.all();
    out.line(`${name}: not available in this lab. ${instead}`);
  },
});

/** The entry for a real command we do not have. */
export function unavailable(text: string): Recognised | undefined {
  const typed = /^[.!]?[A-Za-z0-9_]+/.exec(text)?.[0];
  if (typed === undefined) return undefined;
  for (let length = typed.length; length > 0; length--) {
    const name = typed.slice(0, length), instead = TABLE.get(name.toLowerCase());
    if (instead !== undefined && (length === typed.length || !/^[.!]/.test(typed))) return { command: entry(name, instead), name, argumentsAt: length };
  }
  return undefined;
}

export function unknownExtension(typed: string): Recognised {
  const name = typed.replace(/^!(\w+\.)?/, '');
  return {
    name: `!${name}`, argumentsAt: typed.length,
    command: {
      names: [`!${name}`], syntax: typed, summary: 'No extension has this name.', kind: 'unsupported',
      run: ({ out }) => {
        out.line(`${name} is not extension gallery command`);
        const refusal = new Refusal('plain', `No export ${name} found`);
        refusal.kind = 'unsupported';
        throw refusal;
      },
    },
  };
}
