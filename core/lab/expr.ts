/**
 * The expression language of packs: total, typed, without loops. Values are unsigned 64-bit numbers, truth values and texts.
 *
 *   or  ·  and  ·  not  ·  == != < <= > >=  ·  |  ·  ^  ·  &  ·  << >> >>>  ·  + -  ·  * / %  ·  ~ -  ·  f(x)  a.f(x)
 *
 * `>>` is logical, `>>>` arithmetic, comparisons are unsigned. What can be read of a machine is the closed list ACCESSORS.
 */

export type Type = 'number' | 'truth' | 'text' | 'moment' | 'fault' | 'module' | 'table';
/** Where an expression goes wrong: `at` counts characters from 0. */
export interface ExpressionProblem {
  readonly at: number;
  readonly message: string;
}
export type Value = bigint | boolean | string | Moment | Fault | Extent | ServiceTable;
/** Registers and memory at one named position of the reference run. */
export interface Moment {
  register(name: string): bigint | undefined;
  load(address: bigint, bytes: number): bigint | undefined;
  msr(number: number): bigint | undefined;
}
/** An exception as it was delivered: what the processor pushed, and where it went on. */
export type Fault = Readonly<Record<(typeof FAULT_FIELDS)[number], bigint | undefined>>;
export const FAULT_FIELDS = ['rip', 'cs', 'rflags', 'rsp', 'ss', 'err', 'cr2', 'newrsp', 'newcs'] as const;
/** Where a module lies: `end` is the first address behind it. */
export interface Extent {
  readonly base: bigint;
  readonly end: bigint;
}
export interface ServiceTable {
  readonly base: bigint;
  readonly limit: bigint;
  /** The dword of a service, as stored. */
  entry(number: bigint): bigint | undefined;
}
/** The reference machine as expressions see it. */
export interface World {
  readonly start: Moment;
  at(position: string): Moment | undefined;
  /** Instructions from one position to another. */
  steps(from: string, to: string): bigint | undefined;
  /** The first delivery of an exception. */
  fault(vector: number): Fault | undefined;
  module(name: string): Extent | undefined;
  /** Offset of `KTRAP_FRAME.Rip` in a build's layouts; without a field the structure's size. */
  offset(build: string, path: string): bigint | undefined;
  symbol(name: string): bigint | undefined;
  table(name: string): ServiceTable | undefined;
  param(name: string): bigint | undefined;
  /** Linear addresses of the running processor's block and thread. */
  readonly kpcr: bigint;
  readonly thread: bigint;
}
/** An accessor met something that is not there: the pack's fault, or the seed's. */
export class NoValue extends Error {}

export const POSITIONS = ['start', 'door-', 'door+', 'frame', 'call', 'svc', 'ret-', 'ret+'] as const;
const MOST_ROWS = 20_000n;
/** IA32_EFER, and its bit that says IA-32e mode is on: system descriptors then have 16 bytes. */
const EFER = 0xc000_0080,
  LMA = 1n << 10n;
const u64 = (v: bigint): bigint => BigInt.asUintN(64, v);
const sx =
  (bits: number) =>
  (v: bigint): bigint =>
    u64(BigInt.asIntN(bits, v));
const zx =
  (bits: number) =>
  (v: bigint): bigint =>
    BigInt.asUintN(bits, v);
const present = <T>(v: T | undefined, what: string): T => {
  if (v === undefined) throw new NoValue(what);
  return v;
};

