/** Memory display: the d* families. */
import type { Call, Command } from '../command.ts';
import { addressLink } from '../links.ts';
import { caret } from '../refusal.ts';
import { printable, readString } from '../strings.ts';
import type { Target } from '../target.ts';
import { ascii, cellsText, hex, tick64, u64, type Cell } from '../text.ts';
import type { OutputKind, Running } from '../types.ts';
import { VALUES } from './values.ts';

export interface Shape {
  readonly size: 1 | 2 | 4 | 8;
  /** Elements shown without a length, and on a line. */
  readonly amount: number;
  readonly perLine: number;
  readonly text: boolean;
}
export const POINTER = (bits: 32 | 64): Shape => (bits === 64 ? SHAPES.dq! : SHAPES.dd!);
export const SHAPES: Readonly<Record<string, Shape>> = {
  db: { size: 1, amount: 128, perLine: 16, text: true },
  dw: { size: 2, amount: 64, perLine: 8, text: false },
  dW: { size: 2, amount: 64, perLine: 8, text: true },
  dd: { size: 4, amount: 32, perLine: 4, text: false },
  dc: { size: 4, amount: 32, perLine: 4, text: true },
  dq: { size: 8, amount: 16, perLine: 2, text: false },
};
const shapeOf = (name: string, target: Target): Shape => (name === 'dp' ? POINTER(target.bits) : SHAPES[name]!);

/** One element as printed: `??` per unreadable byte. */
function element(bytes: Int16Array): string {
  const digits = Array.from(bytes)
    .reverse()
    .map(b => (b < 0 ? '??' : hex(b, 2)))
    .join('');
  return bytes.length === 8 ? `${digits.slice(0, 8)}\`${digits.slice(8)}` : digits;
}
/** An element all of whose bytes are there, or all `?`. */
function whole(bytes: Int16Array): Int16Array {
  return bytes.some(b => b < 0) ? new Int16Array(bytes.length).fill(-1) : bytes;
}
const textColumn = (bytes: Int16Array): string => Array.from(bytes, b => (b < 0 ? '?' : ascii([b]))).join('');

/** `addr  e e e e  text`, the text column kept in place on a short line. */
function memoryLine(target: Target, address: bigint, bytes: Int16Array, shape: Shape, columns: number): Cell[] {
  const elements: string[] = [];
  for (let at = 0; at < bytes.length; at += shape.size) elements.push(element(whole(bytes.subarray(at, at + shape.size))));
  const dash = shape.size === 1 && columns === 16 && elements.length > 8;
  const body = dash ? `${elements.slice(0, 8).join(' ')}-${elements.slice(8).join(' ')}` : elements.join(' ');
  const width = columns * (elements[0]!.length + 1) - 1;
  return [addressLink(target, address), '  ', shape.text ? `${body.padEnd(width)}  ${textColumn(bytes)}` : body];
}

/** A whole line of a dump, as text. */
export const memoryText = (target: Target, address: bigint, shape: Shape, columns: number): string =>
  cellsText(memoryLine(target, address, target.readSparse(address, columns * shape.size), shape, columns));

interface Options {
  readonly columns: number | undefined;
  readonly physical: boolean;
}
/** `/c4`, `/c 4`, `/p`, `/p[uc]`. */
function options({ args }: Call): Options {
  let columns: number | undefined,
    physical = false;
  for (;;) {
    if (args.take(/\/c(?=\s*[0-9a-f])/i)) columns = Number(args.expression());
    else if (args.take(/\/p(?:\[\w+\])?/i)) physical = true;
    else if (args.peek() === '/') throw caret('Syntax', args.consumed + 1);
    else break;
  }
  if (columns !== undefined && (columns < 1 || columns > 256)) throw caret('Syntax', args.consumed);
  return { columns, physical };
}

/** Where a display without an address goes on, and the range asked for. */
function rangeOf(call: Call, size: number, amount: number): { start: bigint; count: number } {
  const { args, debugger: d } = call;
  const range = args.atEnd ? { start: d.cursor.dump?.next ?? call.target.ip, count: amount } : args.range(size, amount);
  args.end();
  return range;
}
const LINES_BETWEEN_PAUSES = 512;

function* dump(call: Call, name = call.name): Running<void> {
  const { target, out, debugger: d } = call,
    shape = shapeOf(name, target),
    { columns = shape.perLine, physical } = options(call);
  const { start, count } = rangeOf(call, shape.size, shape.amount);
  for (let done = 0; done < count; done += columns) {
    const address = start + BigInt(done * shape.size),
      length = Math.min(columns, count - done) * shape.size;
    const bytes = physical ? physicalBytes(target, address, length) : target.readSparse(address, length);
    out.line(...memoryLine(target, address, bytes, shape, columns));
    d.pseudo.shown = lastValue(bytes, shape.size);
    d.cursor.dump = { name, next: u64(address + BigInt(length)) };
    if (out.lines % LINES_BETWEEN_PAUSES === 0) yield* d.execution.breathe();
  }
}
function physicalBytes(target: Target, address: bigint, length: number): Int16Array {
  const bytes = target.readPhysical(address, length);
  return bytes ? Int16Array.from(bytes) : new Int16Array(length).fill(-1);
}
const lastValue = (bytes: Int16Array, size: number): bigint =>
  Array.from(bytes.subarray(bytes.length - size))
    .reverse()
    .reduce((value, b) => (value << 8n) | BigInt(b & 0xff), 0n);

