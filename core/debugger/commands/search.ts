/** Memory searching and comparing: s, c, #. */
import type { Call, Command } from '../command.ts';
import { codeCells, codeLine, lineLength } from '../code-lines.ts';
import { addressLink } from '../links.ts';
import { caret } from '../refusal.ts';
import { symbolLine } from '../location.ts';
import { ascii, cellsText, hex, toBytes } from '../text.ts';
import type { Running } from '../types.ts';
import { matcher } from '../wildcard.ts';
import { pattern } from './edit.ts';

type Type = 'b' | 'w' | 'd' | 'q' | 'a' | 'u' | 'sa' | 'su';
const UNIT: Readonly<Record<Type, 1 | 2 | 4 | 8>> = { b: 1, w: 2, d: 4, q: 8, a: 1, u: 2, sa: 1, su: 2 };
const CHUNK = 0x100000;

interface Hunt {
  readonly type: Type;
  readonly addressesOnly: boolean;
  readonly least: number;
}
/** `-[flags]type`; bytes without it. */
function hunt({ args }: Call): Hunt {
  const option = args.take(/-(?:\[[^\]]*\])?(?:sa|su|[bwdqauv])?(?=\s|[0-9a-f])/i);
  if (option === undefined) return { type: 'b', addressesOnly: false, least: 3 };
  const flags = /\[([^\]]*)\]/.exec(option)?.[1] ?? '',
    type = option.replace(/^-(\[[^\]]*\])?/, '');
  if (type === 'v') throw caret('Syntax', args.consumed);
  return { type: (type || 'b') as Type, addressesOnly: flags.includes('1'), least: Number(/l(\d+)/.exec(flags)?.[1] ?? 3) };
}
/** What is looked for, as bytes. */
function needle(call: Call, type: Type): Uint8Array {
  const { args } = call;
  if (type === 'b') return pattern(call);
  if (type === 'a' || type === 'u') {
    const text = args.peek() === '"' ? args.quoted()! : args.all();
    args.end();
    if (text === '') throw caret('Syntax', args.consumed);
    return Uint8Array.from(
      Array.from(text).flatMap(c => (type === 'a' ? [c.charCodeAt(0) & 0xff] : [...toBytes(BigInt(c.charCodeAt(0)), 2)])),
    );
  }
  const values: number[] = [];
  while (!args.atEnd) values.push(...toBytes(args.expression(), UNIT[type]));
  if (values.length === 0) throw caret('Syntax', args.consumed);
  return Uint8Array.from(values);
}

