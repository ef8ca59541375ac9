/**
 * The expression language of packs: total, typed, without loops. Values are unsigned 64-bit numbers, truth values and texts.
 *
 *   or  ·  and  ·  not  ·  == != < <= > >=  ·  |  ·  ^  ·  &  ·  << >> >>>  ·  + -  ·  * / %  ·  ~ -  ·  f(x)  a.f(x)
 *
 * `>>` is logical, `>>>` arithmetic, comparisons are unsigned. What can be read of a machine is the closed list
 * ACCESSORS of expr-world.ts.
 */
import {
  type Type,
  type ExpressionProblem,
  type Value,
  type Moment,
  type World,
  NoValue,
  POSITIONS,
  u64,
  present,
  ACCESSORS,
  type Members,
  isMembers,
  MEMBERS,
  AGGREGATES,
  MOST_ROWS,
  ROW,
  type ServiceTable,
} from './expr-world.ts';
import type { PackCode } from './pack-problem.ts';

type Node =
  | { readonly kind: 'literal'; readonly type: Type; readonly value: Value }
  | { readonly kind: 'param'; readonly type: Type; readonly name: string; readonly at: number }
  | { readonly kind: 'call'; readonly type: Type; readonly name: string; readonly args: readonly Node[]; readonly at: number }
  | { readonly kind: 'member'; readonly type: Type; readonly of: Node; readonly name: string; readonly args: readonly Node[] }
  | { readonly kind: 'live'; readonly type: Type; readonly of: Node; readonly at: number }
  | { readonly kind: 'row'; readonly type: Type; readonly name: string }
  | { readonly kind: 'aggregate'; readonly type: Type; readonly of: Node; readonly name: string; readonly body: Node }
  | { readonly kind: 'operate'; readonly type: Type; readonly op: Operator; readonly args: readonly Node[] };
/** A parsed and type-checked expression. */
export interface Expression {
  readonly text: string;
  readonly type: Type;
  readonly node: Node;
}
export type Parsed = { readonly ok: true; readonly value: Expression } | { readonly ok: false; readonly problem: ExpressionProblem };

