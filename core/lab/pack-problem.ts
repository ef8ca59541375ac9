/** What can be wrong with a pack: each kind has a stable code, a place, and a sentence in every language that says what to do. */
import { fill, type Language, type Localized } from '../problem.ts';
import { PACK_MESSAGES } from './pack-messages.ts';

export type PackCode = keyof typeof PACK_MESSAGES;
export type Severity = 'error' | 'warning';
/** A kind of problem: what it says, `{name}` filled in from its values, and how grave it is (an error where it does not say). */
export interface PackMessage {
  readonly severity?: Severity;
  readonly says: Localized;
}
/** Lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
export interface PackProblem extends Place {
  readonly severity: Severity;
  readonly code: PackCode;
  /** In English; `inWords` says it in another language. */
  readonly message: string;
  readonly values: Readonly<Record<string, string>>;
}

export const packMessage = (code: PackCode): PackMessage => PACK_MESSAGES[code];

/** A problem of a kind, at a place. */
export function packProblem(code: PackCode, { file, line, column }: Place, values: Readonly<Record<string, string>> = {}): PackProblem {
  const { says, severity = 'error' } = packMessage(code);
  return { file, line, column, severity, code, message: fill(says.en, values), values };
}
export const inWords = (p: PackProblem, language: Language): string => fill(packMessage(p.code).says[language], p.values);

/** As compilers say it: `file:line:col severity CODE message`. */
export const problemLine = (p: PackProblem, language: Language = 'en'): string =>
  `${p.file}:${p.line}:${p.column} ${p.severity} ${p.code} ${inWords(p, language)}`;

/** Where a file begins. */
export const startOf = (file: string): Place => ({ file, line: 1, column: 1 });
