/** An exam by the host's clock: drawn once, kept over restarts, and what comes after its end is kept and not counted. */
import { expect, test } from 'vitest';
import type { ExamState } from '../../core/host.ts';
import type { Result } from '../../core/problem.ts';
import { openServices, type Opened } from '../../main/services/open.ts';
import { dataFolder, root } from './services.ts';

const START = Date.parse('2026-03-01T09:00:00.000Z');
interface Sitting {
  readonly minute: (n: number) => void;
  readonly restart: () => void;
  readonly call: <T>(name: string, argument: unknown) => T;
  readonly refused: (name: string, argument: unknown) => string;
  readonly close: () => void;
}
function sitting(): Sitting {
  const folder = dataFolder();
  let now = START;
  const open = (): Opened => openServices({ root }, folder, 'web', 'en', { now: () => new Date(now).toISOString() });
  let services = open();
  const send = (name: string, argument: unknown): Result<unknown> => services.dispatch(name, argument);
  return {
    minute: n => {
      now = START + n * 60_000;
    },
    restart: () => {
      services.close();
      services = open();
    },
    call: <T>(name: string, argument: unknown): T => {
      const result = send(name, argument);
      if (!result.ok) throw new Error(result.problem.message);
      return result.value as T;
    },
    refused: (name, argument) => {
      const result = send(name, argument);
      return result.ok ? '' : result.problem.code;
    },
    close: () => {
      services.close();
    },
  };
}
const PACK = { pack: 'syscalls' };
/** Open the nth exercise of an exam. */
function begin(s: Sitting, { exam, seed, exercises }: ExamState, n = 0): number {
  const ref = { machine: 'win10-x64', seed, set: {} };
  return s.call<{ session: number }>('sessions/open', { ref, exercise: { ...PACK, id: exercises[n]!.id }, exam }).session;
}
const answer = (s: Sitting, session: number, index: number, step: string, score: number): null =>
  s.call('attempts/record', { session, index, input: { kind: 'answer', step, text: '1' }, result: 'right', points: 1, score });

test('what is done in time counts, what comes later is kept and does not', () => {
  const s = sitting();
  expect(s.call('exams/get', PACK)).toBe(null);
  const exam = s.call<ExamState>('exams/begin', PACK);
  expect(exam).toMatchObject({ minutes: 60, left: 3_600_000, over: false, submitted: false });
  expect(exam.exercises.length).toBeGreaterThan(4);
  s.minute(30);
  expect(s.call('exams/begin', PACK)).toEqual({ ...exam, left: 1_800_000 });
  const session = begin(s, exam);
  answer(s, session, 0, 'one', 40);
  s.restart();
  s.minute(59.5);
  expect(begin(s, exam)).toBe(session);
  s.call('sessions/append', { session, index: 1, input: { kind: 'line', text: 'r' } });
  expect(s.call('exams/get', PACK)).toMatchObject({ left: 30_000, over: false });
  s.minute(60);
  answer(s, session, 2, 'two', 90);
  expect(
    s.call<{ inputs: unknown[] }>('sessions/open', {
      ref: { machine: 'win10-x64', seed: exam.seed, set: {} },
      exercise: { ...PACK, id: exam.exercises[0]!.id },
      exam: exam.exam,
    }).inputs,
  ).toHaveLength(3);
  const over = s.call<ExamState>('exams/get', PACK);
  expect(over).toMatchObject({ left: 0, over: true, submitted: false });
  expect(over.exercises[0]).toMatchObject({ begun: true, score: 40, right: ['one'] });
  expect(over.exercises[1]).toMatchObject({ begun: false, score: 0, right: [] });
  // nothing of it is progress in the catalog, nor a machine to practise on
  expect(s.call('progress/get', {})).toEqual({ steps: [], exercises: [] });
  expect(s.call('attempts/seeds', { ...PACK, id: exam.exercises[0]!.id })).toEqual({ variants: 0, attempts: 0 });
  s.close();
});
test('a clock that is set back gives no more time', () => {
  const s = sitting(),
    exam = s.call<ExamState>('exams/begin', PACK),
    session = begin(s, exam);
  s.minute(61);
  answer(s, session, 0, 'one', 50);
  s.minute(10);
  expect(s.call('exams/get', PACK)).toMatchObject({ left: 0, over: true });
  answer(s, session, 1, 'two', 100);
  expect(s.call<ExamState>('exams/get', PACK).exercises[0]).toMatchObject({ score: 0 });
  s.close();
});
test('one that is handed in is over; the next one has other machines', () => {
  const s = sitting(),
    first = s.call<ExamState>('exams/begin', PACK),
    session = begin(s, first, 1);
  s.minute(5);
  answer(s, session, 0, 'one', 70);
  expect(s.call('exams/submit', { exam: first.exam })).toMatchObject({ over: true, submitted: true, left: 0 });
  s.minute(6);
  answer(s, session, 1, 'two', 100);
  expect(s.call('exams/submit', { exam: first.exam })).toEqual(s.call('exams/get', PACK));
  expect(s.call<ExamState>('exams/get', PACK).exercises[1]).toMatchObject({ score: 70, right: ['one'] });
  const second = s.call<ExamState>('exams/begin', PACK);
  expect(second).toMatchObject({ over: false, left: 3_600_000 });
  expect(second.seed).not.toBe(first.seed);
  expect(begin(s, second)).not.toBe(session);
  s.close();
});
test('what is no exam is refused', () => {
  const s = sitting(),
    exam = s.call<ExamState>('exams/begin', PACK),
    id = exam.exercises[0]!.id,
    ref = { machine: 'win10-x64', seed: exam.seed, set: {} };
  expect(s.refused('exams/begin', { pack: 'nowhere' })).toBe('host/no-pack');
  expect(s.refused('exams/submit', { exam: 99 })).toBe('host/no-exam');
  expect(s.refused('sessions/open', { ref, exercise: { ...PACK, id }, exam: 99 })).toBe('host/no-exam');
  expect(s.refused('sessions/open', { ref, exercise: { ...PACK, id: 'console-go-back' }, exam: exam.exam })).toBe('host/no-exam');
  expect(s.refused('sessions/open', { ref: { ...ref, seed: 'mine' }, exercise: { ...PACK, id }, exam: exam.exam })).toBe('host/no-exam');
  s.close();
});