interface Accessor {
  readonly takes: readonly Type[];
  readonly gives: Type;
  readonly run: (w: World, ...args: never[]) => Value;
}
const load = (bytes: number): Accessor => ({
  takes: ['number'],
  gives: 'number',
  run: (w, a: bigint) => present(w.start.load(a, bytes), `nothing at ${a.toString(16)}`),
});
const convert = (f: (v: bigint) => bigint): Accessor => ({ takes: ['number'], gives: 'number', run: (_w, v: bigint) => f(v) });
/** Functions by name. */
export const ACCESSORS: Readonly<Record<string, Accessor>> = {
  u8at: load(1),
  u16at: load(2),
  u32at: load(4),
  u64at: load(8),
  sx8: convert(sx(8)),
  sx16: convert(sx(16)),
  sx32: convert(sx(32)),
  zx8: convert(zx(8)),
  zx16: convert(zx(16)),
  zx32: convert(zx(32)),
  lo16: convert(zx(16)),
  lo32: convert(zx(32)),
  hi16: convert(v => (v >> 16n) & 0xffffn),
  hi32: convert(v => v >> 32n),
  sym: { takes: ['text'], gives: 'number', run: (w, name: string) => present(w.symbol(name), `no symbol ${name}`) },
  reg: { takes: ['text'], gives: 'number', run: (w, name: string) => present(w.start.register(name), `no register ${name}`) },
  msr: { takes: ['number'], gives: 'number', run: (w, n: bigint) => present(w.start.msr(Number(n)), `no MSR ${n.toString(16)}`) },
  kpcr: { takes: [], gives: 'number', run: w => w.kpcr },
  prcb: { takes: [], gives: 'number', run: w => u64(w.kpcr + 0x180n) },
  tss: {
    takes: [],
    gives: 'number',
    run: w => {
      const gdt = present(w.start.register('gdtr'), 'no gdtr') + (present(w.start.register('tr'), 'no tr') & 0xfff8n),
        part = (at: bigint, bytes: number): bigint => present(w.start.load(gdt + at, bytes), 'no TSS descriptor');
      const low = part(2n, 2) | (part(4n, 1) << 16n) | (part(7n, 1) << 24n);
      return (w.start.msr(EFER) ?? 0n) & LMA ? low | (part(8n, 4) << 32n) : low;
    },
  },
  fault: {
    takes: ['number'],
    gives: 'fault',
    run: (w, v: bigint) => present(w.fault(Number(v)), `the reference run raises no exception ${v.toString(16)}`),
  },
  offset: {
    takes: ['text', 'text'],
    gives: 'number',
    run: (w, build: string, path: string) => present(w.offset(build, path), `${build} has no ${path}`),
  },
  module: { takes: ['text'], gives: 'module', run: (w, name: string) => present(w.module(name), `no module ${name}`) },
  steps: {
    takes: ['text', 'text'],
    gives: 'number',
    run: (w, from: string, to: string) => present(w.steps(from, to), `the reference run does not go from ${from} to ${to}`),
  },
  thr: { takes: [], gives: 'number', run: w => w.thread },
  at: { takes: ['text'], gives: 'moment', run: (w, name: string) => present(w.at(name), `the reference run never reaches ${name}`) },
  table: { takes: ['text'], gives: 'table', run: (w, name: string) => present(w.table(name), `no table ${name}`) },
};
type Members = 'moment' | 'fault' | 'module' | 'table';
const isMembers = (type: Type): type is Members => type in MEMBERS;
/** Members by the type they belong to; any other member of a moment is a register. */
const MEMBERS: Readonly<
  Record<Members, Readonly<Record<string, { takes: readonly Type[]; run: (of: never, ...args: never[]) => Value }>>>
> = {
  moment: {
    ...Object.fromEntries(
      [1, 2, 4, 8].map(n => [
        `u${n * 8}at`,
        { takes: ['number'] as const, run: (m: Moment, a: bigint): bigint => present(m.load(a, n), `nothing at ${a.toString(16)}`) },
      ]),
    ),
    msr: { takes: ['number'], run: (m: Moment, n: bigint) => present(m.msr(Number(n)), `no MSR ${n.toString(16)}`) },
  },
  fault: Object.fromEntries(
    FAULT_FIELDS.map(name => [name, { takes: [], run: (f: Fault): bigint => present(f[name], `the exception has no ${name}`) }]),
  ),
  module: { base: { takes: [], run: (m: Extent) => m.base }, end: { takes: [], run: (m: Extent) => m.end } },
  table: {
    base: { takes: [], run: (t: ServiceTable) => t.base },
    limit: { takes: [], run: (t: ServiceTable) => t.limit },
    entry: { takes: ['number'], run: (t: ServiceTable, n: bigint) => present(t.entry(n), `no service ${n.toString(16)}`) },
    offset: {
      takes: ['number'],
      run: (t: ServiceTable, n: bigint) => u64(BigInt.asIntN(32, present(t.entry(n), `no service ${n.toString(16)}`)) >> 4n),
    },
    k: { takes: ['number'], run: (t: ServiceTable, n: bigint) => present(t.entry(n), `no service ${n.toString(16)}`) & 15n },
    /** How many services from `from` up to, not including, `to` take arguments from the stack. */
    stacked: {
      takes: ['number', 'number'],
      run: (t: ServiceTable, from: bigint, to: bigint) => {
        if (to - from > MOST_ROWS) throw new NoValue('a table has at most 20,000 rows');
        let count = 0n;
        for (let n = from; n < to; n++) if (present(t.entry(n), `no service ${n.toString(16)}`) & 15n) count++;
        return count;
      },
    },
    /** The highest address a routine of the table has. */
    highest: {
      takes: [],
      run: (t: ServiceTable) => {
        if (t.limit > MOST_ROWS) throw new NoValue('a table has at most 20,000 rows');
        let highest = 0n;
        for (let n = 0n; n < t.limit; n++) {
          const routine = u64(t.base + (BigInt.asIntN(32, present(t.entry(n), `no service ${n.toString(16)}`)) >> 4n));
          if (routine > highest) highest = routine;
        }
        return highest;
      },
    },
    routine: {
      takes: ['number'],
      run: (t: ServiceTable, n: bigint) => u64(t.base + (BigInt.asIntN(32, present(t.entry(n), `no service ${n.toString(16)}`)) >> 4n)),
    },
  },
};

