/** The core's own thread: makes machines, performs inputs in slices, hears Break between them. */
import { createBirpc } from 'birpc';
import { objectsFrom } from '../core/asm/objects.ts';
import type { Running } from '../core/debugger/types.ts';
import type { ExerciseSource } from '../core/host.ts';
import { authorView } from '../core/lab/author-view.ts';
import { readExerciseFiles, type Exercise } from '../core/lab/pack.ts';
import { fillPage } from '../core/lab/pages.ts';
import { firstMachine } from '../core/lab/pool.ts';
import { prove, type Proof } from '../core/lab/prove.ts';
import { provenBy } from '../core/lab/prove-claims.ts';
import { proofSeeds } from '../core/lab/prove-many.ts';
import { Reference } from '../core/lab/reference.ts';
import { sessionSeed } from '../core/lab/seeds.ts';
import { readText } from '../core/lab/text.ts';
import type { Result } from '../core/problem.ts';
import { record, type ReplayOptions } from '../core/lab/replay.ts';
import { transcribe, type Transcript } from '../core/lab/transcript.ts';
import { openSession, type Input, type Outcome, type Session, type SessionStart } from '../core/lab/session.ts';
import { Stock } from '../core/lab/stock.ts';
import { drive } from './drive.ts';
import { kernels } from './kernels.ts';
import type { LabWindow, LabWorker, Opened } from './lab-api.ts';
import { ConsoleLog, type ClosedLog } from './state/console-log.ts';
import { lastLines } from './tail.ts';

objectsFrom(() => kernels);
const gate = new MessageChannel();
/** Instructions of a slice while a session is done again: heard from every few milliseconds. */
const AT_ONCE = 500_000n;
let session: Session | undefined;
let log = new ConsoleLog();
/** What the open session was made from. */
let source: ReplayOptions = {};
let stopping = false,
  givenUp = false;
/** Machines of author's views and proofs. */
const stock = new Stock();
/** What is being proved, seed by seed. */
let proved: { readonly exercise: Exercise; readonly proofs: Proof[] } | undefined;

/** Lets messages that wait be heard; a timer would cost 4 ms each time. */
function pause(): Promise<void> {
  return new Promise(done => {
    gate.port1.onmessage = () => {
      done();
    };
    gate.port2.postMessage(undefined);
  });
}
function opened(): Session {
  if (!session) throw new Error('no session is open');
  return session;
}
/** Take down a line; the log that it closed. */
const logged = (prompt: string, line: string, outcome: Outcome): ClosedLog | undefined =>
  outcome.kind === 'line' ? log.note(opened().debugger.log, `${prompt} ${line}\n${outcome.results.map(r => r.text).join('')}`) : undefined;
const perform = (input: Input): Promise<Outcome> => driven(opened().apply(input));
async function driven<T>(running: Running<T>): Promise<T> {
  stopping = false;
  let slow = false;
  const result = await drive(running, {
    now: () => performance.now(),
    pause,
    stop: () => stopping,
    slow: () => {
      slow = true;
      void window_.running.asEvent(true);
    },
  });
  if (slow) void window_.running.asEvent(false);
  return result;
}
/** Do the open session again beside it; undefined where that is given up. */
async function again<T>(how: (...about: Parameters<typeof record>) => Running<Result<T>>): Promise<T | undefined> {
  const { start, inputs } = opened(),
    all = inputs.length,
    running = how(start, [...inputs], source, done => void window_.replayed.asEvent(done, all));
  givenUp = false;
  for (let step = running.next({ budget: AT_ONCE, stop: false }); ; step = running.next({ budget: AT_ONCE, stop: false })) {
    if (step.done) {
      if (!step.value.ok) throw new Error(step.value.problem.message);
      return step.value.value;
    }
    await pause();
    if (givenUp) return undefined;
  }
}
function read(files: ExerciseSource): Exercise {
  const exercise = readExerciseFiles(files);
  if (!exercise) throw new Error(`the exercise ${files.id} cannot be read`);
  return exercise;
}

