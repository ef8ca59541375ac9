/** Memory as rows: bytes and words, pointers with their symbols, or the fields of a structure laid over it. */
import type { Layout } from '../../windows/layout.ts';
import { memoryText, POINTER, SHAPES, type Shape } from '../commands/memory.ts';
import type { Debugger } from '../debugger.ts';
import { halfOf } from '../moment/values.ts';
import { writeHint } from '../hints.ts';
import type { Half } from '../moment.ts';
import { ascii, cellsText, fromBytes, hex, Output, tick64 } from '../text.ts';
import { fieldSize, typeShape } from '../type-size.ts';
import { printStructure, PLAIN, valueCells } from '../type-view.ts';

export type MemoryUnit = 'b' | 'w' | 'd' | 'q' | 'p';
export interface MemoryCell {
  readonly text: string;
  /** Begins the line that writes it: `eb 00007ffb`3c0ed5b0`; absent where it cannot be written so. */
  readonly edit?: string;
  /** Finds who wrote it last. */
  readonly wrote?: string;
  readonly changed: boolean;
  /** Before the machine was last resumed; present where it changed. */
  readonly was?: string;
  readonly half?: Half;
}
export interface MemoryRow {
  readonly addressText: string;
  readonly cells: readonly MemoryCell[];
  /** The bytes as text. */
  readonly ascii?: string;
  /** Of a pointer. */
  readonly symbol?: string;
  /** Of a structure: its offset, and what it means. */
  readonly field?: { readonly offset: string; readonly name: string; readonly type: string; readonly value: string };
  /** The stack pointer points here. */
  readonly here: boolean;
  /** Below the stack pointer: left over. */
  readonly stale: boolean;
}
export interface MemoryView {
  readonly unit: MemoryUnit;
  /** Of the first row. */
  readonly start: bigint;
  readonly address: string;
  /** Structure laid over it. */
  readonly layout?: string;
  readonly rows: readonly MemoryRow[];
  /** What a write here would mean on a real machine. */
  readonly warning?: string;
}
export interface MemoryRequest {
  readonly unit: MemoryUnit;
  readonly columns: number;
  readonly rows: number;
  /** Rows from the address to the first one shown. */
  readonly skip: number;
  readonly layout: Layout | undefined;
}
/** Bytes below the stack pointer that are said to be left over. */
const LEFT_OVER = 0x1000n;
const LETTERS = { 1: 'b', 2: 'w', 4: 'd', 8: 'q' } as const;
type Size = keyof typeof LETTERS;
/** As the `d*` commands have it. */
const shapeOf = (unit: MemoryUnit, bits: 32 | 64): Shape => (unit === 'p' ? POINTER(bits) : SHAPES[`d${unit}`]!);

export function memoryView(d: Debugger, address: bigint, request: MemoryRequest): MemoryView {
  const { target } = d,
    { unit, columns, rows, skip, layout } = request;
  const { size } = shapeOf(unit, target.bits),
    step = BigInt(size * columns),
    start = target.linear(address + (layout ? 0n : BigInt(skip) * step));
  const warning = writeHint(target, start);
  return {
    unit,
    start,
    address: target.address(start),
    ...(layout && { layout: layout.name }),
    rows: layout
      ? fieldRows(d, start, layout)
      : Array.from({ length: rows }, (_, n) => wordRow(d, target.linear(start + BigInt(n) * step), size, columns, unit)),
    ...(warning !== undefined && { warning }),
  };
}
const digits = (bytes: Uint8Array): string => (bytes.length === 8 ? tick64(fromBytes(bytes)) : hex(fromBytes(bytes), bytes.length * 2));