class Wrong extends Error {
  readonly problem: ExpressionProblem;
  constructor(code: PackCode, at: number, values: Readonly<Record<string, string>> = {}) {
    super(code);
    this.problem = { at, code, values };
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
    if (!m) throw new Wrong('expr-read', at + text.slice(at).search(/\S/), { text: text.slice(at).trim()[0]! });
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
  /** Inside the condition of an aggregate, where names of a row mean something. */
  #inRow = false;
  constructor(text: string, params: ReadonlySet<string>) {
    this.#tokens = tokenize(text);
    this.#params = params;
  }
  get #token(): Token {
    return this.#tokens[this.#next]!;
  }
  all(): Node {
    const node = this.#binary(0);
    if (this.#token.kind !== 'end') throw new Wrong('expr-extra', this.#token.at, { text: this.#token.text });
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
      left = { kind: 'operate', type: op.gives, op, args: [left, right] };
    }
  }
  #unary(): Node {
    const { text, kind, at } = this.#token;
    if (kind === 'end' || kind === 'text' || !Object.hasOwn(UNARY, text)) return this.#postfix();
    if (++this.#depth > DEEPEST) throw new Wrong('expr-depth', at);
    this.#next++;
    const op = UNARY[text]!,
      value = this.#unary();
    this.#depth--;
    expect(value, op.takes, at);
    return { kind: 'operate', type: op.gives, op, args: [value] };
  }
  #postfix(): Node {
    let node = this.#primary();
    while (this.#token.text === '.' && this.#token.kind === 'sign') {
      this.#next++;
      const name = this.#token;
      if (name.kind !== 'name') throw new Wrong('expr-name', name.at);
      this.#next++;
      node = this.#member(node, name);
    }
    return node;
  }
  #member(of: Node, name: Token): Node {
    if (!isMembers(of.type)) throw new Wrong('expr-member', name.at, { type: of.type, name: name.text, known: '-' });
    if (of.type === 'table' && Object.hasOwn(AGGREGATES, name.text)) return this.#aggregate(of, name);
    const members = MEMBERS[of.type],
      known = Object.hasOwn(members, name.text) ? members[name.text] : undefined;
    if (!known && of.type !== 'moment')
      throw new Wrong('expr-member', name.at, { type: of.type, name: name.text, known: namesOf(of.type).join(', ') });
    const args = known && known.takes.length > 0 ? this.#arguments(known.takes, name) : [];
    return { kind: 'member', type: 'number', of, name: name.text, args };
  }
  #aggregate(of: Node, name: Token): Node {
    if (this.#inRow || ++this.#depth > DEEPEST) throw new Wrong('expr-depth', name.at);
    this.#inRow = true;
    this.#need('(');
    const body = this.#binary(0);
    this.#need(')');
    this.#inRow = false;
    this.#depth--;
    expect(body, AGGREGATES[name.text]!.takes, name.at);
    return { kind: 'aggregate', type: 'number', of, name: name.text, body };
  }
  #live(at: number): Node {
    if (++this.#depth > DEEPEST) throw new Wrong('expr-depth', at);
    this.#need('(');
    const of = this.#binary(0);
    this.#need(')');
    this.#depth--;
    return { kind: 'live', type: of.type, of, at };
  }
  #primary(): Node {
    const t = this.#token;
    this.#next++;
    if (t.kind === 'number')
      return { kind: 'literal', type: 'number', value: u64(/h$/.test(t.text) ? BigInt(`0x${t.text.slice(0, -1)}`) : BigInt(t.text)) };
    if (t.kind === 'text') return { kind: 'literal', type: 'text', value: t.text };
    if (t.text === '(' && t.kind === 'sign') {
      if (++this.#depth > DEEPEST) throw new Wrong('expr-depth', t.at);
      const inner = this.#binary(0);
      this.#depth--;
      this.#need(')');
      return inner;
    }
    if (t.kind !== 'name') throw t.kind === 'end' ? new Wrong('expr-end', t.at) : new Wrong('expr-here', t.at, { text: t.text });
    if (this.#token.text === '(' && this.#token.kind === 'sign') {
      if (t.text === 'live') return this.#live(t.at);
      const accessor = Object.hasOwn(ACCESSORS, t.text) ? ACCESSORS[t.text] : undefined;
      if (!accessor) throw new Wrong('expr-accessor', t.at, { name: t.text, known: [...Object.keys(ACCESSORS), 'live'].join(', ') });
      const args = this.#arguments(accessor.takes, t);
      if (['at', 'steps', 'writer'].includes(t.text)) for (const a of args) if (a.type === 'text') checkPosition(a, t.at);
      return { kind: 'call', type: accessor.gives, name: t.text, args, at: t.at };
    }
    if (this.#inRow && Object.hasOwn(ROW, t.text)) return { kind: 'row', type: 'number', name: t.text };
    if (!this.#params.has(t.text)) throw new Wrong('expr-param', t.at, { name: t.text });
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
    if (args.length !== takes.length)
      throw new Wrong('expr-arguments', of.at, { name: of.text, count: String(takes.length), given: String(args.length) });
    args.forEach((a, n) => expect(a, takes[n]!, of.at));
    return args;
  }
  #need(sign: string): void {
    if (this.#token.text !== sign || this.#token.kind !== 'sign') throw new Wrong('expr-sign', this.#token.at, { text: sign });
    this.#next++;
  }
}
const namesOf = (type: Members): string[] => [...Object.keys(MEMBERS[type]), ...(type === 'table' ? Object.keys(AGGREGATES) : [])];
function expect(node: Node, type: Type, at: number): void {
  if (node.type !== type) throw new Wrong('expr-type', at, { needed: type, given: node.type });
}
function checkPosition(node: Node, at: number): void {
  const known: readonly string[] = POSITIONS;
  if (node.kind !== 'literal' || !known.includes(String(node.value)))
    throw new Wrong('expr-position', at, { known: POSITIONS.map(p => `'${p}'`).join(' ') });
}

function* nodesOf(node: Node): Generator<Node> {
  yield node;
  if ('of' in node) yield* nodesOf(node.of);
  if ('body' in node) yield* nodesOf(node.body);
  if ('args' in node) for (const arg of node.args) yield* nodesOf(arg);
}
/** The parameters an expression speaks of. */
export function paramsOf({ node }: Expression): ReadonlySet<string> {
  const names = new Set<string>();
  for (const n of nodesOf(node)) if (n.kind === 'param') names.add(n.name);
  return names;
}
/** Where an expression reads the learner's own machine, if it does. */
export function liveAt({ node }: Expression): number | undefined {
  for (const n of nodesOf(node)) if (n.kind === 'live') return n.at;
  return undefined;
}

/** What is written as arguments of an accessor's calls, in order. */
export function* literalsIn({ node }: Expression, name: string): Generator<Value> {
  for (const n of nodesOf(node)) if (n.kind === 'call' && n.name === name) for (const a of n.args) if (a.kind === 'literal') yield a.value;
}
/** Where an expression calls an accessor, if it does. */
export function callAt({ node }: Expression, name: string): number | undefined {
  for (const n of nodesOf(node)) if (n.kind === 'call' && n.name === name) return n.at;
  return undefined;
}

/** @param params names that may stand for a number */
export function parseExpression(text: string, params: ReadonlySet<string>, type?: Type): Parsed {
  try {
    const node = new Parser(text, params).all();
    if (type !== undefined) expect(node, type, 0);
    return { ok: true, value: { text, type: node.type, node } };
  } catch (e) {
    if (!(e instanceof Wrong)) throw e;
    return { ok: false, problem: e.problem };
  }
}

const MOST_STEPS = 2000;
/** @throws NoValue where the machine has nothing there, or the budget of 2,000 steps, or of 20,000 rows, is used up */
export function evaluate(expression: Expression, world: World): Value {
  return new Evaluation().value(expression.node, world);
}
class Evaluation {
  #steps = 0;
  #rows = 0n;
  /** The row a condition is about. */
  #row: { readonly table: ServiceTable; readonly n: bigint } | undefined;

  value(n: Node, world: World): Value {
    if (!this.#row && ++this.#steps > MOST_STEPS) throw new NoValue('the expression takes more than 2,000 steps');
    const inner = (node: Node): Value => this.value(node, world);
    switch (n.kind) {
      case 'literal':
        return n.value;
      case 'param':
        return present(world.param(n.name), () => `no parameter ${n.name}`);
      case 'call':
        return ACCESSORS[n.name]!.run(world, ...(n.args.map(inner) as never[]));
      case 'live':
        return this.value(
          n.of,
          present(world.live, () => 'no machine of the learner'),
        );
      case 'row':
        return ROW[n.name]!(this.#row!.table, this.#row!.n);
      case 'aggregate':
        return this.#aggregate(inner(n.of) as ServiceTable, n.name, n.body, world);
      case 'member': {
        const of = inner(n.of),
          known = MEMBERS[n.of.type as Members][n.name];
        return known
          ? known.run(of as never, ...(n.args.map(inner) as never[]))
          : present((of as Moment).register(n.name), () => `no register ${n.name}`);
      }
      case 'operate': {
        const [a, b] = n.args;
        return n.op.run(inner(a!) as never, (b && inner(b)) as never);
      }
    }
  }
  #aggregate(table: ServiceTable, name: string, body: Node, world: World): bigint {
    if ((this.#rows += table.limit) > MOST_ROWS) throw new NoValue('tables have more than 20,000 rows here');
    try {
      return AGGREGATES[name]!.run(table.limit, n => {
        this.#row = { table, n };
        return this.value(body, world);
      });
    } finally {
      this.#row = undefined;
    }
  }
}
export const evaluateNumber = (e: Expression, w: World): bigint => evaluate(e, w) as bigint;
