/** One call as a way down through a door, along, and back up; and how far along it the machine is. */
import type { Moment, Stage } from '../../core/debugger/moment.ts';
import type { PlainMessage } from '../i18n/language.svelte.ts';

export interface Station {
  readonly id: Stage;
  readonly title: PlainMessage;
  readonly x: number;
  readonly y: number;
  readonly state: 'done' | 'now' | 'ahead';
  /** The line that goes there; absent where it is not known where that is. */
  readonly line?: string;
}
export interface DescentPath {
  readonly stations: readonly Station[];
  /** SVG paths: walked in ring 3, walked in ring 0, still ahead. */
  readonly user: string;
  readonly kernel: string;
  readonly ahead: string;
}
export const HIGH = 26,
  LOW = 62,
  DOOR = 74,
  UP = 430,
  END = 474;
type Spot = readonly [Stage, PlainMessage, x: number, y: number];
const CALL: readonly Spot[] = [
  ['stub', 'stage.stub', 28, HIGH],
  ['entry', 'stage.entry', 112, LOW],
  ['dispatch', 'stage.dispatch', 188, LOW],
  ['copy', 'stage.copy', 262, LOW],
  ['service', 'stage.service', 334, LOW],
  ['exit', 'stage.exit', 398, LOW],
];
/** An exception or an interrupt asks for no service. */
const TRAP: readonly Spot[] = [
  ['stub', 'stage.interrupted', 28, HIGH],
  ['entry', 'stage.entry', 132, LOW],
  ['service', 'stage.handler', 262, LOW],
  ['exit', 'stage.exit', 390, LOW],
];

export function descentPath({ stage, door, way }: Moment): DescentPath {
  const spots = door === 'trap' && stage !== 'stub' ? TRAP : CALL,
    found = spots.findIndex(([id]) => id === stage),
    at = found < 0 ? spots.findIndex(([id]) => id === 'service') : found,
    x = spots[at]![2];
  const inside = stage !== 'stub';
  return {
    stations: spots.map(([id, title, sx, y], n) => {
      const line = way.lines[id];
      return { ...{ id, title, x: sx, y }, state: n < at ? 'done' : n === at ? 'now' : 'ahead', ...(line !== undefined && { line }) };
    }),
    user: `M4 ${HIGH}H${inside ? DOOR : x}`,
    kernel: inside ? `M${DOOR} ${HIGH}V${LOW}H${x}` : '',
    ahead: inside ? `M${x} ${LOW}H${UP}V${HIGH}H${END}` : `M${x} ${HIGH}H${DOOR}V${LOW}H${UP}V${HIGH}H${END}`,
  };
}
