/** One open session: the machine in its worker, the exercise, what the console shows, and what still waits to be on disk. */
import { comparePositions } from '../../core/debugger/event-text.ts';
import type { CommandResult } from '../../core/debugger/types.ts';
import type { PictureRequest } from '../../core/debugger/pictures/picture.ts';
import type { Moment } from '../../core/debugger/moment.ts';
import type { Arguments, ExerciseFiles, HostCall, Note } from '../../core/host.ts';
import type { Mode } from '../../core/lab/attempt.ts';
import type { Input, SessionStart } from '../../core/lab/session.ts';
import type { Verdict } from '../../core/lab/verdict.ts';
import type { ExerciseView } from '../../core/lab/view.ts';
import type { MachineRef } from '../../core/machine/scenario.ts';
import { saveFile } from '../export/save.ts';
import { call as hostCall } from '../host.ts';
import type { LabWorker, Opened } from '../lab-api.ts';
import { startWorker, type WorkerClient } from './worker.ts';
import { Writes } from './writes.svelte.ts';

/** A line of the console: what was typed at which prompt, and what it printed once it has ended. */
export interface Entry {
  readonly prompt: string;
  readonly line: string;
  readonly results?: readonly CommandResult[];
}
/** Told of every line as it begins and as it ends. */
export interface ConsoleListener {
  began(entry: Entry): void;
  ended(entry: Entry): void;
}
/** Whose machine is to be made, and the number of a new attempt. */
export interface Drawn {
  readonly seed: string;
  readonly attempt?: number;
  /** The exam it is in. */
  readonly exam?: number;
}
/** Inputs done again, of so many. */
export interface Replayed {
  readonly done: number;
  readonly all: number;
}
/** Lines kept to fill a console that opens again. */
const KEPT = 2000;

export class Lab {
  readonly writes = new Writes();
  readonly start: SessionStart;
  /** The exam it is in. */
  readonly exam: number | undefined;
  /** Which content of the exercise's pack the attempt was begun with. */
  readonly pack: Pick<ExerciseFiles, 'content' | 'version'> | undefined;
  readonly entries: Entry[] = [];
  console: ConsoleListener | undefined;
  readonly #client: WorkerClient;
  readonly #call: HostCall;
  readonly #session: number;
  #index: number;
  #turn: Promise<unknown> = Promise.resolve();
  #queued = 0;

  #moment: Moment = $state.raw(undefined as never);
  /** The last line that moved the machine, and the moments it left and came to. */
  #move: { readonly line: string; readonly before?: Moment; readonly arrived?: Moment } = $state.raw({ line: '' });
  #exercise: ExerciseView | undefined = $state.raw();
  #prompt = $state('');
  #busy = $state(false);
  #running = $state(false);
  #crash: string | undefined = $state();
  #verdicts: Readonly<Record<string, Verdict>> = $state.raw({});
  #grading: string | undefined = $state();
  #answered: readonly bigint[] = $state.raw([]);
  #notes: readonly Note[] = $state.raw([]);
  #replayed: Replayed | undefined = $state.raw();
  /** Minutes worked on the exercise, this window's and those that were told before. */
  #minutes: number;
  readonly #clock: ReturnType<typeof setInterval>;

  private constructor(
    client: WorkerClient,
    call: HostCall,
    session: number,
    start: SessionStart,
    index: number,
    files: ExerciseFiles | undefined,
    opened: Opened,
    notes: readonly Note[],
    minutes: number,
    exam: number | undefined,
  ) {
    this.exam = exam;
    this.#notes = notes;
    this.#client = client;
    this.#call = call;
    this.#session = session;
    this.start = start;
    this.#index = index;
    this.pack = files && { content: files.content, version: files.version };
    this.#moment = opened.moment;
    this.#exercise = opened.exercise;
    this.#prompt = opened.prompt;
    this.#answered = opened.answered;
    this.#minutes = minutes;
    this.#clock = setInterval(() => void this.#minute(), 60_000);
    this.entries.push(...opened.transcript.slice(-KEPT));
  }

  /**
   * Open the stored session of an exercise, or of a machine in free play, or begin one; what was done before is done again.
   * `fresh`: begin anew, the old session is kept. `told`: how far that is. `call`: who keeps the session.
   */
  static async open(
    what: ExerciseFiles | MachineRef,
    { seed, attempt = 1, exam }: Drawn,
    fresh: boolean,
    told: (at: Replayed) => void,
    mode: Mode = 'official',
    call: HostCall = hostCall,
  ): Promise<Lab> {
    let lab: Lab | undefined;
    const crashed = Promise.withResolvers<never>();
    const heard = {
      running: (busy: boolean) => lab?.setRunning(busy),
      replayed: (done: number, all: number) => (lab ? lab.setReplayed({ done, all }) : told({ done, all })),
    };
    const client = startWorker(heard, message => {
      if (lab) lab.setCrash(message);
      else crashed.reject(new Error(message));
    });
    const opening = async (): Promise<Lab> => {
      const given = 'files' in what ? what : undefined,
        stored = await call('sessions/open', { ...(given ? await startOf(given) : { ref: what as MachineRef }), fresh });
      const { session, start, inputs, content } = stored,
        other = given && content !== undefined && content !== given.content,
        files = other ? await call('packs/exercise', { pack: given.pack, id: given.id, content }) : given;
      const [opened, notes] = await Promise.all([client.core.open(start, inputs, files), call('notes/list', { session })]);
      return new Lab(client, call, session, start, inputs.length, files, opened, notes, minutesIn(inputs), exam);
    };
    const startOf = async (files: ExerciseFiles): Promise<Arguments<'sessions/open'>> => {
      const { ref } = await client.core.startOf(files, seed, attempt);
      return {
        ref: { ...ref },
        exercise: { pack: files.pack, id: files.id, content: files.content },
        ...(mode === 'practice' && { mode }),
        ...(exam !== undefined && { exam }),
      };
    };
    try {
      return (lab = await Promise.race([opening(), crashed.promise]));
    } catch (error) {
      client.end();
      throw error;
    }
  }

