/** A trap frame as rows of two words, regions a call never writes folded into one row each. */
import type { FrameField, Moment } from '../../core/debugger/moment.ts';

export interface FrameCell {
  readonly name: string;
  readonly state: FrameField['state'];
  readonly value?: string;
  readonly half?: FrameField['half'];
  /** Lines that show it, and that go to who wrote it; a fold has none. */
  readonly show?: string;
  readonly wrote?: string;
  /** Set on a fold: offsets of its first and last byte. */
  readonly range?: readonly [first: number, last: number];
}
export interface FrameRow {
  readonly offset: number;
  /** One cell where it is a fold or a field as wide as the row, else two. */
  readonly cells: readonly FrameCell[];
  /** The stack pointer points into this row. */
  readonly here: boolean;
}

/** Fields a system call leaves as they were: homes of arguments, vector and debug registers. */
const LEFT_ALONE = /^(P\d|Xmm|Dr\d|FaultAddress|Debug|Last|Dbg|Temp|Context)/;

export function frameRows({ frame, bits, stack }: Moment): readonly FrameRow[] {
  if (!frame) return [];
  const word = bits / 8,
    sp = stack.find(row => row.here)?.frameOffset;
  const rows: FrameRow[] = [];
  for (const [offset, fields] of byRow(frame.fields, word * 2)) {
    const last = rows.at(-1),
      here = sp !== undefined && sp >= offset && sp < offset + word * 2;
    if (!fields.every(f => f.state === 'stale') || !LEFT_ALONE.test(fields[0]!.name)) {
      rows.push({ offset, cells: wordCells(fields, word), here });
    } else if (last?.cells[0]?.range && sameRegion(last, fields)) {
      rows[rows.length - 1] = { ...last, cells: [fold(last.cells[0], fields)], here: last.here || here };
    } else {
      rows.push({ offset, cells: [fold(undefined, fields)], here });
    }
  }
  return rows;
}
const sameRegion = (row: FrameRow, fields: readonly FrameField[]): boolean =>
  row.cells[0]!.name.startsWith('Xmm') === fields[0]!.name.startsWith('Xmm');
function fold(open: FrameCell | undefined, fields: readonly FrameField[]): FrameCell {
  const first = open?.name.split(' … ')[0] ?? fields[0]!.name,
    last = fields.at(-1)!,
    end = last.offset + last.size - 1;
  return {
    name: first === last.name ? first : `${first} … ${last.name}`,
    state: 'stale',
    range: [open?.range?.[0] ?? fields[0]!.offset, end],
  };
}
function byRow(fields: readonly FrameField[], width: number): Map<number, FrameField[]> {
  const rows = new Map<number, FrameField[]>();
  for (const field of fields) {
    const offset = field.offset - (field.offset % width),
      row = rows.get(offset);
    if (row) row.push(field);
    else rows.set(offset, [field]);
  }
  return rows;
}
/** One cell per word; small fields that share a word share its cell. */
function wordCells(fields: readonly FrameField[], word: number): FrameCell[] {
  const words = new Map<number, FrameField[]>();
  for (const field of fields) words.set(Math.floor(field.offset / word), [...(words.get(Math.floor(field.offset / word)) ?? []), field]);
  return [...words.values()].map(group => {
    const first = group[0]!,
      told = group.find(f => f.state !== 'stale');
    const { addressText, size } = told ?? first,
      lines = { show: `dps ${addressText} L1`, wrote: `!lastwrite ${addressText} ${size.toString(16)}` };
    if (!told) return { name: group.length === 1 ? first.name : `${first.name} … ${group.at(-1)!.name}`, state: 'stale', ...lines };
    return {
      ...lines,
      name: told.name,
      state: told.state,
      ...(told.state === 'stored' && told.value !== undefined && { value: told.value }),
      ...(told.half && { half: told.half }),
    };
  });
}
/** What the processor or a push stores: a whole word, however small the field is. */
const PUSHED = /^(Rip|SegCs|EFlags|Rsp|SegSs|Eip|HardwareEsp|HardwareSegSs)$/;
/** Bytes stored so far. */
export const storedBytes = ({ frame, bits }: Moment): number =>
  (frame?.fields ?? []).reduce((n, f) => n + (f.state !== 'stored' ? 0 : PUSHED.test(f.name) ? bits / 8 : f.size), 0);
