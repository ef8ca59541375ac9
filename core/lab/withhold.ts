/**
 * What the open step asks to be predicted is not shown before it is answered: not where the machine stands, not in the margin, not in a
 * picture. What the machine holds already is shown, and the console is free.
 */
import { EXCEPTIONS } from '../cpu/faults.ts';
import type { CodeRow, FrameField, Moment } from '../debugger/moment.ts';
import type { BitTable } from '../debugger/pictures/bits.ts';
import type { Picture } from '../debugger/pictures/picture.ts';
import type { StepRow, StepValue } from '../debugger/pictures/steps.ts';
import type { EntryPicture } from '../debugger/pictures/table-entry.ts';

/** `values`: numbers that would answer it. `whole`: its answer is no number, so what happens next is left out altogether. */
export interface Withheld {
  readonly values: ReadonlySet<bigint>;
  readonly whole: boolean;
}
/** In place of what is withheld. */
export const HIDDEN = '?';

const numberOf = (text: string): bigint | undefined => {
  const digits = text.replaceAll('`', '');
  return /^[0-9a-f]{1,16}$/i.test(digits) ? BigInt(`0x${digits}`) : undefined;
};
type Hide = (text: string) => string;
function hider({ values }: Withheld): Hide {
  return text => {
    const value = numberOf(text);
    return value !== undefined && values.has(value) ? HIDDEN : text;
  };
}
/** `#GP(172)`: the vector and the error code are two numbers. */
function hidesFault({ values, whole }: Withheld, text: string): boolean {
  const parts = /^(#\w+|vector [0-9a-f]+h)(?:\(([0-9a-f]+)\))?$/.exec(text),
    error = parts?.[2] === undefined ? undefined : BigInt(`0x${parts[2]}`),
    known = EXCEPTIONS.find(e => e.mnemonic === text.split('(')[0]!);
  return whole || (error !== undefined && values.has(error)) || (known !== undefined && values.has(BigInt(known.vector)));
}

export function withholdMoment(m: Moment, asked: Withheld | undefined): Moment {
  if (!asked) return m;
  const { values, whole } = asked,
    { frame } = m;
  const isAsked = (offset: number): boolean =>
    values.has(BigInt(offset)) || (frame !== undefined && values.has(frame.address + BigInt(offset)));
  const code = m.code.map((row): CodeRow => {
    const { stores, goes } = row,
      hidesStore = stores?.offset !== undefined && !row.trail && isAsked(stores.offset);
    return {
      ...row,
      ...(hidesStore && { stores: { field: stores.field, skipped: false } }),
      ...(whole && goes?.taken !== undefined && { goes: { to: goes.to, text: goes.text, calls: goes.calls } }),
    };
  });
  if (!frame) return { ...m, code };
  const next = frame.fields.find(f => f.state === 'next' && isAsked(f.offset));
  const fields = frame.fields.map((f): FrameField => (f === next ? { ...f, state: 'stale' } : f));
  return { ...m, code, frame: { ...frame, fields, ...(next && { withheld: true as const }) } };
}

export function withholdPicture(picture: Picture, asked: Withheld | undefined): Picture {
  if (!asked) return picture;
  const hide = hider(asked);
  switch (picture.kind) {
    case 'selectors': {
      const rows = picture.board.rows.map(row => {
        const hidden = row.selector !== undefined ? hide(row.selector) === HIDDEN : row.fault !== undefined && hidesFault(asked, row.fault);
        return hidden ? { name: row.name, formula: row.formula, ring: row.ring, selector: HIDDEN, agrees: true } : row;
      });
      return { ...picture, board: { ...picture.board, rows } };
    }
    case 'bits':
      return {
        ...picture,
        bits: {
          tables: picture.bits.tables.map(t => hideBits(t, asked, hide)),
          entries: picture.bits.entries.map(e => hideEntry(e, asked)),
        },
      };
    case 'service': {
      const { entry } = picture.service;
      if (!entry || ![entry.routine, entry.shifted, entry.stack].some(v => v !== undefined && hide(v) === HIDDEN)) return picture;
      const routine = hide(entry.routine),
        { unsigned: _unsigned, ...rest } = entry;
      const answer = routine === HIDDEN ? { ...rest, symbol: '' } : entry;
      const hidden = { ...answer, routine, stack: hide(entry.stack), ...(entry.shifted !== undefined && { shifted: hide(entry.shifted) }) };
      return { ...picture, service: { ...picture.service, entry: hidden } };
    }
    case 'walk': {
      const levels = picture.walk.levels.map(l => ({
          ...l,
          index: hide(l.index),
          at: hide(l.at),
          value: hide(l.value),
          frame: hide(l.frame),
        })),
        { physical } = picture.walk;
      return { ...picture, walk: { ...picture.walk, levels, ...(physical !== undefined && { physical: hide(physical) }) } };
    }
    case 'steps': {
      const { steps } = picture;
      if (steps.failed) return picture;
      if (asked.whole) return { ...picture, steps: { ...steps, steps: [], live: [], withheld: true } };
      const { delivery, ...rest } = steps,
        rows = hideSteps(steps.steps, asked, hide);
      // The way to the handler says what the fault was.
      const told = delivery && rows.every((row, n) => row.fault === steps.steps[n]!.fault);
      const live = steps.live.map(l => ({ ...l, value: hide(l.value) }));
      return { ...picture, steps: { ...rest, steps: rows, live, ...(told && { delivery: hideSteps(delivery, asked, hide) }) } };
    }
    default:
      return picture;
  }
}
/** What would come of the door is hidden, and whether it refuses. */
function hideBits(table: BitTable, asked: Withheld, hide: Hide): BitTable {
  const rows = table.rows.map(row => {
      const comes = row.tries === undefined;
      return comes && hide(row.value) === HIDDEN ? { ...row, value: HIDDEN, bits: HIDDEN.repeat(row.bits.length), marked: [] } : row;
    }),
    { refused, ...rest } = table;
  return { ...rest, rows, ...(refused && { refused: hidesFault(asked, refused.fault) ? { ...refused, fault: HIDDEN } : refused }) };
}
function hideEntry(entry: EntryPicture, asked: Withheld): EntryPicture {
  const fields = entry.fields.map(field => {
    const parts = field.parts?.map(part => {
      const fault = part.says?.bad && /#\w+\([0-9a-f]+\)/.exec(part.says.text)?.[0];
      if (!fault || !hidesFault(asked, fault)) return part;
      const { says: _says, ...rest } = part;
      return rest;
    });
    return parts ? { ...field, parts } : field;
  });
  return { ...entry, fields };
}
function hideValue(v: StepValue, hide: Hide): StepValue {
  const value = hide(v.value),
    { was: _was, flags: _flags, ...rest } = v;
  return v.action === 'read' || value !== HIDDEN ? v : { ...rest, value };
}
const hideSteps = (steps: readonly StepRow[], asked: Withheld, hide: Hide): readonly StepRow[] =>
  steps.map(row => ({
    ...row,
    values: row.values.map(v => hideValue(v, hide)),
    ...(row.fault !== undefined && hidesFault(asked, row.fault) && { fault: HIDDEN }),
  }));