  get moment(): Moment {
    return this.#moment;
  }
  /** The moment before the last line that moved the machine, to tell what it changed. */
  get before(): Moment | undefined {
    return this.#move.before;
  }
  /** The moment it moved to, as it was then: what is changed by hand later is not what that line did. */
  get arrived(): Moment | undefined {
    return this.#move.arrived;
  }
  get exercise(): ExerciseView | undefined {
    return this.#exercise;
  }
  get prompt(): string {
    return this.#prompt;
  }
  /** A line is being performed. */
  get busy(): boolean {
    return this.#busy;
  }
  /** It has been for longer than a blink. */
  get running(): boolean {
    return this.#running;
  }
  get crash(): string | undefined {
    return this.#crash;
  }
  /** The last line that moved the machine in time. */
  get lastLine(): string {
    return this.#move.line;
  }
  /** The last verdict of each step answered since the window opened. */
  get verdicts(): Readonly<Record<string, Verdict>> {
    return this.#verdicts;
  }
  /** The step whose answer is on its way to disk. */
  get grading(): string | undefined {
    return this.#grading;
  }
  /** Instructions the machine had run when steps were answered right. */
  get answered(): readonly bigint[] {
    return this.#answered;
  }
  /** Notes and bookmarks, in the order of time. */
  get notes(): readonly Note[] {
    return this.#notes;
  }
  /** How far the session is done again, while it is. */
  get replayed(): Replayed | undefined {
    return this.#replayed;
  }
  get queued(): number {
    return this.#queued;
  }

  setRunning(running: boolean): void {
    this.#running = running && this.#busy;
  }
  setCrash(message: string): void {
    this.#crash = message;
  }