/** dds, dqs, dps: a pointer a line, with its symbol. */
function* symbols(call: Call): Running<void> {
  const { target, out, debugger: d } = call,
    size = call.name === 'dds' ? 4 : call.name === 'dqs' ? 8 : target.bits / 8;
  const { columns = 1 } = options(call);
  const { start, count } = rangeOf(call, size, 128 / size);
  for (let n = 0; n < count; n++) {
    const address = start + BigInt(n * size),
      bytes = target.readSparse(address, size),
      shown = whole(bytes);
    const first = n % columns === 0,
      value = shown[0]! < 0 ? undefined : lastValue(shown, size);
    const symbol = value === undefined ? undefined : target.symbolText(value);
    out.print(
      ...(first ? [addressLink(target, address), '  '] : [' ']),
      value === undefined ? element(shown) : pointerCell(target, value, size),
    );
    if (symbol !== undefined) out.print(' ', { text: symbol, command: `ln ${symbol}` });
    if (n % columns === columns - 1 || n === count - 1) out.line();
    if (value !== undefined) d.pseudo.shown = value;
    d.cursor.dump = { name: call.name, next: u64(address + BigInt(size)) };
    if (n % LINES_BETWEEN_PAUSES === LINES_BETWEEN_PAUSES - 1) yield* d.execution.breathe();
  }
}
const pointerCell = (target: Target, value: bigint, size: number): Cell =>
  size === target.bits / 8 && value !== 0n
    ? addressLink(target, value, size === 8 ? tick64(value) : hex(value, 8))
    : size === 8
      ? tick64(value)
      : hex(value, 8);

/** ddp, dqu, dpa and the rest: a pointer, and what it points to. */
function* referenced(call: Call): Running<void> {
  const { target, out, name, debugger: d } = call,
    size = name[1] === 'd' ? 4 : name[1] === 'q' ? 8 : target.bits / 8;
  options(call);
  const { start, count } = rangeOf(call, size, 128 / size);
  for (let n = 0; n < count; n++) {
    const address = start + BigInt(n * size),
      bytes = whole(target.readSparse(address, size));
    d.cursor.dump = { name, next: u64(address + BigInt(size)) };
    out.print(addressLink(target, address), '  ', element(bytes));
    if (bytes[0]! >= 0) behind(call, lastValue(bytes, size), size, name[2] as 'p' | 'a' | 'u');
    out.line();
    if (n % LINES_BETWEEN_PAUSES === LINES_BETWEEN_PAUSES - 1) yield* d.execution.breathe();
  }
}
function behind({ target, out }: Call, pointer: bigint, size: number, what: 'p' | 'a' | 'u'): void {
  if (what === 'p') {
    const value = target.value(pointer, size);
    if (value === undefined) return;
    const symbol = target.symbolText(value);
    out.print(' ', size === 8 ? tick64(value) : hex(value, 8), symbol === undefined ? '' : ` ${symbol}`);
    return;
  }
  const text = readString(target, pointer, what === 'a' ? 1 : 2, 64);
  if (text !== undefined) out.print(` "${text}"`);
}

const LINE_CHARACTERS = 32;
const STRING_LIMIT = 0x400;
/** da, du: quoted lines up to the NUL. */
function strings(call: Call): void {
  const { target, out, debugger: d } = call,
    width = call.name === 'da' ? 1 : 2,
    { columns = LINE_CHARACTERS } = options(call);
  const start = call.args.atEnd ? (d.cursor.dump?.next ?? target.ip) : undefined;
  const range = start === undefined ? call.args.range(width, STRING_LIMIT) : { start, count: STRING_LIMIT, given: false };
  call.args.end();
  let line = '',
    lineAt = range.start,
    n = 0;
  const flush = (): void => {
    out.line(addressLink(target, lineAt), `  "${line}"`);
    line = '';
  };
  if (target.value(range.start, width) === undefined) line = '?'.repeat(range.given ? Math.min(range.count, columns) : columns);
  else
    for (; n < range.count; n++) {
      const code = target.value(range.start + BigInt(n * width), width);
      if (code === undefined || code === 0n) break;
      if (line.length === columns) {
        flush();
        lineAt = range.start + BigInt(n * width);
      }
      line += printable(Number(code), width);
    }
  flush();
  d.cursor.dump = { name: call.name, next: u64(range.start + BigInt((n + 1) * width)) };
}

