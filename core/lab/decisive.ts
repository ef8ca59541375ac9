/** The moment that decides a step, found again in the learner's own recording. */
import { positionText } from '../debugger/event-text.ts';
import type { Debugger } from '../debugger/debugger.ts';
import type { Target } from '../debugger/target.ts';
import type { ExerciseFile, StepFile } from './pack-schema.ts';
import { isPast, momentsNamed } from './predictions.ts';
import type { Place } from './reference-run.ts';
import type { Reference } from './reference.ts';

/** A moment of the recording, and where the machine stands at it: a symbol, or else the mnemonic of the instruction that comes next. */
export interface Decisive {
  readonly position: string;
  readonly place: string;
}
/** As the reference run has it. */
export interface Decided {
  readonly place: Place;
  /** Where it stands then; undefined after an exception, whose handler may be anything. */
  readonly ip: bigint | undefined;
}
/** The latest moment that a step's key speaks of; undefined where it speaks of none. */
export function decidedBy(step: StepFile, file: ExerciseFile, reference: Reference): Decided | undefined {
  const all = momentsNamed(step, file).flatMap((at): Decided[] => {
    const place = reference.place(at);
    if (!place) return [];
    const moment = typeof at === 'string' ? reference.at(at) : undefined;
    return [{ place, ip: moment?.register('rip') ?? moment?.register('eip') }];
  });
  return all.length === 0 ? undefined : all.reduce((latest, d) => (isPast(d.place, latest.place) ? d : latest));
}
/** Undefined where the machine has not been there, went another way, or stands there now. Changes nothing. */
export function decisiveIn(d: Debugger, { place, ip }: Decided): Decisive | undefined {
  const { execution } = d,
    { end } = execution.timeline;
  if (!isPast(end, place)) return undefined;
  const stretch = execution.stretchesAround(place, 0).find(s => s.from.events === place.events);
  if (!stretch || stretch.from.executed > place.executed) return undefined;
  const position = positionText(place.events, place.executed - stretch.from.executed);
  if (position === execution.position) return undefined;
  return execution.lookAt(position, () => {
    const { target } = d;
    if (ip !== undefined && target.ip !== ip) return undefined;
    return { position, place: nameOf(target) };
  });
}
function nameOf(target: Target): string {
  const symbol = target.exactSymbol(target.ip),
    next = target.instruction(target.ip);
  return symbol ?? (next === undefined || next === 'unreadable' ? target.address(target.ip) : next.mnemonic);
}
