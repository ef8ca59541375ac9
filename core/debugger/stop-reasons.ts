/** What is printed about a stop before the place: a break, a bug check, a fault that led to a halt. */
import type { GuestEvent } from '../machine/machine.ts';
import type { Debugger } from './debugger.ts';
import type { Target } from './target.ts';
import { hex } from './text.ts';

/** What led to a halt: the last fault, where one came last. */
export function lastFault(target: Target, event: GuestEvent | undefined): string | undefined {
  if (event?.kind !== 'fault') return undefined;
  const at = target.symbolText(event.from.rip) ?? target.address(event.from.rip),
    error = event.error === undefined ? '' : `, error code ${hex(event.error)}h`;
  return `The last event was vector ${hex(event.vector ?? 0, 2)}h at ${at}${error}${event.vector === 14 ? `, address ${target.address(target.register('cr2') ?? 0n)}` : ''}.`;
}

const STARS = '*'.repeat(79);
const boxed = (text: string): string => `*   ${text.padEnd(74)}*`;
export const BREAK_IN: readonly string[] = [
  'Break instruction exception - code 80000003 (first chance)',
  STARS,
  boxed(''),
  boxed('You pressed Ctrl+Break or Ctrl+C, so the machine stopped here. Nothing'),
  boxed('is wrong with it: type g and Enter, and it goes on from this point.'),
  boxed(''),
  STARS,
];

export function bugcheckLines(d: Debugger): readonly string[] {
  const { target } = d;
  const slot = (n: number): bigint => target.value(target.sp + BigInt(4 * n), 4) ?? 0n;
  const args =
    target.bits === 64
      ? ['rcx', 'rdx', 'r8', 'r9'].map(r => target.register(r)!).concat(target.value(target.sp + 0x28n, 8) ?? 0n)
      : [1, 2, 3, 4, 5].map(slot);
  const upper = (v: bigint, n: number): string => v.toString(16).toUpperCase().padStart(n, '0');
  return [
    '',
    `*** Fatal System Error: 0x${(args[0]! & 0xffff_ffffn).toString(16).padStart(8, '0')}`,
    `                       (${args
      .slice(1)
      .map(v => `0x${upper(v, target.bits / 4)}`)
      .join(',')})`,
    '',
    'Break instruction exception - code 80000003 (first chance)',
    '',
    'A fatal system error has occurred.',
    'Debugger entered on first try; Bugcheck callbacks have not been invoked.',
    '',
    'A fatal system error has occurred.',
    '',
  ];
}
