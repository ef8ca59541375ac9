/** One system call as a way down through a door, along, and back up; and how far along it the machine is. */
import type { Door, Moment, Stage } from '../../core/debugger/moment.ts';
import type { PlainMessage } from '../i18n/language.svelte.ts';

export interface Station {
  readonly id: Stage;
  readonly title: PlainMessage;
  readonly x: number;
  readonly y: number;
  readonly state: 'done' | 'now' | 'ahead';
}
export interface DescentPath {
  readonly stations: readonly Station[];
  /** SVG paths: walked in ring 3, walked in ring 0, still ahead. */
  readonly user: string;
  readonly kernel: string;
  readonly ahead: string;
  readonly down: string;
  readonly up: string;
}
export const HIGH = 26,
  LOW = 62,
  DOOR = 74,
  UP = 430,
  END = 474;
const STATIONS: readonly (readonly [Stage, PlainMessage, number, number])[] = [
  ['stub', 'stage.stub', 28, HIGH],
  ['entry', 'stage.entry', 112, LOW],
  ['dispatch', 'stage.dispatch', 188, LOW],
  ['copy', 'stage.copy', 262, LOW],
  ['service', 'stage.service', 334, LOW],
  ['exit', 'stage.exit', 398, LOW],
];
const DOORS: Readonly<Record<Door, readonly [down: string, up: string]>> = {
  syscall: ['syscall', 'sysret'],
  int2e: ['int 2Eh', 'iret'],
  sysenter: ['sysenter', 'sysexit'],
};

export function descentPath({ stage, door }: Moment): DescentPath {
  const at = STATIONS.findIndex(([id]) => id === stage),
    x = STATIONS[at]![2],
    [down, up] = DOORS[door];
  const inside = stage !== 'stub';
  return {
    stations: STATIONS.map(([id, title, sx, y], n) => ({ id, title, x: sx, y, state: n < at ? 'done' : n === at ? 'now' : 'ahead' })),
    user: `M4 ${HIGH}H${inside ? DOOR : x}`,
    kernel: inside ? `M${DOOR} ${HIGH}V${LOW}H${x}` : '',
    ahead: inside ? `M${x} ${LOW}H${UP}V${HIGH}H${END}` : `M${x} ${HIGH}H${DOOR}V${LOW}H${UP}V${HIGH}H${END}`,
    down,
    up,
  };
}