  /** Perform a line as typed at the prompt. Lines follow each other; output is shown at once and stored behind it. */
  async line(text: string): Promise<void> {
    await this.#inTurn(async () => {
      const entry: Entry = { prompt: this.#prompt, line: text };
      this.#busy = true;
      this.console?.began(entry);
      const { performed, outcome, exercise, prompt, closedLog } = await this.#client.core.apply({ kind: 'line', text });
      this.#busy = this.#running = false;
      if (outcome.kind !== 'line') return;
      if (outcome.moment.position !== this.#moment.position) this.#move = { line: text, before: this.#moment, arrived: outcome.moment };
      this.#moment = outcome.moment;
      this.#exercise = exercise;
      this.#prompt = prompt;
      const ended = { ...entry, results: outcome.results };
      this.entries.push(ended);
      if (this.entries.length > KEPT) this.entries.splice(0, this.entries.length - KEPT);
      this.console?.ended(ended);
      this.#append(performed);
      if (closedLog) saveFile(closedLog.name, 'text/plain;charset=utf-8', closedLog.text);
    });
  }
  /** Grade an answer, seen at a moment where the step asks for one. Its verdict is shown only once it is on disk; the console need not wait for that. */
  async answer(step: string, text: string, at?: string): Promise<Verdict | undefined> {
    this.#grading = step;
    const graded = await this.#inTurn(async () => {
      const { performed, outcome, exercise, moment, prompt } = await this.#client.core.apply({
        kind: 'answer',
        step,
        text,
        ...(at !== undefined && { at }),
      });
      return outcome.kind === 'answer'
        ? { verdict: outcome.verdict, exercise, moment, prompt, written: this.#record(performed, outcome.verdict, exercise?.score) }
        : undefined;
    });
    await graded?.written;
    this.#grading = undefined;
    if (!graded) return undefined;
    if (graded.exercise?.machines) this.#moved(graded);
    this.#exercise = graded.exercise;
    if (graded.moment?.position === this.#moment.position) this.#moment = graded.moment;
    this.#verdicts = { ...this.#verdicts, [step]: graded.verdict };
    if (graded.verdict.result === 'right') this.#answered = [...this.#answered, this.#moment.executed];
    return graded.verdict;
  }
  async hint(id: string): Promise<void> {
    await this.#inTurn(async () => {
      const { performed, exercise } = await this.#client.core.apply({ kind: 'hint', id });
      this.#exercise = exercise;
      this.#append(performed, exercise?.score);
    });
  }
  /** Practice: show the answer of the current step. */
  async reveal(step: string): Promise<void> {
    await this.#perform({ kind: 'reveal', step });
  }
  /** Take the console to another machine of the exercise. */
  async goTo(machine: string): Promise<void> {
    await this.#perform({ kind: 'machine', name: machine });
  }
  /** An input that is neither a line nor an answer. */
  async #perform(input: Input): Promise<void> {
    await this.#inTurn(async () => {
      const done = await this.#client.core.apply(input);
      this.#moved(done);
      this.#exercise = done.exercise;
      this.#append(done.performed, done.exercise?.score);
    });
  }
  /** The console may be at another machine now. */
  #moved({ moment, prompt }: { readonly moment?: Moment | undefined; readonly prompt: string }): void {
    if (!moment) return;
    this.#move = { line: this.#move.line };
    this.#moment = moment;
    this.#prompt = prompt;
  }
  /** A minute has passed: where the window was seen, it was worked. A hint may have waited for it. */
  async #minute(): Promise<void> {
    if (document.visibilityState !== 'visible' || !this.#exercise) return;
    this.#minutes++;
    const { hintAt } = this.#exercise;
    if (hintAt !== undefined && this.#minutes >= hintAt) await this.#perform({ kind: 'time', minutes: this.#minutes });
  }
  /** Break into the running line. */
  break(): void {
    this.#client.core.break();
  }
  complete(line: string, caret: number): ReturnType<LabWorker['complete']> {
    return this.#client.core.complete(line, caret);
  }
  picture(request: PictureRequest): ReturnType<LabWorker['picture']> {
    return this.#client.core.picture(request);
  }
  readonly look: LabWorker['look'] = (...asked) => this.#client.core.look(...asked);
  readonly decisive: LabWorker['decisive'] = step => this.#client.core.decisive(step);
  preview(step: string, text: string): ReturnType<LabWorker['preview']> {
    return this.#client.core.preview(step, text);
  }
  /** The session for a reader, done again from its beginning; undefined where that is given up. */
  async transcript(): ReturnType<LabWorker['transcript']> {
    return this.#again(this.#client.core.transcript());
  }
  /** The session as a file that replays (docs/labrun.md). */
  async recording(): ReturnType<LabWorker['recording']> {
    return this.#again(this.#client.core.recording());
  }
  giveUp(): void {
    this.#client.core.giveUp();
  }
  async #again<T>(doing: Promise<T>): Promise<T> {
    return doing.finally(() => {
      this.#replayed = undefined;
    });
  }
  setReplayed(at: Replayed): void {
    this.#replayed = at;
  }
  /** Write a note at a position, or a bookmark where there is no text. */
  putNote(note: Note): void {
    const session = this.#session,
      before = this.#notes.find(n => n.position === note.position);
    if (before?.text === note.text) return;
    this.#notes = [...this.#notes.filter(n => n !== before), note].sort((a, b) => comparePositions(a.position, b.position));
    void this.writes.push(() => this.#call('notes/put', { session, ...note }));
  }
  removeNote(position: string): void {
    const session = this.#session;
    this.#notes = this.#notes.filter(n => n.position !== position);
    void this.writes.push(() => this.#call('notes/remove', { session, position }));
  }
  forgetVerdict(step: string): void {
    this.#verdicts = Object.fromEntries(Object.entries(this.#verdicts).filter(([id]) => id !== step));
  }
  /** Ends the worker; what was performed is stored or waits in `writes`. */
  close(): void {
    clearInterval(this.#clock);
    this.#client.end();
  }

  #record(input: Input, { result, points, feedback, observed }: Verdict, score: number | undefined): Promise<void> {
    if (result === 'locked') return Promise.resolve();
    const session = this.#session,
      index = this.#index++;
    if (this.start.mode === 'practice') return this.writes.push(() => this.#call('sessions/append', { session, index, input }));
    return this.writes.push(() =>
      this.#call('attempts/record', {
        session,
        index,
        input,
        result,
        points,
        score,
        ...(feedback !== undefined && { feedback }),
        ...(observed && { observed }),
      }),
    );
  }
  #append(input: Input, score?: number): void {
    const session = this.#session,
      index = this.#index++;
    const counted = this.start.mode === 'practice' ? undefined : score;
    void this.writes.push(() => this.#call('sessions/append', { session, index, input, score: counted }));
  }
  /** One thing at a time, in the order asked. What fails here is our bug: the machine is no longer to be trusted. */
  #inTurn<T>(work: () => Promise<T>): Promise<T | undefined> {
    this.#queued++;
    const guarded = (): Promise<T | undefined> =>
      work().catch((error: unknown) => {
        this.setCrash(String(error));
        return undefined;
      });
    const mine = this.#queued === 1 ? guarded() : this.#turn.then(guarded);
    this.#turn = mine.finally(() => {
      this.#queued--;
    });
    return mine;
  }
}
/** Minutes that were told before. */
const minutesIn = (inputs: readonly Input[]): number => inputs.reduce((n, i) => (i.kind === 'time' ? Math.max(n, i.minutes) : n), 0);
