/** dx's expressions over the data model: members, elements, and the queries Where, Select, OrderBy and their kin with `x => ...`. */
import { child, expressionRow, group, index, listRow, rootNamed, scalarRow, type Row } from './data-model.ts';
import type { Debugger } from './debugger.ts';
import { caret, plain } from './refusal.ts';
import { cellsText } from './text.ts';

type Scalar = bigint | string | boolean;
type Parameters = ReadonlyMap<string, Row>;
/** A lambda: its parameter and where its body stands. */
interface Lambda {
  readonly name: string;
  readonly body: number;
}

/** What a row is worth in a comparison. A number where its text is one. */
function scalarOf(row: Row): Scalar {
  if (row.scalar !== undefined) return row.scalar;
  const shown = cellsText(row.value);
  return /^(?:0x[0-9a-f`]+|\d+)$/i.test(shown) ? BigInt(shown.replace('`', '')) : shown;
}
const holds = (row: Row): boolean => {
  const value = scalarOf(row);
  return value !== false && value !== 0n && value !== '';
};
const order = (a: Scalar, b: Scalar): number => (a === b ? 0 : String(typeof a) === typeof b ? (a < b ? -1 : 1) : String(a) < String(b) ? -1 : 1);

const COMPARE: Readonly<Record<string, (n: number) => boolean>> = {
  '==': n => n === 0,
  '!=': n => n !== 0,
  '<=': n => n <= 0,
  '>=': n => n >= 0,
  '<': n => n < 0,
  '>': n => n > 0,
};
type Method = (row: Row, apply: (item: Row) => Row, argument: Row | undefined) => Row;
const items = (row: Row): readonly Row[] => row.children?.() ?? [];
const collection = (row: Row, rows: readonly Row[]): Row => group(row.name, () => rows);
const renumbered = (rows: readonly Row[]): readonly Row[] => rows.map((r, n) => ({ ...r, name: index(n) }));
const count = (argument: Row | undefined): number => Number(BigInt.asUintN(31, BigInt(argument ? (scalarOf(argument)) : 1)));
const sorted = (row: Row, apply: (item: Row) => Row, sign: number): Row =>
  collection(
    row,
    [...items(row)].sort((a, b) => sign * order(scalarOf(apply(a)), scalarOf(apply(b)))),
  );
const textual =
  (test: (whole: string, part: string) => boolean): Method =>
  (row, _, argument) =>
    scalarRow(row.name, test(String(scalarOf(row)), String(argument ? scalarOf(argument) : '')));

const METHODS: Readonly<Record<string, Method>> = {
  where: (row, apply) =>
    collection(
      row,
      items(row).filter(item => holds(apply(item))),
    ),
  select: (row, apply) => collection(row, renumbered(items(row).map(apply))),
  first: (row, apply) => items(row).find(item => holds(apply(item))) ?? none(row),
  last: (row, apply) => items(row).findLast(item => holds(apply(item))) ?? none(row),
  any: (row, apply) => scalarRow(row.name, items(row).some(item => holds(apply(item)))),
  all: (row, apply) => scalarRow(row.name, items(row).every(item => holds(apply(item)))),
  count: (row, apply) => scalarRow(row.name, BigInt(items(row).filter(item => holds(apply(item))).length)),
  orderby: (row, apply) => sorted(row, apply, 1),
  orderbydescending: (row, apply) => sorted(row, apply, -1),
  take: (row, _, argument) => collection(row, items(row).slice(0, count(argument))),
  skip: (row, _, argument) => collection(row, items(row).slice(count(argument))),
  contains: textual((whole, part) => whole.includes(part)),
  startswith: textual((whole, part) => whole.startsWith(part)),
  endswith: textual((whole, part) => whole.endsWith(part)),
  tolower: row => scalarRow(row.name, String(scalarOf(row)).toLowerCase()),
  toupper: row => scalarRow(row.name, String(scalarOf(row)).toUpperCase()),
  todisplaystring: row => scalarRow(row.name, cellsText(row.value)),
};
function none(row: Row): never {
  throw plain(`Error: Sequence ${row.name} contains no matching element`);
}

/** Nesting deeper than this is refused. */
const DEPTH = 64;

class Query {
  readonly #text: string;
  readonly #debugger: Debugger;
  #at = 0;
  #depth = 0;
  constructor(d: Debugger, source: string) {
    this.#debugger = d;
    this.#text = source;
  }

  run(): Row {
    const row = this.#or(new Map());
    this.#skip();
    if (this.#at < this.#text.length) throw this.#unbound();
    return row;
  }

  #skip(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
  }
  #take(pattern: RegExp): string | undefined {
    this.#skip();
    const sticky = new RegExp(pattern.source, 'iy');
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
  #need(pattern: RegExp): void {
    if (this.#take(pattern) === undefined) throw this.#unbound();
  }
  #unbound(): Error {
    return plain(`Error: Unexpected token at '${this.#text.slice(this.#at) || '<EOL>'}'`);
  }

  #or(names: Parameters): Row {
    let left = this.#and(names);
    while (this.#take(/\|\|/) !== undefined) {
      const right = this.#and(names);
      left = scalarRow('', holds(left) || holds(right));
    }
    return left;
  }
  #and(names: Parameters): Row {
    let left = this.#compare(names);
    while (this.#take(/&&/) !== undefined) {
      const right = this.#compare(names);
      left = scalarRow('', holds(left) && holds(right));
    }
    return left;
  }
  #compare(names: Parameters): Row {
    const left = this.#postfix(names),
      operator = this.#take(/==|!=|<=|>=|<|>(?!>)/);
    if (operator === undefined) return left;
    return scalarRow('', COMPARE[operator]!(order(scalarOf(left), scalarOf(this.#postfix(names)))));
  }

  #postfix(names: Parameters): Row {
    if (++this.#depth > DEPTH) throw caret('Syntax', this.#at);
    let row = this.#primary(names);
    for (;;) {
      if (this.#take(/\[/) !== undefined) row = this.#element(row, names);
      else {
        const step = this.#take(/(?:\.|->)\s*[A-Za-z_$]\w*/);
        if (step === undefined) break;
        const name = step.replace(/^(?:\.|->)\s*/, '');
        row = this.#take(/\(/) !== undefined ? this.#call(row, name, names) : this.#member(row, name);
      }
    }
    this.#depth--;
    return row;
  }
  #member(row: Row, name: string): Row {
    if (row.name === 'TTD') return row;
    const found = child(row, name);
    if (!found) throw plain(`Error: Unable to bind name '${name}'`);
    return found;
  }
  #element(row: Row, names: Parameters): Row {
    const key = scalarOf(this.#or(names)),
      inside = items(row);
    this.#need(/\]/);
    const found =
      typeof key === 'bigint' ? (inside.find(c => c.name === index(key)) ?? inside[Number(key)]) : child(row, String(key));
    if (!found) throw plain(`Error: Index ${String(key)} out of range`);
    return found;
  }
  #call(row: Row, name: string, names: Parameters): Row {
    if (row.name === 'Collections' && /^FromListEntry$/i.test(name)) return this.#listEntries();
    const lambda = this.#lambda(),
      argument = lambda ? undefined : this.#arguments(names);
    if (row.name === 'TTD') {
      if (lambda) this.#pass();
      return row;
    }
    const method = METHODS[name.toLowerCase()];
    if (!method) throw plain(`Error: Unable to bind name '${name}'`);
    const after = lambda ? this.#pass() : this.#at;
    const result = method(row, item => (lambda ? this.#apply(lambda, item, names) : scalarRow('', true)), argument);
    this.#at = after;
    return result;
  }
  #lambda(): Lambda | undefined {
    const head = this.#take(/\(?\s*[A-Za-z_]\w*\s*\)?\s*=>/);
    return head === undefined ? undefined : { name: /[A-Za-z_]\w*/.exec(head)![0], body: this.#at };
  }
  #apply({ name, body }: Lambda, item: Row, names: Parameters): Row {
    this.#at = body;
    return this.#or(new Map([...names, [name, item]]));
  }
  /** To behind the parenthesis that ends a lambda; where that is. */
  #pass(): number {
    let depth = 1;
    for (; this.#at < this.#text.length && depth > 0; this.#at++) {
      const c = this.#text[this.#at];
      if (c === '"') this.#at = this.#text.indexOf('"', this.#at + 1);
      if (this.#at < 0) throw plain("Error: Unexpected token at '<EOL>'");
      if (c === '(') depth++;
      else if (c === ')') depth--;
    }
    if (depth > 0) throw plain("Error: Unexpected token at '<EOL>'");
    return this.#at;
  }
  /** `FromListEntry(head, "type", "field")`: the head is a C++ expression. */
  #listEntries(): Row {
    const start = this.#at,
      whole = this.#text.slice(start, this.#pass() - 1),
      parts = /^([^]*),\s*"([^"]+)"\s*,\s*"([^"]+)"\s*$/.exec(whole);
    if (!parts) throw plain(`Error: Unexpected token at '${whole}'`);
    return listRow(this.#debugger, parts[1]!, parts[2]!.replace(/^\w+!/, ''), parts[3]!);
  }
  /** The first of a call's arguments, all of them read. */
  #arguments(names: Parameters): Row | undefined {
    if (this.#take(/\)/) !== undefined) return undefined;
    const first = this.#or(names);
    while (this.#take(/,/) !== undefined) this.#or(names);
    this.#need(/\)/);
    return first;
  }

  #primary(names: Parameters): Row {
    if (this.#take(/\(/) !== undefined) {
      const row = this.#or(names);
      this.#need(/\)/);
      return row;
    }
    if (this.#take(/!(?!=)/) !== undefined) return scalarRow('', !holds(this.#postfix(names)));
    const quoted = this.#take(/"[^"]*"/);
    if (quoted !== undefined) return scalarRow('', quoted.slice(1, -1));
    const number = this.#take(/0x[0-9a-f]+|\d+/);
    if (number !== undefined) return scalarRow('', BigInt.asUintN(64, BigInt(number)));
    if (this.#take(/new\s*\{/) !== undefined) return this.#object(names);
    const name = this.#take(/@?\$?[A-Za-z_]\w*/);
    const row = name === undefined ? undefined : (names.get(name) ?? rootNamed(this.#debugger, name) ?? this.#debugger.variables.get(name.replace(/^@\$/, '').toLowerCase()) ?? truth(name));
    if (!row) throw name === undefined ? this.#unbound() : plain(`Error: Unable to bind name '${name}'`);
    return row;
  }
  /** `{ Name = value, ... }`. */
  #object(names: Parameters): Row {
    const fields: Row[] = [];
    while (this.#take(/\}/) === undefined) {
      const name = this.#take(/[A-Za-z_]\w*\s*=(?!=)/)
        ?.slice(0, -1)
        .trim();
      const value = this.#or(names);
      fields.push({ ...value, name: name ?? value.name });
      if (this.#take(/,/) === undefined) {
        this.#need(/\}/);
        break;
      }
    }
    return group('', () => fields);
  }
}
const truth = (name: string): Row | undefined => (name === 'true' || name === 'false' ? scalarRow('', name === 'true') : undefined);

/** The row an expression names: a query where it begins at an object of the model, a C++ expression otherwise. */
export function modelRow(d: Debugger, source: string): Row {
  const assigned = /^@\$(\w+)\s*=(?!=)\s*([^]+)$/.exec(source);
  if (assigned && rootNamed(d, `@$${assigned[1]!}`) === undefined && d.pseudo.get(`$${assigned[1]!.toLowerCase()}`) === undefined) {
    const row = modelRow(d, assigned[2]!);
    d.variables.set(assigned[1]!.toLowerCase(), row);
    return row;
  }
  const first = /^[(!\s]*@\$(\w+)/.exec(source)?.[1];
  if (first !== undefined && d.variables.has(first.toLowerCase())) return new Query(d, source).run();
  return /^[(!\s]*(?:"|@\$cur(?:session|process|thread|stack|frame)\b|Debugger\b)/i.test(source)
    ? new Query(d, source).run()
    : expressionRow(d, source);
}
