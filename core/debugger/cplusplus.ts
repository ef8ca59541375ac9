/** The C++ evaluator: casts, fields, pointers and arithmetic over dt's types. Numbers are decimal unless they say otherwise. */
import { loaded, NAMES, TYPED_PSEUDO, widest, type Typed } from './cplusplus-types.ts';
import type { Layout } from '../windows/layout.ts';
import type { Debugger } from './debugger.ts';
import { evaluatorError, numericMissing } from './refusal.ts';
import { parseNumber } from './number.ts';
import { fromBytes, u64 } from './text.ts';
import { fieldSize, typeShape, typeSize } from './type-size.ts';

const TYPE_NAME =
  /(?:(?:struct|union|enum)\s+)?(?:unsigned\s+(?:__int64|int64|long\s+long|char|short|int|long)|long\s+long|[A-Za-z_]\w*!?\w*)/y;
const OPERATORS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];
const ORDERED = OPERATORS.flat().sort((a, b) => b.length - a.length);
const DEPTH = 100;

export class CPlusPlus {
  readonly #d: Debugger;
  readonly #text: string;
  #at = 0;
  #depth = 0;
  /** Inside `&`, where what cannot be read has an address all the same. */
  #addressOf = 0;

  constructor(d: Debugger, text: string) {
    this.#d = d;
    this.#text = text;
  }

