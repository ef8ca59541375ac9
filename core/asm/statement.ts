/** Lines of assembly text, taken apart once: what each is, and where in the line its expressions stand. */
import { isMnemonic, type Prefixes } from './encode.ts';
import { say } from './messages.ts';
import { isRegister } from './operand.ts';
import type { Localized } from '../problem.ts';

export interface Defined {
  readonly kind: 'function' | 'data' | 'label';
  readonly exported: boolean;
  readonly type?: string;
}
/** `from`: where the first expression begins, in characters. */
type Meaning =
  | { readonly is: 'define'; readonly name: string; readonly as: Defined }
  | { readonly is: 'equ'; readonly name: string; readonly from: number }
  | { readonly is: 'data'; readonly size: 1 | 2 | 4 | 8; readonly from: number }
  | { readonly is: 'resb' | 'align' | 'pad' | 'org'; readonly from: number }
  | { readonly is: 'times'; readonly from: number; readonly until: number; readonly body: Statement }
  | { readonly is: 'instruction'; readonly mnemonic: string; readonly prefixes: Prefixes; readonly from: number }
  | { readonly is: 'wrong'; readonly says: Localized };

/** `text` is the whole line without its comment; `at` is where the statement begins in it. */
export interface Statement {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly at: number;
  readonly means: Meaning;
}
export interface Source {
  /** Shown in problems. */
  readonly file: string;
  readonly text: string;
}

const DATA: Readonly<Record<string, 1 | 2 | 4 | 8>> = { db: 1, dw: 2, dd: 4, dq: 8 };
const DEFINITION = /^(export\s+)?(proc|var)\s+([\w.@?$]+)(?:\s+(\w+))?\s*$/;
const LABEL = /^([\w.@?$]+):\s*/;
const EQU = /^([\w.@?$]+)\s+equ\s+/;
const TIMES = /^(times\s+)(\S+)\s+/;
const PREFIX = /^(lock|repe|repz|repne|repnz|rep)\s+/i;

export function parseSource({ file, text }: Source): Statement[] {
  return text.split('\n').flatMap((line, n) => {
    const bare = withoutComment(line).trimEnd();
    return bare ? parseLine({ file, line: n + 1, text: bare }, bare.search(/\S/)) : [];
  });
}
function withoutComment(line: string): string {
  let quote = '';
  for (let n = 0; n < line.length; n++) {
    const ch = line[n]!;
    if (quote) quote = ch === quote ? '' : quote;
    else if (ch === '"' || ch === "'") quote = ch;
    else if (ch === ';') return line.slice(0, n);
  }
  return line;
}

type Place = Pick<Statement, 'file' | 'line' | 'text'>;
/** A label and what follows it are two statements. */
function parseLine(place: Place, at: number): Statement[] {
  const rest = place.text.slice(at),
    label = LABEL.exec(rest);
  if (!label || isRegister(label[1]!)) return [{ ...place, at, means: meaningOf(place, at) }];
  const define: Statement = { ...place, at, means: { is: 'define', name: label[1]!, as: { kind: 'label', exported: false } } };
  return label[0].length < rest.length ? [define, ...parseLine(place, at + label[0].length)] : [define];
}
function meaningOf(place: Place, at: number): Meaning {
  const rest = place.text.slice(at);
  let m: RegExpExecArray | null;
  if ((m = DEFINITION.exec(rest))) {
    const as: Defined = { kind: m[2] === 'proc' ? 'function' : 'data', exported: m[1] !== undefined, ...(m[4] && { type: m[4] }) };
    return { is: 'define', name: m[3]!, as };
  }
  if ((m = EQU.exec(rest))) return { is: 'equ', name: m[1]!, from: at + m[0].length };
  if ((m = TIMES.exec(rest))) {
    const body = at + m[0].length;
    return { is: 'times', from: at + m[1]!.length, until: body, body: { ...place, at: body, means: meaningOf(place, body) } };
  }
  const word = /^[a-z]\w*/i.exec(rest)?.[0].toLowerCase() ?? '',
    from = at + word.length,
    size = DATA[word];
  if (size) return { is: 'data', size, from };
  if (word === 'resb' || word === 'align' || word === 'pad' || word === 'org') return { is: word, from };
  return instruction(place.text, at);
}
function instruction(text: string, start: number): Meaning {
  let at = start,
    lock = false,
    repeat: Prefixes['repeat'];
  for (let m; (m = PREFIX.exec(text.slice(at))); at += m[0].length) {
    const word = m[1]!.toLowerCase();
    if (word === 'lock') lock = true;
    else repeat = word.startsWith('repn') ? 'repne' : 'rep';
  }
  const mnemonic = /^[a-z]\w*/i.exec(text.slice(at))?.[0].toLowerCase() ?? '';
  if (!isMnemonic(mnemonic)) return { is: 'wrong', says: say('not-an-instruction', { text: mnemonic || text.trim() }) };
  return { is: 'instruction', mnemonic, prefixes: { lock, repeat }, from: at + mnemonic.length };
}
