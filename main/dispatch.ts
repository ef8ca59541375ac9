/** The one door: a call's name and an unknown value in, a Result out. Electron's IPC and the web host both come through here. */
import * as v from 'valibot';
import { CALLS, PIECE, type AppInfo, type Arguments, type CallName, type Notice, type Returns, type StoredSession } from '../core/host.ts';
import { failure, problem, success, type Problem, type Result } from '../core/problem.ts';
import type { MachineRef } from '../core/machine/scenario.ts';
import { machineChoices } from '../core/windows/machine-list.ts';
import type { Author, FolderDialog } from './services/author.ts';
import type { Imports } from './services/imports.ts';
import type { Packs } from './services/packs.ts';
import { profileFolder, profilesBeside } from './services/profiles.ts';
import { OutOfOrder, type Store } from './store/store.ts';

export type Dispatch = (call: string, argument: unknown) => Result<unknown>;

/** Bytes of JSON one call may bring: of a file, a piece in base64. */
export const MOST_BYTES = 64 * 1024;
export const mostBytes = (call: string): number => (call === 'import/piece' ? Math.ceil(PIECE / 3) * 4 + 1024 : MOST_BYTES);

/** What a desktop shell does for its window; a browser's tab has none. */
export interface WindowCalls {
  readonly ready: () => readonly Notice[];
  readonly menu: (menu: Arguments<'window/menu'>) => void;
  /** Start again on another data folder. */
  readonly restart: (folder: string) => void;
  readonly chooseFolder: FolderDialog;
}
export interface Services {
  readonly info: Omit<AppInfo, 'learnerSeed'>;
  readonly store: Store;
  readonly packs: Packs;
  readonly imports: Imports;
  readonly author: Author;
  /** Where the store is. */
  readonly folder: string;
  readonly window?: WindowCalls;
  /** A mistake of ours in a call, or a store that refuses. */
  readonly report: (call: string, error: unknown) => void;
}
export type Handlers = { readonly [N in CallName]: (argument: Arguments<N>) => Returns[N] | Refusal };
type AuthorCall = Extract<CallName, `author/${string}`>;
/** A handler's no. */
export class Refusal {
  readonly problem: Problem;
  constructor(problem: Problem) {
    this.problem = problem;
  }
}
const noExercise = (e: { readonly pack: string; readonly id: string }): Refusal =>
  new Refusal(problem('host/no-exercise', { name: `${e.pack}/${e.id}` }));
const noExam = (name: string): Refusal => new Refusal(problem('host/no-exam', { name }));
const noPack = (name: string): Refusal => new Refusal(problem('host/no-pack', { name }));
const unless = <T>(result: Result<T>): T | Refusal => (result.ok ? result.value : new Refusal(result.problem));

/** Calls about the pack that is being written. */
export const authorHandlers = (author: Author): Pick<Handlers, AuthorCall> => ({
  'author/state': ({ since }) => author.state(since) ?? null,
  'author/open': ({ place }) => unless(author.open(place)),
  'author/choose': () => unless(author.choose()),
  'author/new': ({ name }) => unless(author.create(name)),
  'author/close': () => {
    author.close();
    return null;
  },
  'author/exercise': ({ id }) => author.exercise(id) ?? new Refusal(problem('host/no-exercise', { name: id })),
  'author/file': ({ name }) => {
    const text = author.folder?.text(name);
    return text === undefined ? new Refusal(problem('host/no-file', { name })) : { name, text };
  },
});

