/** A command that WinDbg would refuse, as it would say so. Thrown by parsers and commands, caught once per command. */

import type { OutputKind } from './types.ts';

export type CaretKind = 'Syntax' | 'Extra character' | 'Memory access' | 'Bad register' | 'Range' | 'No runnable debuggees' | 'Overflow';

export class Refusal extends Error {
  readonly family: 'caret' | 'evaluator' | 'plain';
  /** For `caret`: characters of the command that were consumed when it gave up. */
  readonly consumed: number;
  /** The lab's own remark on the cause. */
  readonly hint: string | undefined;
  /** What was printed for it, once it was. */
  printed: string | undefined;
  /** Kind of output where it is neither the command's own nor a syntax error. */
  kind: OutputKind | undefined;

  constructor(family: 'caret' | 'evaluator' | 'plain', message: string, consumed = 0, hint?: string) {
    super(message);
    this.family = family;
    this.consumed = consumed;
    this.hint = hint;
  }
}

/** Was the line itself wrong, whatever machine it is said to? */
const MALFORMED = /^(?:Syntax|Extra character|Overflow|Bad register|Range|Numeric expression missing)/;
export const isMalformed = (error: Refusal): boolean => error.family !== 'plain' && MALFORMED.test(error.message);

/** `^ <kind> error in '<command>'`, its caret under the last of `consumed` characters. */
export const caret = (kind: CaretKind, consumed: number, hint?: string): Refusal => new Refusal('caret', kind, consumed, hint);
/** A whole line such as `No export x found`. */
export const plain = (text: string, hint?: string): Refusal => new Refusal('plain', text, 0, hint);
/** `<kind> error at '<rest>'`. */
export const evaluatorError = (kind: string, rest: string, hint?: string): Refusal =>
  new Refusal('evaluator', `${kind} error at '${rest === '' ? '<EOL>' : rest}'`, 0, hint);
export const numericMissing = (rest: string, hint?: string): Refusal =>
  new Refusal('evaluator', `Numeric expression missing from '${rest === '' ? '<EOL>' : rest}'`, 0, hint);

/** Each place a name could mean, then which name. */
export const ambiguous = (places: readonly string[], rest: string): Refusal =>
  new Refusal('evaluator', [...places.map(p => `Matched: ${p}`), `Ambiguous symbol error at '${rest}'`].join('\n'));

/** Break was pressed: ends the whole line and every loop in it. */
export class Interrupted extends Error {}
