/** Rows of the register pane and of the strip. */
import type { Debugger } from '../debugger.ts';
import type { Moment, RegisterRow, Stage } from '../moment.ts';
import { flagLetters } from '../register-text.ts';
import { SEGMENT_ORDER } from '../registers.ts';
import { snapshot, type Snapshot } from '../snapshot.ts';
import { hex } from '../text.ts';
import { halfOf } from './values.ts';

const ORDER = {
  64: ['rax', 'rbx', 'rcx', 'rdx', 'rsi', 'rdi', 'rsp', 'rbp', 'r8', 'r9', 'r10', 'r11', 'r12', 'r13', 'r14', 'r15', 'rip'],
  32: ['eax', 'ebx', 'ecx', 'edx', 'esi', 'edi', 'esp', 'ebp', 'eip'],
} as const;
const WIDE = (name: string): string => name.replace(/^e/, 'r');

/** Message ids of what a register holds while a call is on its way in. */
function role(d: Debugger, name: string, value: bigint, stage: Stage): string | undefined {
  if (d.target.bits === 32) return name === 'eax' && (stage === 'entry' || stage === 'dispatch') ? 'service-number' : undefined;
  if (name === 'rsp') return stage === 'stub' ? undefined : halfOf(d.target, value) === 'user' ? 'user-stack' : undefined;
  if (stage !== 'entry' && stage !== 'stub') return undefined;
  const stub = stage === 'stub';
  if (stub && !d.guest.services.some(s => s.name === d.target.symbolAt(d.target.ip)?.symbol.name)) return undefined;
  const back = d.execution.known.ringChange?.event.kind === 'syscall' && !stub;
  if (name === 'rax') return back ? 'service-number' : undefined;
  if (name === 'rcx')
    return stub
      ? 'argument-1'
      : back && d.target.symbolText(value)?.startsWith('ntdll!')
        ? 'return-address'
        : value === d.target.register('r10')
          ? 'argument-1'
          : undefined;
  if (name === 'r11') return back ? 'saved-flags' : undefined;
  return (
    { rdx: 'argument-2', r8: 'argument-3', r9: 'argument-4', ...(stub ? {} : { r10: 'argument-1' }) } as Readonly<Record<string, string>>
  )[name];
}

export function registerRows(d: Debugger, stage: Stage): RegisterRow[] {
  const { target } = d,
    digits = target.bits / 4;
  return ORDER[target.bits].map(name => {
    const value = target.register(name)!,
      was = d.execution.before.get(WIDE(name)) ?? value,
      half = halfOf(target, value),
      meaning = role(d, name, value, stage);
    return {
      name,
      value: hex(value, digits),
      changed: value !== was,
      was: hex(was, digits),
      ...(half && { half }),
      ...(meaning !== undefined && { role: meaning }),
    };
  });
}
/** Those changed from outside as the last thing that happened. */
export function editedRegisters(d: Debugger): readonly string[] {
  const before = d.execution.beforeEdit;
  if (!before) return [];
  const now = snapshot(d.target),
    narrow = (name: string): string => (d.target.bits === 32 ? name.replace(/^r/, 'e') : name);
  return [...now].flatMap(([name, value]) => (before.get(name) === value ? [] : [narrow(name)]));
}
export function segmentRows(d: Debugger): RegisterRow[] {
  return SEGMENT_ORDER.map(name => {
    const value = d.target.register(name)!,
      was = d.execution.before.get(name) ?? value;
    return { name, value: hex(value, 4), changed: value !== was, was: hex(was, 4) };
  });
}
export function flagWords(d: Debugger): Moment['flags'] {
  const { target } = d,
    efl = target.register('efl')!,
    was = d.execution.before.get('efl') ?? efl;
  const before = flagLetters(was, target.bits),
    iopl = (v: bigint): string => `iopl=${(v >> 12n) & 3n}`;
  return [
    { text: iopl(efl), changed: iopl(efl) !== iopl(was) },
    ...flagLetters(efl, target.bits).map((text, n) => ({ text, changed: text !== before[n] })),
  ];
}

/** CS, SS, stack pointer, GS (or FS) base, IF and CR3: now, and in the other ring before the last change. */
export function strip(d: Debugger): Moment['strip'] {
  const { target, execution } = d,
    now = snapshot(target),
    was = execution.known.otherRing ?? now;
  const wide = target.bits === 64,
    sp = wide ? 'RSP' : 'ESP',
    base = wide ? 'gs.base' : 'fs.base';
  const rows: readonly (readonly [name: string, key: string, digits: number])[] = [
    ['CS', 'cs', 4],
    ['SS', 'ss', 4],
    [sp, 'rsp', target.bits / 4],
    [wide ? 'GS base' : 'FS base', base, target.bits / 4],
    ['CR3', 'cr3', target.bits / 4],
  ];
  const cells = rows.map(([name, key, digits]) => stripCell(d, name, now, was, key, digits));
  const flag = (s: Snapshot): string => String(((s.get('efl') ?? 0n) >> 9n) & 1n);
  cells.splice(4, 0, { name: 'IF', value: flag(now), was: flag(was), changed: flag(now) !== flag(was) });
  return cells;
}
function stripCell(d: Debugger, name: string, now: Snapshot, was: Snapshot, key: string, digits: number): Moment['strip'][number] {
  const value = now.get(key) ?? 0n,
    before = was.get(key) ?? value,
    half = digits > 4 && key !== 'cr3' ? halfOf(d.target, value) : undefined;
  return { name, value: hex(value, digits), was: hex(before, digits), changed: value !== before, ...(half && { half }) };
}
