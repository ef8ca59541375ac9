/** Every command the console knows, and how a typed name finds its entry. This is the one table of command -> kind of output. */
import type { Command } from '../command.ts';
import { ASSEMBLE } from './assemble.ts';
import { BREAKPOINTS } from './breakpoints.ts';
import { DISASSEMBLY } from './disassembly.ts';
import { EVALUATE } from './evaluate.ts';
import { EXECUTION } from './execution.ts';
import { TIME_TRAVEL } from './time-travel.ts';
import { MEMORY } from './memory.ts';
import { REGISTERS } from './registers.ts';
import { ALIASES } from './aliases.ts';
import { EDIT } from './edit.ts';
import { SCRIPTING } from './scripting.ts';
import { SEARCH } from './search.ts';
import { SESSION } from './session.ts';
import { STACK } from './stack.ts';
import { SYMBOLS } from './symbols.ts';
import { SYMBOL_SETTINGS } from './symbol-settings.ts';
import { CHECK } from './check.ts';
import { CONTEXT } from './context.ts';
import { EVENT_COMMANDS } from './events.ts';
import { PAGING } from './paging.ts';
import { OBJECTS } from './objects.ts';
import { PICTURES } from './pictures.ts';
import { PROCESSES } from './processes.ts';
import { TABLES } from './tables.ts';
import { TRACE } from './trace.ts';
import { TYPED } from './typed.ts';
import { TYPES } from './types.ts';
import { UNAVAILABLE, unavailable, unavailableLibrary, unknownExtension } from './unavailable.ts';

export const COMMANDS: readonly Command[] = [
  ...MEMORY,
  ...DISASSEMBLY,
  ...REGISTERS,
  ...BREAKPOINTS,
  ...EXECUTION,
  ...TIME_TRAVEL,
  ...STACK,
  ...SYMBOLS,
  ...SYMBOL_SETTINGS,
  ...EVALUATE,
  ...SESSION,
  ...EDIT,
  ...SEARCH,
  ...SCRIPTING,
  ...ALIASES,
  ...TYPES,
  ...TYPED,
  ...TABLES,
  ...PAGING,
  ...PROCESSES,
  ...OBJECTS,
  ...CONTEXT,
  ...EVENT_COMMANDS,
  ...TRACE,
  ...ASSEMBLE,
  ...CHECK,
  ...PICTURES,
];

const EXACT = new Map<string, Command>();
const FOLDED = new Map<string, Command>();
for (const command of COMMANDS)
  for (const name of command.names) {
    EXACT.set(name, command);
    if (!FOLDED.has(name.toLowerCase()) || name === name.toLowerCase()) FOLDED.set(name.toLowerCase(), command);
  }
const BUILT_IN = [...EXACT.keys(), ...UNAVAILABLE].filter(name => !/^[.!]/.test(name));
const LONGEST = Math.max(...BUILT_IN.map(name => name.length));
/** `rM` is the command r with a mask; `rm` is another command. */
const NOT_FOLDED = new Set(['rM']);
const entryNamed = (typed: string): Command | undefined =>
  EXACT.get(typed) ?? (NOT_FOLDED.has(typed) ? undefined : FOLDED.get(typed.toLowerCase()) ?? unavailable(typed.toLowerCase()));

export interface Recognised {
  readonly command: Command;
  /** The name as the table spells it. */
  readonly name: string;
  readonly argumentsAt: number;
}

/** The command at the start of `text`; names need no blank after them. Undefined where WinDbg has no such command. */
export function recognise(text: string): Recognised | undefined {
  const processor = /^~?\d+(?=(?:r|k|dt|z)(?![a-z]*!))/i.exec(text)?.[0] ?? '';
  const body = text.slice(processor.length);
  const found = /^[.!]/.test(body) ? dotOrBang(body) : builtIn(body);
  return found && { ...found, argumentsAt: found.argumentsAt + processor.length };
}

function builtIn(text: string): Recognised | undefined {
  for (let length = Math.min(LONGEST, text.length); length > 0; length--) {
    const typed = text.slice(0, length),
      command = entryNamed(typed);
    if (command) return { command, name: spelled(command, typed), argumentsAt: length };
  }
  return undefined;
}
function dotOrBang(text: string): Recognised | undefined {
  const typed = /^(?:\.f[+-]|\.[A-Za-z0-9_]+|!(?:[A-Za-z0-9_]+\.)?[A-Za-z0-9_]+)/.exec(text)?.[0];
  if (typed === undefined) return undefined;
  const bare = typed.replace(/^!\w+\./, '!');
  const library = unavailableLibrary(typed);
  if (library) return { command: library, name: typed, argumentsAt: typed.length };
  const command = entryNamed(bare) ?? (bare.startsWith('!') ? unknownExtension(bare) : undefined);
  return command && { command, name: spelled(command, bare), argumentsAt: typed.length };
}
const spelled = (command: Command, typed: string): string =>
  command.names.find(name => name === typed) ?? command.names.find(name => name.toLowerCase() === typed.toLowerCase())!;
