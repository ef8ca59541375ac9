/** The strip and the descent of the window's head in words: !ring and !path. */
import type { Moment } from '../moment.ts';
import { STAGES } from './stages.ts';

const here = ({ place }: Moment): string => `${place.symbol}${place.displacement}`;

/** What each thing is that a change of ring changes, and what it was before the last one. */
export function ringLines(moment: Moment, crossing: string | undefined): readonly string[] {
  const row = (name: string, value: string, was: string | undefined): string =>
    `${name.padEnd(8)} ${was === undefined ? value : `${value.padEnd(17)} <- ${was}`}`;
  return [
    `position ${moment.position}, ${here(moment)}`,
    `${row('CPL', String(moment.ring), crossing && String(3 - moment.ring))}${crossing === undefined ? '' : `, by ${crossing}`}`,
    ...moment.strip.map(cell => row(cell.name, cell.value, cell.changed ? cell.was : undefined)),
  ];
}
/** The stages of a system call, and which of them this is. */
export function pathLines(moment: Moment): readonly string[] {
  const now = STAGES.indexOf(moment.stage),
    { down, up } = moment.way;
  const lines = STAGES.map((stage, n) =>
    n === now ? `> ${stage.padEnd(9)} ${here(moment)}, ring ${moment.ring}` : `${n < now ? '*' : ' '} ${stage}`,
  );
  return [lines[0]!, `${now > 0 ? '*' : ' '} ${down}`, ...lines.slice(1), `  ${up}`];
}