type Node =
  | { readonly kind: 'literal'; readonly type: Type; readonly value: Value }
  | { readonly kind: 'param'; readonly type: Type; readonly name: string; readonly at: number }
  | { readonly kind: 'call'; readonly type: Type; readonly name: string; readonly args: readonly Node[] }
  | { readonly kind: 'member'; readonly type: Type; readonly of: Node; readonly name: string; readonly args: readonly Node[] }
  | { readonly kind: 'operate'; readonly type: Type; readonly op: string; readonly args: readonly Node[] };
/** A parsed and type-checked expression. */
export interface Expression {
  readonly text: string;
  readonly type: Type;
  readonly node: Node;
}
export type Parsed = { readonly ok: true; readonly value: Expression } | { readonly ok: false; readonly problem: ExpressionProblem };

class Wrong extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}
interface Token {
  readonly kind: 'number' | 'name' | 'text' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
}
function tokenize(text: string): Token[] {
  const tokens: Token[] = [],
    pattern = /\s*(?:(0x[0-9a-fA-F]+|[0-9][0-9a-fA-F]*h\b|[0-9]+)|([A-Za-z_]\w*)|'([^']*)'|(>>>|<<|>>|==|!=|<=|>=|[-+*/%&|^~<>().,]))/y;
  for (let at = 0; ; at = pattern.lastIndex) {
    if (!text.slice(at).trim()) return [...tokens, { kind: 'end', text: '', at: text.length }];
    pattern.lastIndex = at;
    const m = pattern.exec(text);
    if (!m) throw new Wrong(`cannot read "${text.slice(at).trim()[0]}"`, at + text.slice(at).search(/\S/));
    const kind = m[1] !== undefined ? 'number' : m[2] !== undefined ? 'name' : m[3] !== undefined ? 'text' : 'sign';
    tokens.push({ kind, text: m[1] ?? m[2] ?? m[3] ?? m[4]!, at: pattern.lastIndex - m[0].trimStart().length });
  }
}

interface Operator {
  readonly takes: Type;
  readonly gives: Type;
  readonly run: (a: never, b: never) => Value;
}
const numeric = (run: (a: bigint, b: bigint) => bigint): Operator => ({
  takes: 'number',
  gives: 'number',
  run: (a: bigint, b: bigint) => u64(run(a, b)),
});
const compare = (run: (a: bigint, b: bigint) => boolean): Operator => ({ takes: 'number', gives: 'truth', run });
const divide =
  (run: (a: bigint, b: bigint) => bigint) =>
  (a: bigint, b: bigint): bigint => {
    if (b === 0n) throw new NoValue('division by zero');
    return run(a, b);
  };
