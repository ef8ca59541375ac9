/** What the window asks while an author looks at a pack: the folder's exercises, sessions that last as long as the preview. Nothing is stored. */
import type { AppInfo, Settings, StoredSession } from '../../core/host.ts';
import { pageFiles } from '../../core/lab/pages.ts';
import { problem } from '../../core/problem.ts';
import { machineChoices } from '../../core/windows/machine-list.ts';
import { dispatchTo, Refusal, type Dispatch, type Handlers } from '../dispatch.ts';
import { AuthorFolder } from '../files/author-folder.ts';
import { exerciseFiles } from '../files/exercise-files.ts';

const noExercise = (name: string): Refusal => new Refusal(problem('host/no-exercise', { name }));

/** @param report a mistake of ours in a call */
export function previewDispatch(
  folder: string,
  info: Omit<AppInfo, 'learnerSeed' | 'author'>,
  report: (call: string, error: unknown) => void,
): Dispatch {
  const author = new AuthorFolder(folder),
    sessions = new Sessions(),
    history: string[] = [];
  let settings: Settings = {};
  const handlers: Partial<Handlers> = {
    'app/info': () => ({ ...info, learnerSeed: 'note', author: author.name }),
    'settings/get': () => settings,
    'settings/set': changes => (settings = { ...settings, ...changes }),
    'packs/list': () => (author.good ? [{ ...author.good.summary, builtIn: false, content: author.good.content }] : []),
    'packs/page': ({ id }) => {
      const { good } = author,
        page = good?.summary.pages.find(p => p.id === id);
      return good && page ? pageFiles(page, good.texts) : new Refusal(problem('host/no-page', { name: id }));
    },
    'machines/list': () => machineChoices(),
    'packs/exercise': ({ pack, id }) => {
      const { good } = author,
        files = good && good.summary.id === pack ? exerciseFiles(pack, id, good.texts) : undefined;
      return good && files ? { ...files, content: good.content, version: good.summary.version } : noExercise(`${pack}/${id}`);
    },
    'sessions/open': ({ ref, exercise, mode, fresh }) =>
      sessions.open(
        { ref, ...(exercise && { exercise: { pack: exercise.pack, id: exercise.id } }), ...(mode && { mode }) },
        fresh === true,
      ),
    'sessions/append': ({ session, input }) => sessions.append(session, input),
    'attempts/record': ({ session, input }) => sessions.append(session, input),
    'notes/list': () => [],
    'progress/get': () => ({ steps: [], exercises: [] }),
    'history/get': () => history,
    'history/add': ({ line }) => {
      history.push(line);
      return null;
    },
    'window/ready': () => [],
    'window/menu': () => null,
    'author/state': ({ since }) => author.state(since) ?? null,
    'author/file': ({ name }) => {
      const text = author.text(name);
      return text === undefined ? new Refusal(problem('host/no-file', { name })) : { name, text };
    },
  };
  return dispatchTo(handlers, report);
}

/** Sessions by what they begin with: an exercise that is read anew goes on with what was done. */
class Sessions {
  readonly #all: { readonly key: string; readonly start: StoredSession['start']; inputs: StoredSession['inputs'] }[] = [];
  open(start: StoredSession['start'], fresh: boolean): StoredSession {
    const key = JSON.stringify(start);
    let n = this.#all.findIndex(s => s.key === key);
    if (n < 0) n = this.#all.push({ key, start, inputs: [] }) - 1;
    const session = this.#all[n]!;
    if (fresh) session.inputs = [];
    return { session: n, start, inputs: session.inputs };
  }
  append(session: number, input: StoredSession['inputs'][number]): null {
    const known = this.#all[session];
    if (known) known.inputs = [...known.inputs, input];
    return null;
  }
}