function handlers({ info, store, packs, imports, author, window, folder }: Services): Handlers {
  /** On the exam's own machine, official, never begun anew. */
  const openInExam = (
    id: number,
    ref: MachineRef,
    { pack, id: exercise }: { readonly pack: string; readonly id: string },
  ): StoredSession | Refusal => {
    const exam = store.exams.get(id),
      files = exam?.pack === pack && exam.exercises.some(e => e.id === exercise) ? packs.exercise(pack, exercise, exam.content) : undefined;
    if (!exam || !files || ref.seed !== exam.seed) return noExam(`${id}: ${pack}/${exercise}`);
    return store.openSession({ ref, exercise: { pack, id: exercise } }, { exerciseHash: files.hash, content: files.content, exam: id });
  };
  return {
    ...authorHandlers(author),
    'app/info': () => ({ ...info, learnerSeed: store.learnerSeed() }),
    'settings/get': () => {
      const { layout, ...settings } = store.settings();
      return layout && !info.safe ? { layout, ...settings } : settings;
    },
    'settings/set': changes => {
      store.saveSettings(changes);
      return store.settings();
    },
    'packs/list': () => packs.list(),
    'packs/page': ({ pack, id }) => packs.page(pack, id) ?? new Refusal(problem('host/no-page', { name: `${pack}/${id}` })),
    'machines/list': () => machineChoices(),
    'packs/exercise': ({ pack, id, content, fresh }) =>
      packs.exercise(pack, id, content ?? (fresh ? undefined : packs.contentFor(pack, id))) ?? noExercise({ pack, id }),
    'packs/export': ({ pack, at }) => {
      const file = packs.exported(pack);
      if (!file) return noPack(pack);
      if (at + PIECE >= file.bytes.length) packs.forgetExported();
      const data = Buffer.from(file.bytes.subarray(at, at + PIECE)).toString('base64');
      return { name: file.name, size: file.bytes.length, data };
    },
    'packs/remove': ({ pack }) => (packs.remove(pack) ? null : noPack(pack)),
    'import/begin': ({ name, size }) => unless(imports.begin(name, size)),
    'import/piece': ({ ticket, at, data }) => unless(imports.piece(ticket, at, Buffer.from(data, 'base64'))),
    'import/state': ({ ticket }) => unless(imports.state(ticket)),
    'import/confirm': ({ ticket, newKey = false }) => unless(imports.confirm(ticket, newKey)),
    'import/cancel': ({ ticket }) => {
      imports.cancel(ticket);
      return null;
    },
    'sessions/open': ({ ref, exercise, mode, fresh, exam }) => {
      if (!exercise) return store.openSession({ ref }, { fresh });
      if (exam !== undefined) return openInExam(exam, ref, exercise);
      const { pack, id, content } = exercise,
        files = packs.exercise(pack, id, content ?? (fresh ? undefined : packs.contentFor(pack, id)));
      if (!files) return noExercise(exercise);
      return store.openSession(
        { ref, exercise: { pack, id }, ...(mode && { mode }) },
        { exerciseHash: files.hash, content: files.content, fresh },
      );
    },
    'sessions/append': ({ session, index, input, score }) => {
      store.appendInput(session, index, input, score);
      return null;
    },
    'attempts/record': ({ session, index, input, result, points, score, feedback, observed }) => {
      if (input.kind !== 'answer')
        return new Refusal(problem('host/invalid', { call: 'attempts/record', why: 'only an answer can be recorded' }));
      store.recordAnswer(session, index, input, { step: input.step, result, points, score, feedback, observed });
      return null;
    },
    'exams/get': ({ pack }) => store.exams.latest(pack) ?? null,
    'exams/begin': ({ pack }) => {
      const listed = packs.list().find(p => p.id === pack);
      if (!listed) return noPack(pack);
      return listed.exam ? store.exams.begin(pack, listed.content, listed.exam, store.learnerSeed()) : noExam(pack);
    },
    'exams/submit': ({ exam }) => store.exams.submit(exam) ?? noExam(String(exam)),
    'attempts/seeds': ({ pack, id }) => store.attemptSeeds(pack, id),
    'notes/list': ({ session }) => store.notes.list(session),
    'notes/put': ({ session, ...note }) =>
      store.notes.put(session, note) ? null : new Refusal(problem('host/no-session', { name: String(session) })),
    'notes/remove': ({ session, position }) => {
      store.notes.remove(session, position);
      return null;
    },
    'profiles/list': () => ({ ...profilesBeside(folder), opens: window !== undefined }),
    'profiles/open': ({ name }) => {
      if (!window) return new Refusal(problem('host/profile', { name: JSON.stringify(name.trim()) }));
      const found = profileFolder(folder, name);
      if (found.ok) window.restart(found.value);
      return unless(found.ok ? success(null) : found);
    },
    'progress/get': () => store.progress(),
    'history/get': () => store.history(),
    'history/add': ({ line }) => {
      store.addHistory(line);
      return null;
    },
    'window/ready': () => window?.ready() ?? [],
    'window/menu': menu => {
      window?.menu(menu);
      return null;
    },
  };
}

export const createDispatch = (services: Services): Dispatch => dispatchTo(handlers(services), services.report);

/** Calls that a table has no handler for are not there. @param report a mistake of ours in a call */
export function dispatchTo(table: Partial<Handlers>, report: Services['report']): Dispatch {
  return (call, argument) => {
    if (!Object.hasOwn(CALLS, call) || !Object.hasOwn(table, call)) return failure(problem('host/unknown-call'));
    const name = call as CallName;
    const parsed = v.safeParse(CALLS[name], argument);
    if (!parsed.success) return failure(problem('host/invalid', { call, why: v.summarize(parsed.issues) }));
    try {
      const value = (table[name] as (a: unknown) => unknown)(parsed.output);
      return value instanceof Refusal ? failure(value.problem) : success(value);
    } catch (e) {
      if (!(e instanceof OutOfOrder)) report(call, e);
      return failure(explain(e, call));
    }
  };
}

function explain(e: unknown, call: string): Problem {
  if (e instanceof OutOfOrder) return problem('host/out-of-order');
  const code = (e as { code?: unknown }).code;
  return typeof code === 'string' && code.startsWith('SQLITE') ? problem('host/store', { why: code }) : problem('host/error', { call });
}