function* search(call: Call): Running<void> {
  const { args, target, debugger: d } = call,
    wanted = hunt(call);
  const { start, count } = args.fullRange(1);
  const base = target.linear(start),
    end = base + BigInt(count);
  if (wanted.type === 'sa' || wanted.type === 'su') {
    args.end();
    yield* strings(call, wanted, base, end);
    return;
  }
  const bytes = needle(call, wanted.type),
    unit = UNIT[wanted.type],
    overlap = bytes.length - 1;
  for (let at = base; at < end;) {
    const skipped = target.nextReadable(at, end);
    yield* d.execution.breathe();
    if (skipped === undefined) return;
    at = skipped;
    const room = end - at,
      part = target.readRun(at, room < BigInt(CHUNK + overlap) ? Number(room) : CHUNK + overlap);
    if (part.length >= bytes.length)
      for (const hit of hits(part, bytes)) {
        const address = at + BigInt(hit);
        if ((wanted.type === 'w' || wanted.type === 'd' || wanted.type === 'q') && address % BigInt(unit) !== 0n) continue;
        if (hit < CHUNK) show(call, wanted, address);
      }
    at += BigInt(part.length > CHUNK ? CHUNK : part.length);
  }
}
function* hits(memory: Uint8Array, bytes: Uint8Array): Generator<number> {
  const first = bytes[0]!;
  for (let at = memory.indexOf(first); at >= 0 && at + bytes.length <= memory.length; at = memory.indexOf(first, at + 1)) {
    let n = 1;
    while (n < bytes.length && memory[at + n] === bytes[n]) n++;
    if (n === bytes.length) yield at;
  }
}
/** The memory at a hit, in the form of what was looked for. */
function show({ out, target }: Call, { type, addressesOnly }: Hunt, address: bigint): void {
  if (addressesOnly) {
    out.line(addressLink(target, address));
    return;
  }
  const sparse = target.readSparse(address, 16),
    bytes = Array.from(sparse),
    unit = UNIT[type];
  const digits = (n: number, size: number): string =>
    bytes
      .slice(n, n + size)
      .reverse()
      .map(b => (b < 0 ? '??' : hex(b, 2)))
      .join('');
  const parts = Array.from({ length: 16 / unit }, (_, n) => digits(n * unit, unit));
  const text = bytes.map(b => (b < 0 ? '?' : ascii([b]))).join('');
  if (type === 'b' || type === 'a')
    out.line(addressLink(target, address), `  ${parts.slice(0, 8).join(' ')}-${parts.slice(8).join(' ')}  ${text}`);
  else if (type === 'q') out.line(addressLink(target, address), `  ${parts.map(p => `${p.slice(0, 8)}\`${p.slice(8)}`).join(' ')}`);
  else out.line(addressLink(target, address), `  ${parts.join(' ')}  ${text}`);
}
/** -sa, -su: runs of printable characters. */
function* strings({ target, out, debugger: d }: Call, { type, least, addressesOnly }: Hunt, start: bigint, end: bigint): Running<void> {
  const width = UNIT[type];
  for (let at = start; at < end;) {
    yield* d.execution.breathe();
    const readable = target.nextReadable(at, end);
    if (readable === undefined) return;
    at = readable;
    const part = target.readRun(at, Number(end - at < BigInt(CHUNK) ? end - at : BigInt(CHUNK)));
    let text = '',
      from = 0;
    for (let n = 0; n + width <= part.length + width; n += width) {
      const code = n + width <= part.length ? part[n]! | (width === 2 ? part[n + 1]! << 8 : 0) : 0;
      if (code >= 0x20 && code < 0x7f) {
        if (text === '') from = n;
        text += String.fromCharCode(code);
        continue;
      }
      if (text.length >= least) out.line(addressLink(target, at + BigInt(from)), ...(addressesOnly ? [] : [`  "${text}"`]));
      text = '';
    }
    at += BigInt(part.length);
  }
}

function* compare(call: Call): Running<void> {
  const { args, target, out, debugger: d } = call,
    { start, count } = args.fullRange(1),
    other = args.expression();
  args.end();
  for (let done = 0; done < count; done += CHUNK) {
    const size = Math.min(CHUNK, count - done),
      a = target.read(start + BigInt(done), size),
      b = target.read(other + BigInt(done), size);
    if (!a || !b) throw caret('Memory access', args.consumed);
    for (let n = 0; n < size; n++)
      if (a[n] !== b[n]) {
        const offset = BigInt(done + n);
        out.line(addressLink(target, start + offset), `  ${hex(a[n]!, 2)} - `, addressLink(target, other + offset), `  ${hex(b[n]!, 2)}`);
      }
    yield* d.execution.breathe();
  }
}

const LISTED = 0x10000;
/** #: the next instruction whose text matches. */
function* searchCode(call: Call): Running<void> {
  const { args, target, out, debugger: d } = call;
  const typed = args.take(/"[^"]*"|[^\s]+/)?.replace(/^"|"$/g, '');
  const wanted = typed ?? d.cursor.search?.pattern;
  if (wanted === undefined) throw caret('Syntax', args.consumed);
  const range = args.atEnd
    ? { start: typed === undefined ? d.cursor.search!.next : (d.cursor.code ?? target.ip), count: LISTED }
    : args.range(1, LISTED);
  args.end();
  const matches = matcher(/[*?[]/.test(wanted) ? wanted : `*${wanted}*`);
  let at = target.linear(range.start);
  for (let n = 0; n < range.count; n++) {
    const line = codeLine(target, at);
    if (line.kind === 'unreadable') throw caret('Memory access', args.consumed);
    const cells = codeCells(target, line),
      text = cellsText(cells);
    at = target.linear(at + BigInt(lineLength(line)));
    d.cursor.search = { pattern: wanted, next: at };
    if (matches(text.replace(/^\S+ /, ''))) {
      const symbol = symbolLine(target, line.address);
      if (symbol) out.line(...symbol);
      out.line(...cells);
      return;
    }
    if (n % 256 === 255) yield* d.execution.breathe();
  }
}

export const SEARCH: readonly Command[] = [
  {
    names: ['s'],
    syntax: 's [-[flags]type] range pattern',
    summary: 'Search memory.',
    kind: 'search_hits',
    run: search,
    arguments: [
      'type: b w d q values, a u text, sa su any text',
      'flags: 1 addresses only, l8 at least 8 characters',
      'range: addr Lcount or addr end, in bytes; L? beyond 256 MB',
    ],
  },
  { names: ['c'], syntax: 'c range addr', summary: 'Compare memory: the bytes that differ.', kind: 'compare', run: compare },
  {
    names: ['#'],
    syntax: '# [pattern] [addr [Ln]]',
    summary: 'The next instruction whose text matches a pattern.',
    kind: 'search_hits',
    run: searchCode,
  },
];
