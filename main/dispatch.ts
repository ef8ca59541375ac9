/** The one door: a call's name and an unknown value in, a Result out. Electron's IPC and the web host both come through here. */
import * as v from 'valibot';
import { CALLS, type AppInfo, type Arguments, type CallName, type Notice, type Returns } from '../core/host.ts';
import { failure, problem, success, type Problem, type Result } from '../core/problem.ts';
import { machineChoices } from '../core/windows/machine-list.ts';
import type { Packs } from './services/packs.ts';
import { OutOfOrder, type Store } from './store/store.ts';

export type Dispatch = (call: string, argument: unknown) => Result<unknown>;

/** Bytes of JSON one call may bring. */
export const MOST_BYTES = 64 * 1024;

/** What a desktop shell does for its window; a browser's tab has none. */
export interface WindowCalls {
  readonly ready: () => readonly Notice[];
  readonly menu: (menu: Arguments<'window/menu'>) => void;
}
export interface Services {
  readonly info: Omit<AppInfo, 'learnerSeed'>;
  readonly store: Store;
  readonly packs: Packs;
  readonly window?: WindowCalls;
  /** A mistake of ours in a call, or a store that refuses. */
  readonly report: (call: string, error: unknown) => void;
}
type Handlers = { readonly [N in CallName]: (argument: Arguments<N>) => Returns[N] | Refusal };
class Refusal {
  readonly problem: Problem;
  constructor(problem: Problem) {
    this.problem = problem;
  }
}
const noExercise = (e: { readonly pack: string; readonly id: string }): Refusal =>
  new Refusal(problem('host/no-exercise', { name: `${e.pack}/${e.id}` }));

function handlers({ info, store, packs, window }: Services): Handlers {
  return {
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
    'sessions/open': ({ ref, exercise, fresh }) => {
      if (!exercise) return store.openSession({ ref }, { fresh });
      const { pack, id, content } = exercise,
        files = packs.exercise(pack, id, content ?? packs.contentFor(pack, id));
      if (!files) return noExercise(exercise);
      return store.openSession({ ref, exercise: { pack, id } }, { exerciseHash: files.hash, content: files.content, fresh });
    },
    'sessions/append': ({ session, index, input, score }) => {
      store.appendInput(session, index, input, score);
      return null;
    },
    'attempts/record': ({ session, index, input, result, points, score, feedback }) => {
      if (input.kind !== 'answer')
        return new Refusal(problem('host/invalid', { call: 'attempts/record', why: 'only an answer can be recorded' }));
      store.recordAnswer(session, index, input, { step: input.step, result, points, score, feedback });
      return null;
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

export function createDispatch(services: Services): Dispatch {
  const table = handlers(services);
  return (call, argument) => {
    if (!Object.hasOwn(CALLS, call)) return failure(problem('host/unknown-call'));
    const name = call as CallName;
    const parsed = v.safeParse(CALLS[name], argument);
    if (!parsed.success) return failure(problem('host/invalid', { call, why: v.summarize(parsed.issues) }));
    try {
      const value = (table[name] as (a: unknown) => unknown)(parsed.output);
      return value instanceof Refusal ? failure(value.problem) : success(value);
    } catch (e) {
      if (!(e instanceof OutOfOrder)) services.report(call, e);
      return failure(explain(e, call));
    }
  };
}

function explain(e: unknown, call: string): Problem {
  if (e instanceof OutOfOrder) return problem('host/out-of-order');
  const code = (e as { code?: unknown }).code;
  return typeof code === 'string' && code.startsWith('SQLITE') ? problem('host/store', { why: code }) : problem('host/error', { call });
}
