/** Plays the golden console of an exercise: its lines end and work, show what is to be answered, and the answers on the way are right. */
import { Debugger } from '../debugger/debugger.ts';
import type { Running } from '../debugger/types.ts';
import { Attempt } from './attempt.ts';
import type { Grader } from './grade.ts';
import type { Exercise } from './pack.ts';
import { GoldenAnswers, askedIn, type Say } from './prove-asked.ts';
import type { Reference } from './reference.ts';
import { scriptOf } from './session.ts';

const SLICE = 100_000n;
/** A golden line that runs longer than this is taken to run forever. */
const MOST_SLICES = 100;
/** Numbers below are read off bytes and bits, or counted; larger ones must stand in the output as they are answered. */
const SMALL = 0x1000n;

export function playGolden(exercise: Exercise, reference: Reference, grader: Grader, say: Say): void {
  const { tests, file } = exercise;
  if (!tests) return;
  const guest = reference.another('wasm'),
    console = new Debugger(guest),
    attempt = new Attempt(exercise, reference.ref, guest, reference),
    answers = new GoldenAnswers(exercise, reference, grader.source);
  console.script = scriptOf(exercise);
  let output = '',
    next = 0;
  const answerTo = (last: number): void => {
    for (; next <= last; next++) {
      const at = next,
        step = file.steps[at]!,
        verdict = attempt.answer(step.id, answers.of(step));
      // those after it would only be locked
      if (verdict?.result !== 'right') {
        next = file.steps.length;
        return say('golden-wrong', exercise.at(['steps', at]), {
          ...{ step: step.id, result: verdict?.result ?? '-', understood: verdict?.understood ?? '-' },
        });
      }
    }
  };
  tests.golden.console.forEach((line, n) => {
    if (typeof line !== 'string' && 'step' in line) return answerTo(file.steps.findIndex(s => s.id === line.step));
    const text = attempt.fill(typeof line === 'string' ? line : line.line),
      place = exercise.testsAt!(['golden', 'console', n]),
      results = finish(console.line(text));
    if (!results) return say('golden-endless', place, { line: text });
    for (const r of results) if (!r.ok) say('golden-fails', place, { line: text, text: r.text.trim() });
    output += results.map(r => r.text).join('\n');
  });
  answerTo(file.steps.length - 1);
  const seen = output.replaceAll('`', '').toLowerCase();
  for (const { asked, name, path } of askedIn(exercise)) {
    const key = grader.key(asked);
    if (key >= SMALL && !new RegExp(`(?<![0-9a-f])0*${key.toString(16)}(?![0-9a-f])`).test(seen))
      say('golden-unseen', exercise.at([...path, 'expect']), { name, key: key.toString(16) });
  }
}
function finish<T>(running: Running<T>): T | undefined {
  let step = running.next({ budget: SLICE, stop: false });
  for (let n = 0; !step.done; n++) {
    if (n > MOST_SLICES) return undefined;
    step = running.next({ budget: SLICE, stop: false });
  }
  return step.value;
}