  /** The whole text as one expression. */
  run(): Typed {
    const value = this.#binary(0);
    this.#skip();
    if (this.#at < this.#text.length) throw evaluatorError('Extra character', this.#rest);
    return value;
  }
  get #rest(): string {
    return this.#text.slice(this.#at);
  }
  get #pointerType(): string {
    return this.#d.target.bits === 64 ? 'Ptr64' : 'Ptr32';
  }
  #skip(): void {
    while (/\s/.test(this.#text[this.#at] ?? 'x')) this.#at++;
  }
  #take(text: string): boolean {
    this.#skip();
    if (!this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }
  #expect(text: string): void {
    if (!this.#take(text)) throw evaluatorError('Syntax', this.#rest);
  }
  #match(pattern: RegExp): string | undefined {
    this.#skip();
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #binary(level: number): Typed {
    const operators = OPERATORS[level];
    if (!operators) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      this.#skip();
      const operator = ORDERED.find(o => this.#text.startsWith(o, this.#at));
      if (operator === undefined || !operators.includes(operator)) return left;
      const start = this.#at;
      this.#at += operator.length;
      left = this.#apply(operator, left, this.#binary(level + 1), start);
    }
  }
  #apply(operator: string, a: Typed, b: Typed, start: number): Typed {
    const x = this.#scalar(a),
      y = this.#scalar(b),
      shape = typeShape(a.type),
      truth = (v: boolean): Typed => ({ type: 'Bool', value: v ? 1n : 0n });
    if (shape.kind === 'pointer' && (operator === '+' || operator === '-')) {
      const size = BigInt(typeSize(this.#d.guest.layouts, shape.to) || 1);
      return { type: a.type, value: u64(operator === '+' ? x + y * size : x - y * size) };
    }
    if ((operator === '/' || operator === '%') && y === 0n) throw evaluatorError('Operand', this.#text.slice(start));
    const wide = widest(a.type, b.type),
      arithmetic = (value: bigint): Typed => ({ type: wide, value: u64(value) });
    switch (operator) {
      case '||':
        return truth(x !== 0n || y !== 0n);
      case '&&':
        return truth(x !== 0n && y !== 0n);
      case '==':
        return truth(x === y);
      case '!=':
        return truth(x !== y);
      case '<':
        return truth(x < y);
      case '>':
        return truth(x > y);
      case '<=':
        return truth(x <= y);
      case '>=':
        return truth(x >= y);
      case '<<':
        return arithmetic(y > 63n ? 0n : x << y);
      case '>>':
        return arithmetic(y > 63n ? 0n : x >> y);
      case '|':
        return arithmetic(x | y);
      case '^':
        return arithmetic(x ^ y);
      case '&':
        return arithmetic(x & y);
      case '+':
        return arithmetic(x + y);
      case '-':
        return arithmetic(x - y);
      case '*':
        return arithmetic(x * y);
      case '/':
        return arithmetic(x / y);
      default:
        return arithmetic(x % y);
    }
  }
  /** The number a value stands for. */
  #scalar(t: Typed): bigint {
    return t.value;
  }

  #unary(): Typed {
    this.#skip();
    if (++this.#depth > DEPTH) throw evaluatorError('Syntax', this.#rest);
    try {
      const c = this.#text[this.#at];
      if (c === '-') {
        this.#at++;
        const v = this.#unary();
        return { type: v.type, value: u64(-v.value) };
      }
      if (c === '+') {
        this.#at++;
        return this.#unary();
      }
      if (c === '~') {
        this.#at++;
        const v = this.#unary();
        return { type: v.type, value: u64(~v.value) };
      }
      if (c === '!') {
        this.#at++;
        return { type: 'Bool', value: this.#unary().value === 0n ? 1n : 0n };
      }
      if (c === '&') {
        this.#at++;
        this.#addressOf++;
        const v = this.#unary();
        this.#addressOf--;
        if (v.address === undefined) throw evaluatorError('Operand', this.#rest);
        return { type: `${this.#pointerType} ${v.type}`, value: v.address };
      }
      if (c === '*') {
        this.#at++;
        return this.#behind(this.#unary());
      }
      if (this.#match(/sizeof\s*\(/y)) {
        const type = this.#typeName();
        this.#expect(')');
        return { type: 'Uint4B', value: BigInt(this.#sizeOf(type)) };
      }
      if (c === '(') {
        const start = this.#at++,
          type = this.#tryType();
        if (type !== undefined && this.#take(')')) return this.#cast(type, this.#unary());
        this.#at = start;
      }
      return this.#postfix();
    } finally {
      this.#depth--;
    }
  }
  #sizeOf(type: string): number {
    return typeShape(type).kind === 'pointer' ? this.#d.target.bits / 8 : typeSize(this.#d.guest.layouts, type);
  }
  #cast(type: string, v: Typed): Typed {
    const shape = typeShape(type);
    if (shape.kind === 'structure') return { type, value: v.value, address: v.value };
    if (shape.kind === 'scalar') {
      const low = BigInt.asUintN(shape.size * 8, v.value);
      return { type, value: shape.signed ? u64(BigInt.asIntN(shape.size * 8, low)) : low };
    }
    return { type, value: this.#d.target.bits === 32 ? v.value & 0xffff_ffffn : v.value };
  }

  #postfix(): Typed {
    let value = this.#primary();
    for (;;) {
      if (this.#take('->')) value = this.#field(this.#behind(value));
      else if (this.#take('.')) value = this.#field(value);
      else if (this.#take('[')) {
        const index = this.#binary(0).value;
        this.#expect(']');
        value = this.#element(value, index);
      } else return value;
    }
  }
  #field(of: Typed): Typed {
    const start = this.#at,
      name = this.#match(/[A-Za-z_]\w*/y);
    const layout: Layout | undefined = this.#d.guest.layouts.find(of.type),
      field = layout?.fields.find(f => f.name === name);
    if (!layout || !field) {
      this.#at = start;
      throw evaluatorError("Couldn't resolve", this.#rest);
    }
    return this.#load(field.type, of.value + BigInt(field.offset), fieldSize(this.#d.guest.layouts, layout, field));
  }
  #element(of: Typed, index: bigint): Typed {
    const shape = typeShape(of.type),
      element = shape.kind === 'array' ? shape.of : shape.kind === 'pointer' ? shape.to : undefined;
    if (element === undefined) throw evaluatorError('Operand', this.#rest);
    return this.#load(element, of.value + index * BigInt(this.#sizeOf(element)), this.#sizeOf(element));
  }
  #behind(pointer: Typed): Typed {
    const shape = typeShape(pointer.type);
    if (shape.kind !== 'pointer') throw evaluatorError('Operand', this.#rest);
    return this.#load(shape.to, pointer.value, this.#sizeOf(shape.to));
  }
  /** What lies at an address: a structure or array stays there, a scalar is read. */
  #load(type: string, address: bigint, size: number): Typed {
    const shape = typeShape(type);
    if (shape.kind === 'structure' || shape.kind === 'array') return { type, value: u64(address), address: u64(address) };
    const length = shape.kind === 'bits' ? ([1, 2, 4, 8].find(n => n * 8 >= shape.position + shape.count) ?? 8) : Math.min(size || 1, 8);
    const bytes = this.#d.target.read(address, length);
    if (!bytes && this.#addressOf > 0) return { type, value: 0n, address: u64(address) };
    if (!bytes) throw evaluatorError('Memory access', this.#rest);
    return { type, value: loaded(shape, fromBytes(bytes)), address: u64(address) };
  }

  #primary(): Typed {
    const d = this.#d;
    this.#skip();
    if (this.#at >= this.#text.length) throw numericMissing('');
    if (this.#take('(')) {
      const value = this.#binary(0);
      this.#expect(')');
      return value;
    }
    if (this.#take('@@masm(')) {
      const end = this.#text.indexOf(')', this.#at),
        inner = this.#text.slice(this.#at, end < 0 ? undefined : end);
      this.#at = end < 0 ? this.#text.length : end + 1;
      return { type: 'Int8B', value: d.masm(inner) };
    }
    const macro = this.#match(/#(?:FIELD_OFFSET|CONTAINING_RECORD|RTL_CONTAINS_FIELD)\s*\(/y);
    if (macro !== undefined) return this.#macro(macro.replace(/\s*\($/, ''));
    const character = this.#match(/'(?:[^'\\]|\\.)'/y);
    if (character !== undefined) return { type: 'Char', value: BigInt(character.at(-2)!.charCodeAt(0)) };
    const start = this.#at,
      name = this.#match(/@?\$\w+|@\w+|[A-Za-z_]\w*(?:!\w+)?|\d\w*/y);
    if (name === undefined) throw numericMissing(this.#rest);
    const value = this.#named(name);
    if (!value) {
      this.#at = start;
      throw name.startsWith('@')
        ? evaluatorError('Bad register', this.#rest, d.scope.suggest(name))
        : evaluatorError("Couldn't resolve", this.#rest, d.scope.suggest(name));
    }
    return value;
  }
  #named(name: string): Typed | undefined {
    const d = this.#d,
      lower = name.toLowerCase().replace(/^@/, '');
    if (/^\d/.test(name)) {
      const value = parseNumber(name.replace(/[ul]+$/i, ''), /^0\d/.test(name) ? 8 : 10, false);
      return typeof value === 'bigint' ? { type: value > 0xffff_ffffn ? 'Int8B' : 'int', value } : undefined;
    }
    if (lower.startsWith('$')) {
      const value = d.pseudo.get(lower),
        type = TYPED_PSEUDO[lower];
      return value === undefined ? undefined : { type: type === undefined ? 'Uint8B' : `${this.#pointerType} ${type}`, value };
    }
    if (name.startsWith('@')) {
      const value = d.target.register(lower);
      return value === undefined ? undefined : { type: 'Uint8B', value };
    }
    const symbol = d.guest.symbols.find(name),
      address = symbol?.address ?? d.target.symbol(name);
    if (address === undefined) return undefined;
    if (symbol?.type !== undefined) return this.#load(symbol.type, address, typeSize(d.guest.layouts, symbol.type));
    return { type: `${this.#pointerType} Void`, value: address, address };
  }
  #macro(name: string): Typed {
    const { layouts } = this.#d.guest;
    const address = name === '#CONTAINING_RECORD' ? this.#binary(0).value : 0n;
    if (name === '#CONTAINING_RECORD') this.#expect(',');
    const type = this.#typeName();
    this.#expect(',');
    const path = this.#match(/[A-Za-z_][\w.]*/y) ?? '';
    this.#expect(')');
    let layout = layouts.find(type),
      offset = 0n;
    for (const part of path.split('.')) {
      const field = layout?.fields.find(f => f.name === part);
      if (!field) throw evaluatorError("Couldn't resolve", part);
      offset += BigInt(field.offset);
      layout = layouts.find(field.type);
    }
    if (name === '#FIELD_OFFSET') return { type: 'Int4B', value: offset };
    return { type: `${this.#pointerType} ${type}`, value: u64(address - offset) };
  }

  #tryType(): string | undefined {
    const start = this.#at;
    try {
      return this.#typeName();
    } catch {
      this.#at = start;
      return undefined;
    }
  }
  /** A C++ type name in dt's notation: `nt!_KTHREAD **` is `Ptr64 Ptr64 _KTHREAD`. */
  #typeName(): string {
    const start = this.#at,
      name = this.#match(TYPE_NAME)
        ?.replace(/^(struct|union|enum)\s+/, '')
        .replace(/\s+/g, ' ');
    const bare = name?.replace(/^\w+!/, '') ?? '',
      scalar = NAMES[bare.toLowerCase()],
      layout = scalar === undefined ? this.#d.guest.layouts.find(bare) : undefined;
    let type = scalar ?? layout?.name;
    if (name !== undefined && /^P[A-Z_0-9]+$/.test(bare) && type === undefined) {
      const pointed = NAMES[bare.slice(1).toLowerCase()] ?? this.#d.guest.layouts.find(bare.slice(1))?.name;
      if (pointed !== undefined) type = `${this.#pointerType} ${pointed}`;
    }
    if (type === undefined) {
      this.#at = start;
      throw evaluatorError("Couldn't resolve", this.#rest);
    }
    while (this.#take('*')) type = `${this.#pointerType} ${type}`;
    const array = this.#match(/\(\s*\*\s*\)\s*\[\s*(?:0x[0-9a-f]+|\d+)\s*\]/iy);
    return array === undefined ? type : `${this.#pointerType} [${Number(/0x[0-9a-f]+|\d+/i.exec(array)![0])}] ${type}`;
  }
}