/** ds, dS: the text of a STRING or UNICODE_STRING. */
function counted(call: Call): void {
  const { target, out, name } = call,
    start = call.args.expressionOr(() => call.debugger.cursor.dump?.next ?? target.ip);
  call.args.end();
  const length = target.value(start, 2),
    buffer = target.pointer(start + BigInt(target.bits / 8));
  if (length === undefined || buffer === undefined) throw caret('Memory access', call.args.consumed);
  const width = name === 'ds' ? 1 : 2;
  out.line(
    addressLink(target, buffer),
    `  "${readString(target, buffer, width, Number(length) / width) ?? '?'.repeat(Number(length) / width)}"`,
  );
  call.debugger.cursor.dump = { name, next: start + BigInt(target.bits / 4) };
}

/** dl, dlb: a linked list, an element a line. */
function* list(call: Call): Running<void> {
  const { target, out, args } = call,
    pointer = target.bits / 8;
  const back = args.take(/b(?=\s)/i) !== undefined;
  const start = target.linear(args.expression());
  const maximum = args.atEnd ? 32n : args.expression(),
    words = args.atEnd ? 2 : Number(args.expression());
  args.end();
  if (words < 1 || words > 16) throw caret('Range', args.consumed);
  const seen = new Set<bigint>();
  for (let at = start; at !== 0n && !seen.has(at) && BigInt(seen.size) < maximum;) {
    seen.add(at);
    const cells = Array.from({ length: words }, (_, n) => element(whole(target.readSparse(at + BigInt(n * pointer), pointer))));
    out.line(addressLink(target, at), `  ${cells.join(' ')}`);
    const next = target.pointer(at + BigInt(back ? pointer : 0));
    if (next === undefined) break;
    at = next;
    if (seen.size % LINES_BETWEEN_PAUSES === 0) yield* call.debugger.execution.breathe();
  }
}

/** d: as the last display, db at first. */
function again(call: Call): Running<void> | void {
  const name = call.debugger.cursor.dump?.name ?? 'db';
  const entry = MEMORY.find(c => c.names.includes(name)) ?? MEMORY[0]!;
  return entry.run(Object.assign(call, { name }));
}

const RANGE = [
  'range: `addr`, `addr end` (inclusive), `addr Lcount` (elements), `addr L-count`; without one it goes on',
  '/c N: N elements a line',
  '/p: physical address',
];
const display = (name: string, kind: OutputKind, summary: string, run: Command['run']): Command => ({
  names: [name],
  syntax: `${name} [/c N] [/p] [range]`,
  summary,
  arguments: RANGE,
  kind,
  run,
});
const REFERENCES = ['dda', 'ddp', 'ddu', 'dqa', 'dqp', 'dqu', 'dpa', 'dpp', 'dpu'];

export const MEMORY: readonly Command[] = [
  display('db', 'memory_dump', 'Bytes and their ASCII text.', call => dump(call)),
  display('dw', 'memory_dump', 'Words (2 bytes).', call => dump(call)),
  display('dW', 'memory_dump', 'Words and their ASCII text.', call => dump(call)),
  display('dd', 'memory_dump', 'Double words (4 bytes).', call => dump(call)),
  display('dc', 'memory_dump', 'Double words and their ASCII text.', call => dump(call)),
  display('dq', 'memory_dump', 'Quad words (8 bytes).', call => dump(call)),
  display('dp', 'memory_dump', 'Pointers: dd on x86, dq on x64.', call => dump(call)),
  display('da', 'string', 'An ASCII string up to its NUL.', strings),
  display('du', 'string', 'A UTF-16 string up to its NUL.', strings),
  { names: ['ds'], syntax: 'ds [addr]', summary: 'The text of the STRING at an address.', kind: 'string', run: counted },
  { names: ['dS'], syntax: 'dS [addr]', summary: 'The text of the UNICODE_STRING at an address.', kind: 'string', run: counted },
  display('dds', 'memory_symbols', 'Double words, each with its symbol.', symbols),
  display('dqs', 'memory_symbols', 'Quad words, each with its symbol.', symbols),
  display('dps', 'memory_symbols', 'Pointers, each with its symbol.', symbols),
  ...REFERENCES.map(name =>
    display(
      name,
      'memory_ref',
      `Pointers and what is behind each: ${{ a: 'an ASCII string', u: 'a UTF-16 string', p: 'a pointer and its symbol' }[name[2]!]!}.`,
      referenced,
    ),
  ),
  ...VALUES,
  {
    names: ['dl'],
    syntax: 'dl[b] addr [max] [words]',
    summary: 'A linked list, an element a line; b follows Blink.',
    kind: 'memory_dump',
    run: list,
  },
  {
    names: ['d'],
    syntax: 'd [range]',
    summary: 'Memory in the form of the last d command.',
    arguments: RANGE,
    kind: 'memory_dump',
    run: again,
  },
];