const LEVELS: readonly Readonly<Record<string, Operator>>[] = [
  { or: { takes: 'truth', gives: 'truth', run: (a: boolean, b: boolean) => a || b } },
  { and: { takes: 'truth', gives: 'truth', run: (a: boolean, b: boolean) => a && b } },
  {
    '==': compare((a, b) => a === b),
    '!=': compare((a, b) => a !== b),
    '<': compare((a, b) => a < b),
    '<=': compare((a, b) => a <= b),
    '>': compare((a, b) => a > b),
    '>=': compare((a, b) => a >= b),
  },
  { '|': numeric((a, b) => a | b) },
  { '^': numeric((a, b) => a ^ b) },
  { '&': numeric((a, b) => a & b) },
  {
    '<<': numeric((a, b) => (b > 63n ? 0n : a << b)),
    '>>': numeric((a, b) => (b > 63n ? 0n : a >> b)),
    '>>>': numeric((a, b) => BigInt.asIntN(64, a) >> (b > 63n ? 63n : b)),
  },
  { '+': numeric((a, b) => a + b), '-': numeric((a, b) => a - b) },
  { '*': numeric((a, b) => a * b), '/': numeric(divide((a, b) => a / b)), '%': numeric(divide((a, b) => a % b)) },
];
const UNARY: Readonly<Record<string, Operator>> = {
  '-': numeric(a => -a),
  '~': numeric(a => ~a),
  not: { takes: 'truth', gives: 'truth', run: (a: boolean) => !a },
};

const DEEPEST = 60;
class Parser {
  readonly #tokens: Token[];
  readonly #params: ReadonlySet<string>;
  #next = 0;
  #depth = 0;
  constructor(text: string, params: ReadonlySet<string>) {
    this.#tokens = tokenize(text);
    this.#params = params;
  }
  get #token(): Token {
    return this.#tokens[this.#next]!;
  }
  all(): Node {
    const node = this.#binary(0);
    if (this.#token.kind !== 'end') throw new Wrong(`"${this.#token.text}" was not expected here`, this.#token.at);
    return node;
  }
  #binary(level: number): Node {
    const operators = LEVELS[level];
    if (!operators) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const { text, kind, at } = this.#token;
      if ((kind !== 'sign' && kind !== 'name') || !Object.hasOwn(operators, text)) return left;
      this.#next++;
      const op = operators[text]!,
        right = this.#binary(level + 1);
      expect(left, op.takes, at);
      expect(right, op.takes, at);
      left = { kind: 'operate', type: op.gives, op: text, args: [left, right] };
    }
  }
  #unary(): Node {
    const { text, kind, at } = this.#token;
    if (kind === 'end' || kind === 'text' || !Object.hasOwn(UNARY, text)) return this.#postfix();
    if (++this.#depth > DEEPEST) throw new Wrong('nested too deeply', at);
    this.#next++;
    const op = UNARY[text]!,
      value = this.#unary();
    this.#depth--;
    expect(value, op.takes, at);
    return { kind: 'operate', type: op.gives, op: `unary ${text}`, args: [value] };
  }
  #postfix(): Node {
    let node = this.#primary();
    while (this.#token.text === '.' && this.#token.kind === 'sign') {
      this.#next++;
      const name = this.#token;
      if (name.kind !== 'name') throw new Wrong('a name is missing after "."', name.at);
      this.#next++;
      node = this.#member(node, name);
    }
    return node;
  }
  #member(of: Node, name: Token): Node {
    if (!isMembers(of.type)) throw new Wrong(`a ${of.type} has no .${name.text}`, name.at);
    const members = MEMBERS[of.type],
      known = Object.hasOwn(members, name.text) ? members[name.text] : undefined;
    if (!known && of.type !== 'moment')
      throw new Wrong(`a ${of.type} has no .${name.text}; it has ${Object.keys(members).join(', ')}`, name.at);
    const args = known && known.takes.length > 0 ? this.#arguments(known.takes, name) : [];
    return { kind: 'member', type: 'number', of, name: name.text, args };
  }
  #primary(): Node {
    const t = this.#token;
    this.#next++;
    if (t.kind === 'number')
      return { kind: 'literal', type: 'number', value: u64(/h$/.test(t.text) ? BigInt(`0x${t.text.slice(0, -1)}`) : BigInt(t.text)) };
    if (t.kind === 'text') return { kind: 'literal', type: 'text', value: t.text };
    if (t.text === '(' && t.kind === 'sign') {
      if (++this.#depth > DEEPEST) throw new Wrong('nested too deeply', t.at);
      const inner = this.#binary(0);
      this.#depth--;
      this.#need(')');
      return inner;
    }
    if (t.kind !== 'name') throw new Wrong(t.kind === 'end' ? 'the expression ends too early' : `"${t.text}" cannot stand here`, t.at);
    if (this.#token.text === '(' && this.#token.kind === 'sign') {
      const accessor = Object.hasOwn(ACCESSORS, t.text) ? ACCESSORS[t.text] : undefined;
      if (!accessor) throw new Wrong(`there is no ${t.text}(); there are ${Object.keys(ACCESSORS).join(', ')}`, t.at);
      const args = this.#arguments(accessor.takes, t);
      if (t.text === 'at' || t.text === 'steps') for (const a of args) checkPosition(a, t.at);
      return { kind: 'call', type: accessor.gives, name: t.text, args };
    }
    if (!this.#params.has(t.text)) throw new Wrong(`there is no parameter ${t.text}`, t.at);
    return { kind: 'param', type: 'number', name: t.text, at: t.at };
  }
  #arguments(takes: readonly Type[], of: Token): Node[] {
    this.#need('(');
    const args: Node[] = [];
    while (this.#token.text !== ')') {
      if (args.length) this.#need(',');
      args.push(this.#binary(0));
    }
    this.#need(')');
    if (args.length !== takes.length) throw new Wrong(`${of.text}() takes ${takes.length} argument${takes.length === 1 ? '' : 's'}`, of.at);
    args.forEach((a, n) => expect(a, takes[n]!, of.at));
    return args;
  }
  #need(sign: string): void {
    if (this.#token.text !== sign || this.#token.kind !== 'sign') throw new Wrong(`"${sign}" is missing`, this.#token.at);
    this.#next++;
  }
}
function expect(node: Node, type: Type, at: number): void {
  if (node.type !== type) throw new Wrong(`a ${type} is needed here, not a ${node.type}`, at);
}
function checkPosition(node: Node, at: number): void {
  const known: readonly string[] = POSITIONS;
  if (node.kind !== 'literal' || !known.includes(String(node.value)))
    throw new Wrong(`a position is one of ${POSITIONS.map(p => `'${p}'`).join(' ')}`, at);
}

