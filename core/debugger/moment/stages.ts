/** The way of a call through the kernel: what its doors are called, and how each stage is gone to in time. */
import { readMsr } from '../../cpu/msrs.ts';
import { exceptionNumbered } from '../../cpu/faults.ts';
import { gateAt } from '../descriptors.ts';
import type { Debugger } from '../debugger.ts';
import { doorText, positionText } from '../event-text.ts';
import type { Door, Stage } from '../moment.ts';

export interface Way {
  /** `syscall`, `int 2Eh`, `#PF`. */
  readonly down: string;
  readonly up: string;
  /** Lines that go to a stage; none where it is not known where that is. */
  readonly lines: Readonly<Partial<Record<Stage, string>>>;
}
const DOORS: Readonly<Record<Exclude<Door, 'trap'>, readonly [down: string, up: string]>> = {
  syscall: ['syscall', 'sysret'],
  int2e: ['int 2Eh', 'iret'],
  sysenter: ['sysenter', 'sysexit'],
};
/** Where a stage begins, by the names builds have for it. */
const BEGINS: Readonly<Partial<Record<Stage, readonly string[]>>> = {
  dispatch: ['nt!KiSystemServiceStart', 'nt!KiSystemServiceRepeat'],
  // Where in the copying a call begins depends on how much there is to copy; all come to its end.
  copy: ['nt!KiSystemServiceCopyEnd', 'nt!KiSystemServiceCopyArguments'],
  exit: ['nt!KiSystemServiceExit', 'nt!KiServiceExit'],
};
/** The stages of a call, in order. */
export const STAGES: readonly Stage[] = ['stub', 'entry', 'dispatch', 'copy', 'service', 'exit'];

export function wayOf(d: Debugger, door: Door, stage: Stage, service: string | undefined): Way {
  const event = d.execution.known.ringChange?.event;
  const [down, up] = door === 'trap' ? [trapName(event), 'iret'] : DOORS[door];
  const here = STAGES.indexOf(stage),
    lines: Partial<Record<Stage, string>> = {};
  STAGES.forEach((to, n) => {
    const line = n === here ? undefined : lineTo(d, to, n < here, door, service);
    if (line !== undefined) lines[to] = line;
  });
  return { down, up, lines };
}
function trapName(event: Parameters<typeof doorText>[0] | undefined): string {
  if (!event) return '';
  return (event.kind === 'fault' && event.vector !== undefined && exceptionNumbered(event.vector)?.mnemonic) || doorText(event);
}
function lineTo(d: Debugger, to: Stage, back: boolean, door: Door, service: string | undefined): string | undefined {
  const change = d.execution.known.ringChange;
  if (back && (to === 'stub' || to === 'entry')) {
    const { stretches } = d.execution.timeline.log,
      at = change && stretches.findIndex(s => s.event?.at === change.event.at && s.event.kind === change.event.kind);
    const inside = at === undefined ? undefined : stretches[at],
      before = at === undefined ? undefined : stretches[at - 1];
    if (!inside || !before) return undefined;
    return `!tt ${to === 'entry' ? positionText(inside.from.events, 0n) : positionText(before.from.events, change!.event.at - before.from.executed)}`;
  }
  if (door === 'trap' || (to !== 'exit' && service === undefined)) return undefined;
  const name = to === 'service' ? service && `nt!${service.split(' ')[0]!}` : BEGINS[to]?.find(n => d.guest.symbols.find(n));
  if (to === 'entry') return entryLine(d, door);
  return name !== undefined && d.guest.symbols.find(name) ? `${back ? 'g-' : 'g'} ${name}` : undefined;
}
/** Into the kernel by the door a stub takes. */
function entryLine({ target }: Debugger, door: Exclude<Door, 'trap'>): string | undefined {
  const { state } = target;
  const to =
    door === 'int2e' ? gateAt(target, 0x2e)?.offset : readMsr(state, door === 'syscall' ? 0xc000_0082 : 0x176);
  const symbol = to === undefined || to === 0n ? undefined : target.symbolText(to);
  return symbol === undefined ? undefined : `g ${symbol}`;
}