const functions: LabWorker = {
  async startOf(files, learnerSeed, attempt): Promise<SessionStart> {
    const exercise = read(files),
      seed = sessionSeed(exercise, learnerSeed, attempt),
      { base, set } = firstMachine(exercise, seed),
      ref = { machine: base, seed, set };
    return { ref, exercise: { pack: files.pack, id: files.id } };
  },
  async open(start, inputs, files): Promise<Opened> {
    const exercise = files && read(files),
      result = openSession(start, exercise, { logs: true });
    if (!result.ok) throw new Error(result.problem.message);
    session = result.value;
    log = new ConsoleLog();
    source = exercise ? { exercise: { exercise, hash: files.hash } } : {};
    const transcript: Opened['transcript'][number][] = [],
      answered: bigint[] = [];
    for (const [n, input] of inputs.entries()) {
      void window_.replayed.asEvent(n, inputs.length);
      const { prompt } = session,
        outcome = await perform(input);
      if (input.kind === 'line' && outcome.kind === 'line') {
        transcript.push({ prompt, line: input.text, results: lastLines(outcome.results) });
        logged(prompt, input.text, outcome);
      }
      if (outcome.kind === 'answer' && outcome.verdict.result === 'right') answered.push(session.debugger.guest.machine.executed);
    }
    return { exercise: session.exercise, moment: session.moment, prompt: session.prompt, answered, transcript };
  },
  async page({ machine, texts }, language, seed) {
    const text = readText(machine, texts[language] ?? texts.en ?? '', []);
    return fillPage(text, new Reference({ machine, seed, set: {} }));
  },
  async author(files, seed) {
    return authorView(read(files), seed, stock);
  },
  async prove(files, from, to) {
    if (from === 0) proved = undefined;
    const { exercise, proofs } = (proved ??= { exercise: read(files), proofs: [] });
    for (const seed of proofSeeds(to).slice(from)) proofs.push(prove(exercise, seed, stock));
    return provenBy(exercise, proofs);
  },
  async apply(input) {
    const before = opened().inputs.length,
      typedAt = opened().prompt,
      outcome = await perform(input),
      closedLog = input.kind === 'line' ? logged(typedAt, input.text, outcome) : undefined,
      { inputs, exercise, prompt } = opened();
    const several = exercise?.machines !== undefined && outcome.kind !== 'line',
      moment = several || (outcome.kind === 'answer' && outcome.verdict.result === 'right') ? opened().moment : undefined;
    const shown = outcome.kind === 'line' ? { ...outcome, results: lastLines(outcome.results) } : outcome;
    return {
      performed: inputs[before] ?? input,
      outcome: shown,
      exercise,
      prompt,
      ...(moment && { moment }),
      ...(closedLog && { closedLog }),
    };
  },
  break() {
    stopping = true;
  },
  recording: () => again(record),
  transcript: (): Promise<Transcript | undefined> => again(transcribe),
  giveUp() {
    givenUp = true;
  },
  async complete(line, caret) {
    return opened().complete(line, caret);
  },
  async picture(request) {
    return opened().picture(request);
  },
  async look(query, kinds, most) {
    return opened().look(query, kinds, most);
  },
  async decisive(step) {
    return opened().decisive(step);
  },
  async preview(step, text) {
    return opened().preview(step, text);
  },
};

// birpc calls what it finds by name: an object without a prototype has nothing but these.
const window_ = createBirpc<LabWindow, LabWorker>(Object.assign(Object.create(null), functions) as LabWorker, {
  post: data => {
    self.postMessage(data);
  },
  on: listener => {
    self.addEventListener('message', event => listener(event.data));
  },
  eventNames: ['ready', 'replayed', 'running'],
  timeout: -1,
});
void window_.ready.asEvent();