/** The parameters an expression speaks of. */
export function paramsOf({ node }: Expression): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (n: Node): void => {
    if (n.kind === 'param') names.add(n.name);
    if (n.kind === 'member') visit(n.of);
    if ('args' in n) n.args.forEach(visit);
  };
  visit(node);
  return names;
}

/** @param params names that may stand for a number */
export function parseExpression(text: string, params: ReadonlySet<string>, type?: Type): Parsed {
  try {
    const node = new Parser(text, params).all();
    if (type !== undefined) expect(node, type, 0);
    return { ok: true, value: { text, type: node.type, node } };
  } catch (e) {
    if (!(e instanceof Wrong)) throw e;
    return { ok: false, problem: { at: e.at, message: e.message } };
  }
}

const MOST_STEPS = 2000;
/** @throws NoValue where the machine has nothing there, or the budget of 2,000 steps is used up */
export function evaluate(expression: Expression, world: World): Value {
  let steps = 0;
  const value = (n: Node): Value => {
    if (++steps > MOST_STEPS) throw new NoValue('the expression takes more than 2,000 steps');
    switch (n.kind) {
      case 'literal':
        return n.value;
      case 'param':
        return present(world.param(n.name), `no parameter ${n.name}`);
      case 'call':
        return ACCESSORS[n.name]!.run(world, ...(n.args.map(value) as never[]));
      case 'member': {
        const of = value(n.of),
          known = MEMBERS[n.of.type as Members][n.name];
        return known
          ? known.run(of as never, ...(n.args.map(value) as never[]))
          : present((of as Moment).register(n.name), `no register ${n.name}`);
      }
      case 'operate': {
        const args = n.args.map(value) as never[],
          op = n.op.startsWith('unary ') ? UNARY[n.op.slice(6)]! : LEVELS.find(l => Object.hasOwn(l, n.op))![n.op]!;
        return op.run(args[0]!, args[1]!);
      }
    }
  };
  return value(expression.node);
}
export const evaluateNumber = (e: Expression, w: World): bigint => evaluate(e, w) as bigint;
