/** What a debugger command is: an entry of a table in commands/. */
import type { Arguments } from './arguments.ts';
import type { Debugger } from './debugger.ts';
import type { Target } from './target.ts';
import type { Output } from './text.ts';
import type { CommandResult, OutputKind, Running } from './types.ts';

/** One run of a command: what it was given, and where its text goes. */
export interface Call {
  readonly debugger: Debugger;
  readonly target: Target;
  /** As in the table: `dd`, `.foreach`. */
  readonly name: string;
  readonly args: Arguments;
  readonly out: Output;
  /** Set to override the entry's kind, where the arguments decide it. */
  kind?: OutputKind;
  /** The lab's remark. */
  hint?: string;
  effect?: CommandResult['effect'];
}

export interface Command {
  /** Spellings; compared exactly first, then ignoring case. */
  readonly names: readonly string[];
  readonly syntax: string;
  /** One sentence for `.hh` and completion. */
  readonly summary: string;
  /** What the arguments mean, a line each; for `.hh`. */
  readonly arguments?: readonly string[];
  readonly kind: OutputKind;
  readonly run: (call: Call) => Running<void> | void;
}
