/** Operands of Intel syntax: registers, `[base+index*4+displacement]` with `dword ptr` and `gs:`, numbers and labels. */
import { Register } from 'iced-x86';
import { evaluate, tokenize, type Lookup, type Named, type Token } from './expression.ts';
import { SyntaxProblem } from './messages.ts';
import { registerBits, type Bits, type Operand } from './encode.ts';

const REGISTERS = new Map<string, Register>(
  Object.entries(Register).flatMap(([name, value]): [string, Register][] =>
    typeof value === 'number' ? [[name.toLowerCase(), value]] : [],
  ),
);
for (let n = 8; n < 16; n++) REGISTERS.set(`r${n}b`, REGISTERS.get(`r${n}l`)!);
const SIZES: Readonly<Record<string, number>> = { byte: 8, word: 16, dword: 32, qword: 64, xmmword: 128, oword: 128, fword: 48, tbyte: 80 };
const SEGMENTS: ReadonlySet<string> = new Set(['es', 'cs', 'ss', 'ds', 'fs', 'gs']);

export const isRegister = (name: string): boolean => REGISTERS.has(name.toLowerCase());

/** Text after the mnemonic -> operands. `unknown` is the first name nobody defined. @throws SyntaxProblem */
export function parseOperands(
  text: string,
  from: number,
  here: Named,
  bits: Bits,
  lookup: Lookup,
): { operands: Operand[]; unknown: string | undefined } {
  const tokens = tokenize(text, from),
    groups: Token[][] = [];
  let depth = 0,
    group: Token[] = [];
  for (const t of tokens) {
    if (t.text === '[' || t.text === '(') depth++;
    if (t.text === ']' || t.text === ')') depth--;
    if (t.text === ',' && depth === 0) {
      groups.push(group);
      group = [];
    } else group.push(t);
  }
  if (group.length || groups.length) groups.push(group);
  let unknown: string | undefined;
  const operands = groups.map(g => {
    if (!g.length) throw new SyntaxProblem('no-operand', text.length);
    const made = parseOperand(g, text.length, here, bits, lookup);
    unknown ??= made.unknown;
    return made.operand;
  });
  return { operands, unknown };
}

function parseOperand(
  tokens: readonly Token[],
  end: number,
  here: Named,
  bits: Bits,
  lookup: Lookup,
): { operand: Operand; unknown: string | undefined } {
  let n = 0,
    size: number | undefined,
    segment = Register.None;
  const word = (k: number): string => tokens[k]?.text.toLowerCase() ?? '';
  if (SIZES[word(n)] !== undefined && tokens.length > 1) {
    size = SIZES[word(n)];
    n++;
    if (word(n) === 'ptr') n++;
  }
  if (word(n) === 'short' || word(n) === 'near') n++;
  if (SEGMENTS.has(word(n)) && word(n + 1) === ':') {
    segment = REGISTERS.get(word(n))!;
    n += 2;
  }
  if (word(n) === '[') return memory(tokens, n + 1, end, { size, segment, here, bits, lookup });
  if (tokens.length === 1 && isRegister(word(0)))
    return { operand: { kind: 'register', register: REGISTERS.get(word(0))! }, unknown: undefined };
  const cursor = { next: n },
    first = evaluate(tokens, cursor, here, lookup, end);
  if (word(cursor.next) === ':') {
    cursor.next++;
    const offset = evaluate(tokens, cursor, here, lookup, end);
    return { operand: { kind: 'far', selector: first.value, offset: offset.value }, unknown: first.unknown ?? offset.unknown };
  }
  expectEnd(tokens, cursor.next);
  return { operand: { kind: 'immediate', value: first.value, label: first.label }, unknown: first.unknown };
}
function expectEnd(tokens: readonly Token[], next: number): void {
  const extra = tokens[next];
  if (extra) throw new SyntaxProblem('not-here', extra.at, { text: extra.text });
}

interface MemoryContext {
  size: number | undefined;
  segment: Register;
  here: Named;
  bits: Bits;
  lookup: Lookup;
}
/** Terms between + and -: registers (one of them scaled) and a constant. */
function memory(tokens: readonly Token[], from: number, end: number, c: MemoryContext): { operand: Operand; unknown: string | undefined } {
  const close = tokens.findIndex((t, n) => n >= from && t.text === ']');
  if (close < 0) throw new SyntaxProblem('no-close', end, { text: ']' });
  expectEnd(tokens, close + 1);
  let base = Register.None,
    index = Register.None,
    scale = 1,
    inner = tokens.slice(from, close),
    { segment } = c;
  if (SEGMENTS.has(inner[0]?.text.toLowerCase() ?? '') && inner[1]?.text === ':') {
    segment = REGISTERS.get(inner[0]!.text.toLowerCase())!;
    inner = inner.slice(2);
  }
  const rest: Token[] = [];
  for (let n = 0; n < inner.length; n++) {
    const t = inner[n]!,
      before = inner[n - 1]?.text,
      register = t.kind === 'name' ? REGISTERS.get(t.text.toLowerCase()) : undefined;
    if (register === undefined) {
      rest.push(t);
      continue;
    }
    if (before === '-') throw new SyntaxProblem('subtracted-register', t.at);
    if (before === '+') rest.pop();
    if (inner[n + 1]?.text === '*') {
      scale = Number(inner[n + 2]?.text);
      if (![1, 2, 4, 8].includes(scale)) throw new SyntaxProblem('scale', t.at);
      if (index !== Register.None) throw new SyntaxProblem('two-indexes', t.at);
      index = register;
      n += 2;
    } else if (base === Register.None) base = register;
    else if (index === Register.None) index = register;
    else throw new SyntaxProblem('three-registers', t.at);
  }
  if (rest[0]?.text === '+') rest.shift();
  const cursor = { next: 0 },
    value = rest.length ? evaluate(rest, cursor, c.here, c.lookup, end) : { value: 0n, label: undefined, unknown: undefined };
  expectEnd(rest, cursor.next);
  const ripRelative =
    c.bits === 64 && value.label !== undefined && base === Register.None && index === Register.None && segment === Register.None;
  const displacement = c.bits === 64 ? value.value : value.value & 0xffff_ffffn;
  return {
    operand: { kind: 'memory', size: c.size, segment, base, index, scale, displacement, ripRelative, label: value.label },
    unknown: value.unknown,
  };
}
/** A memory operand takes the size of the register beside it; without one it must say its own. */
export const needsSize = (operands: readonly Operand[]): boolean =>
  operands.some(o => o.kind === 'memory' && o.size === undefined) &&
  !operands.some(o => o.kind === 'register' && registerBits(o.register) > 0);
