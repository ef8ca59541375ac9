/** Plays the golden console of an exercise: its lines end and work, show what is to be answered, and the answers on the way are right. */
import { Debugger } from '../debugger/debugger.ts';
import type { Running } from '../debugger/types.ts';
import { Attempt, toldBy } from './attempt.ts';
import type { Exercise } from './pack.ts';
import { GoldenAnswers, askedIn, type Say } from './prove-asked.ts';
import type { StepFile } from './pack-schema.ts';
import type { References } from './references.ts';
import { scriptOf } from './session.ts';
import { shownIn } from './shown.ts';
import type { Path } from './yaml.ts';

const SLICE = 100_000n;
/** A golden line that runs longer than this is taken to run forever. */
const MOST_SLICES = 100;
/** Numbers below are read off bytes and bits, or counted; larger ones must stand in the output as they are answered. */
const SMALL = 0x1000n;

/** @returns small numbers that stand nowhere in the output: they are counted, read off bits, or said by the reference */
export function playGolden(exercise: Exercise, references: References, say: Say): string[] {
  const { tests, file } = exercise;
  if (!tests) return [];
  const first = references.names[0]!,
    /** Moments that golden lines began and ended at, the latest last, by machine. */
    places = new Map<string, Set<string>>();
  const consoles = new Map<string, Debugger>();
  const consoleOf = (on: string | undefined): Debugger => {
    const name = on ?? first,
      known = consoles.get(name),
      made = known ?? new Debugger(references.of(on).another('wasm'));
    made.script = scriptOf(exercise);
    consoles.set(name, made);
    return made;
  };
  const attempt = new Attempt(exercise, references.first.ref.seed, { references, ...toldBy(consoleOf) }),
    answers = new GoldenAnswers(exercise, attempt.grader);
  const asked = askedIn(exercise),
    keys: { readonly key: bigint; readonly name: string; readonly path: Path }[] = [];
  file.steps.forEach((step, n) => {
    if (step.answer === 'check' && attempt.meets(step)) say('check-undone', exercise.at(['steps', n]), { step: step.id });
  });
  let at: string | undefined = file.steps[0]?.on,
    output = '',
    next = 0;
  /** The latest moment at which the step's answer can be seen. */
  const placeOf = (step: StepFile): string | undefined => {
    if (!step.evidence) return undefined;
    const place = [...(places.get(step.on ?? first) ?? [])].findLast(p => attempt.evidence.at(step, p));
    if (place === undefined) say('golden-place', exercise.at(['steps', next, 'evidence']), { step: step.id });
    return place;
  };
  const answerTo = (last: number): void => {
    for (; next <= last; next++) {
      const n = next,
        step = file.steps[n]!;
      for (const a of asked) if (a.path[1] === n) keys.push({ key: attempt.grader.key(a.asked), name: a.name, path: a.path });
      const verdict = attempt.answer(step.id, answers.of(step), placeOf(step));
      // those after it would only be locked
      if (verdict?.result !== 'right') {
        next = file.steps.length;
        if (verdict?.message?.id === 'no-place') return;
        return say('golden-wrong', exercise.at(['steps', n]), {
          ...{ step: step.id, result: verdict?.result ?? '-', understood: verdict?.understood ?? '-' },
        });
      }
      at = attempt.on;
    }
  };
  tests.golden.console.forEach((line, n) => {
    if (typeof line !== 'string' && 'step' in line) return answerTo(file.steps.findIndex(s => s.id === line.step));
    if (typeof line !== 'string' && 'on' in line) return void (at = line.on);
    const text = attempt.fill(typeof line === 'string' ? line : line.line),
      place = exercise.testsAt!(['golden', 'console', n]),
      on = at ?? first,
      { execution } = consoleOf(on),
      began = execution.position,
      results = finish(consoleOf(on).line(text));
    if (!results) return say('golden-endless', place, { line: text });
    for (const r of results) if (!r.ok) say('golden-fails', place, { line: text, text: r.text.trim() });
    const ends = [began, execution.position];
    const been = places.get(on) ?? new Set();
    for (const end of ends) {
      been.delete(end);
      been.add(end);
    }
    places.set(on, been);
    attempt.evidence.heard({ on, places: ends, typed: text, printed: () => results.map(r => r.text).join('\n') });
    output += results.map(r => r.text).join('\n');
  });
  answerTo(file.steps.length - 1);
  const stands = shownIn(output),
    derived: string[] = [];
  for (const { key, name, path } of keys) {
    const digits = key.toString(16);
    if (stands(digits)) continue;
    if (key >= SMALL) say('golden-unseen', exercise.at([...path, 'expect']), { name, key: digits });
    else if (!stands(key.toString())) derived.push(name);
  }
  return derived;
}
function finish<T>(running: Running<T>): T | undefined {
  let step = running.next({ budget: SLICE, stop: false });
  for (let n = 0; !step.done; n++) {
    if (n > MOST_SLICES) return undefined;
    step = running.next({ budget: SLICE, stop: false });
  }
  return step.value;
}
