/** What the last change of ring did, register by register: where each new value came from, and what was left alone. */
import type { Debugger } from '../debugger.ts';
import { doorText } from '../event-text.ts';
import type { Half } from '../moment.ts';
import type { Snapshot } from '../snapshot.ts';
import { hex } from '../text.ts';
import { halfOf } from './values.ts';

export interface CameInRow {
  /** `RCX`, or a word pushed: `[RSP+10h]`. */
  readonly what: string;
  /** `RIP`, `STAR[47:32]`, `IDT[2Eh].offset`; with its sign. */
  readonly from: string;
  readonly value: string;
  readonly half?: Half;
}
export interface CameIn {
  /** `syscall`, `int 2eh`, `fault 0eh`. */
  readonly door: string;
  readonly ring: 0 | 3;
  readonly rows: readonly CameInRow[];
  /** Registers it did not touch. */
  readonly untouched: readonly string[];
}
type Source = readonly [what: string, from: string, register: string];
type Door = 'syscall' | 'sysret' | 'sysenter' | 'sysexit';

/** @source SDM Vol. 2 "SYSCALL", "SYSRET", "SYSENTER", "SYSEXIT" */
const FAST: Readonly<Record<Door, readonly Source[]>> = {
  syscall: [
    ['RCX', '← RIP', 'rcx'],
    ['R11', '← RFLAGS', 'r11'],
    ['RFLAGS', '&= ~FMASK', 'efl'],
    ['RIP', '← LSTAR', 'rip'],
    ['CS', '← STAR[47:32]', 'cs'],
    ['SS', '← STAR[47:32] + 8', 'ss'],
  ],
  sysret: [
    ['RIP', '← RCX', 'rip'],
    ['RFLAGS', '← R11', 'efl'],
    ['CS', '← STAR[63:48] + 10h | 3', 'cs'],
    ['SS', '← STAR[63:48] + 8 | 3', 'ss'],
  ],
  sysenter: [
    ['EFLAGS', 'IF ← 0', 'efl'],
    ['EIP', '← SYSENTER_EIP', 'rip'],
    ['ESP', '← SYSENTER_ESP', 'rsp'],
    ['CS', '← SYSENTER_CS', 'cs'],
    ['SS', '← SYSENTER_CS + 8', 'ss'],
  ],
  sysexit: [
    ['EIP', '← EDX', 'rip'],
    ['ESP', '← ECX', 'rsp'],
    ['CS', '← SYSENTER_CS + 10h | 3', 'cs'],
    ['SS', '← SYSENTER_CS + 18h | 3', 'ss'],
  ],
};
const UNTOUCHED: Readonly<Record<Door | 'gate' | 'iret', readonly string[]>> = {
  syscall: ['RSP', 'GS', 'CR3'],
  sysret: ['RSP', 'GS', 'CR3'],
  sysenter: ['ECX', 'EDX', 'FS', 'CR3'],
  sysexit: ['EFLAGS', 'FS', 'CR3'],
  gate: ['GS', 'CR3'],
  iret: ['GS', 'CR3'],
};

export function cameIn(d: Debugger): CameIn | undefined {
  const change = d.execution.known.ringChange;
  if (!change) return undefined;
  const { event, after } = change,
    wide = d.target.bits === 64,
    fast = event.kind in FAST ? (event.kind as Door) : undefined;
  const rows = fast
    ? FAST[fast].map(([what, from, register]) => row(d, what, from, after.get(register) ?? 0n))
    : event.kind === 'iret'
      ? returned(d, after)
      : throughGate(d, after, event.vector ?? 0, event.error);
  const untouched = UNTOUCHED[fast ?? (event.kind === 'iret' ? 'iret' : 'gate')];
  return {
    door: doorText(event),
    ring: event.to.cpl === 0 ? 0 : 3,
    rows: [...rows, { what: 'CPL', from: '←', value: String(event.to.cpl) }],
    untouched: wide ? untouched : untouched.map(name => (name === 'GS' ? 'FS' : name)),
  };
}
function row({ target }: Debugger, what: string, from: string, value: bigint): CameInRow {
  const short = /^(CS|SS)$/.test(what),
    flags = /FLAGS/.test(what) || /FLAGS/.test(from),
    half = short || flags ? undefined : halfOf(target, value);
  return { what, from, value: hex(value, short ? 4 : flags ? 8 : target.bits / 4), ...(half && { half }) };
}
/** `[RSP]`, `[RSP+10h]`. */
const slot = (base: string, offset: number): string => (offset === 0 ? `[${base}]` : `[${base}+${hex(offset)}${offset > 9 ? 'h' : ''}]`);
/** Names as this width has them. */
const named = (wide: boolean, name: string): string => (wide ? `R${name}` : `E${name}`);

/** What the processor pushed, lowest address last, and what it loaded. @source SDM Vol. 3 "Interrupt and Exception Handling" */
function throughGate(d: Debugger, after: Snapshot, vector: number, error: bigint | undefined): CameInRow[] {
  const { target } = d,
    wide = target.bits === 64,
    word = target.bits / 8,
    sp = after.get('rsp') ?? 0n,
    register = (name: string): string => named(wide, name);
  const pushed = [...(error === undefined ? [] : ['error code']), register('IP'), 'CS', register('FLAGS'), register('SP'), 'SS'];
  const rows = pushed.map((name, n) => {
    const offset = n * word;
    return row(d, slot(register('SP'), offset), `← ${name}`, target.pointer(target.linear(sp + BigInt(offset))) ?? 0n);
  });
  const gate = `IDT[${hex(vector, 2).toUpperCase()}h]`;
  return [
    ...rows.reverse(),
    row(d, register('SP'), `← TSS.${wide ? 'RSP0' : 'ESP0'} − ${hex(pushed.length * word)}h`, sp),
    row(d, register('FLAGS'), 'IF, TF ← 0', after.get('efl') ?? 0n),
    row(d, 'CS', `← ${gate}`, after.get('cs') ?? 0n),
    row(d, 'SS', wide ? '← 0' : '← TSS.SS0', after.get('ss') ?? 0n),
    row(d, register('IP'), `← ${gate}`, after.get('rip') ?? 0n),
  ];
}
function returned(d: Debugger, after: Snapshot): CameInRow[] {
  const wide = d.target.bits === 64;
  return ['IP', 'CS', 'FLAGS', 'SP', 'SS'].map((name, n) => {
    const what = name.length > 2 || /P$/.test(name) ? named(wide, name) : name;
    const key = { IP: 'rip', CS: 'cs', FLAGS: 'efl', SP: 'rsp', SS: 'ss' }[name]!;
    return row(d, what, `← ${slot('stack', n * (d.target.bits / 8))}`, after.get(key) ?? 0n);
  });
}
