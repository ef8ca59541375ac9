/** Evidence: the moment of the recording at which a learner says to have seen what a step asks, and whether it can be seen there. */
import { REGISTERS, readRegister } from '../cpu/registers.ts';
import { momentText } from '../debugger/event-text.ts';
import type { Guest } from '../windows/guest.ts';
import { numbersOf, type Asked } from './grade.ts';
import type { StepFile } from './pack-schema.ts';
import { shownIn } from './shown.ts';

/** Be at a moment of a machine's recording, `major:minor`, and look; undefined where the recording has no such moment. */
export type LookAt = <T>(on: string | undefined, position: string, look: (guest: Guest) => T) => T | undefined;
/** A line of the console: the moments it began and ended at, what was typed, and what it printed. */
export interface Heard {
  readonly on: string;
  readonly places: readonly string[];
  readonly typed: string;
  readonly printed: () => string;
}
/** Registers a debugger can name that are more than a flag. */
const SHOWN = [...REGISTERS.values()].filter(r => r.width > 8).map(r => r.name);

/** Does a line at the moment have to have shown its answer? Elsewhere the step itself says what holds there. */
const isPrinted = (step: StepFile): boolean => step.answer !== 'check' && step.seen === undefined;

/** What evidence is judged by. */
export interface EvidenceParts {
  readonly steps: readonly StepFile[];
  readonly lookAt: LookAt;
  readonly key: (asked: Asked) => bigint;
  /** Whether a check's conditions, or what a step says with `seen`, hold of the learner's machine as it stands. */
  readonly holds: (step: StepFile) => boolean;
  /** The machine a step is about. */
  readonly on: (step: StepFile) => string;
}
export class Evidence {
  readonly #parts: EvidenceParts;
  /** Numbers in hex that a line has printed, by step, machine and moment. */
  readonly #printed = new Map<string, Set<string>>();

  constructor(parts: EvidenceParts) {
    this.#parts = parts;
  }
  /** Steps whose answers have to be printed. */
  get #listening(): readonly StepFile[] {
    return this.#parts.steps.filter(s => s.evidence !== undefined && isPrinted(s));
  }
  /** A number that was typed is not seen by its being printed again. */
  heard({ on, places, typed, printed }: Heard): void {
    const listening = this.#listening.filter(s => this.#parts.on(s) === on);
    if (listening.length === 0) return;
    const [known, shown] = [shownIn(typed), shownIn(printed())];
    for (const step of listening)
      for (const digits of this.#digits(step)) {
        if (!shown(digits) || known(digits)) continue;
        for (const place of places) this.#at(step, place).add(digits);
      }
  }
  /** Can what the step asks be seen at a moment? Undefined where the recording has no such moment. */
  at(step: StepFile, place: string): boolean | undefined {
    const { lookAt, holds } = this.#parts;
    if (!isPrinted(step)) return lookAt(step.on, place, () => holds(step));
    const digits = this.#digits(step),
      printed = this.#at(step, place);
    return lookAt(step.on, place, guest => {
      const held = new Set(SHOWN.map(name => readRegister(guest.machine.state, name)?.toString(16)));
      return digits.every(d => printed.has(d) || held.has(d));
    });
  }
  #digits(step: StepFile): readonly string[] {
    return numbersOf(step).map(asked => this.#parts.key(asked).toString(16));
  }
  #at(step: StepFile, place: string): Set<string> {
    const name = `${step.id} ${this.#parts.on(step)} ${momentText(place)}`,
      known = this.#printed.get(name) ?? new Set<string>();
    this.#printed.set(name, known);
    return known;
  }
}