/** A value of `size` bytes at `at`. */
function cell(d: Debugger, at: bigint, size: Size): MemoryCell {
  const { target } = d,
    now = target.read(at, size),
    was = d.execution.watched.before(at, size);
  if (!now) return { text: size === 8 ? '????????`????????' : '?'.repeat(size * 2), changed: false };
  const text = digits(now),
    before = was && digits(was),
    half = size === target.bits / 8 ? halfOf(target, fromBytes(now)) : undefined;
  return {
    text,
    edit: `e${LETTERS[size]} ${target.address(at)}`,
    wrote: `!lastwrite ${target.address(at)} ${size}`,
    changed: before !== undefined && before !== text,
    ...(before !== undefined && before !== text && { was: before }),
    ...(half && { half }),
  };
}
function place(d: Debugger, at: bigint, bytes: number): Pick<MemoryRow, 'addressText' | 'here' | 'stale'> {
  const { sp } = d.target;
  return {
    addressText: d.target.address(at),
    here: sp >= at && sp < at + BigInt(bytes),
    stale: at + BigInt(bytes) <= sp && sp - at <= LEFT_OVER,
  };
}
function wordRow(d: Debugger, at: bigint, size: Size, columns: number, unit: MemoryUnit): MemoryRow {
  const { target } = d,
    cells = Array.from({ length: columns }, (_, n) => cell(d, target.linear(at + BigInt(n * size)), size)),
    bytes = target.readSparse(at, size * columns);
  const value = unit === 'p' ? target.pointer(at) : undefined,
    symbol = value === undefined ? undefined : target.symbolText(value);
  return {
    ...place(d, at, size * columns),
    cells,
    ...(unit === 'b' && { ascii: Array.from(bytes, b => (b < 0 ? '?' : ascii([b]))).join('') }),
    ...(symbol !== undefined && { symbol }),
  };
}
const WRITABLE = new Set<number>([1, 2, 4, 8]);
function fieldRows(d: Debugger, start: bigint, layout: Layout): MemoryRow[] {
  const { target } = d;
  return layout.fields.map(field => {
    const at = target.linear(start + BigInt(field.offset)),
      { kind } = typeShape(field.type),
      size = fieldSize(target.guest.layouts, layout, field),
      plain = (kind === 'scalar' || kind === 'pointer') && WRITABLE.has(size);
    const bytes = Math.max(1, size),
      was = d.execution.watched.before(at, bytes),
      now = target.read(at, bytes);
    const changed = was !== undefined && now !== undefined && was.some((b, n) => b !== now[n]);
    const value = now && plain && size === target.bits / 8 ? fromBytes(now) : undefined,
      symbol = value === undefined ? undefined : target.symbolText(value);
    return {
      ...place(d, at, bytes),
      cells: [plain ? cell(d, at, size as Size) : { text: '', changed, wrote: `!lastwrite ${target.address(at)} ${hex(bytes)}` }],
      ...(symbol !== undefined && { symbol }),
      field: {
        offset: `+${hex(field.offset, 3)}`,
        name: field.name,
        type: field.type,
        value: cellsText(valueCells(target, field, at, size)).trim(),
      },
    };
  });
}

const dumpName = (unit: MemoryUnit): string => (unit === 'p' ? 'dps' : `d${unit}`);
/** The command that prints the same. */
export function memoryCommand({ address, layout, unit, rows }: MemoryView): string {
  if (layout !== undefined) return `dt nt!${layout} ${address}`;
  const columns = rows[0]?.cells.length ?? 1;
  return `${dumpName(unit)} ${unit === 'p' ? '' : `/c${hex(columns)} `}${address} L${hex(columns * rows.length)}`;
}
export function memoryLines(d: Debugger, { unit, start, layout, rows }: MemoryView): readonly string[] {
  const { target } = d,
    columns = rows[0]?.cells.length ?? 1;
  if (layout !== undefined) {
    const out = new Output(),
      found = target.guest.layouts.find(layout);
    if (found) printStructure(target, out, found, start, PLAIN);
    return out.text.split('\n').slice(0, -1);
  }
  if (unit === 'p')
    return rows.map(r => `${r.addressText}  ${r.cells[0]!.text}${r.symbol === undefined ? '' : ` ${r.symbol}`}`);
  const shape = shapeOf(unit, target.bits);
  return rows.map((_r, n) => memoryText(target, target.linear(start + BigInt(n * columns * shape.size)), shape, columns));
}
