/** What the window asks while an author looks at a pack: the folder's exercises, sessions that last as long as the preview. Nothing is stored. */
import path from 'node:path';
import type { AppInfo, Settings } from '../../core/host.ts';
import { MemorySessions } from '../../core/lab/memory-sessions.ts';
import { pageFiles } from '../../core/lab/pages.ts';
import { problem } from '../../core/problem.ts';
import { machineChoices } from '../../core/windows/machine-list.ts';
import { authorHandlers, dispatchTo, Refusal, type Dispatch, type Handlers } from '../dispatch.ts';
import { Author } from './author.ts';

/** @param report a mistake of ours in a call */
export function previewDispatch(
  folder: string,
  info: Omit<AppInfo, 'learnerSeed' | 'author'>,
  report: (call: string, error: unknown) => void,
): Dispatch {
  const author = Author.of(folder),
    sessions = new MemorySessions(),
    history: string[] = [];
  let settings: Settings = {};
  const handlers: Partial<Handlers> = {
    ...authorHandlers(author),
    'app/info': () => ({ ...info, learnerSeed: 'note', author: path.basename(path.resolve(folder)) }),
    'settings/get': () => settings,
    'settings/set': changes => (settings = { ...settings, ...changes }),
    'packs/list': () => {
      const good = author.folder?.good;
      return good ? [{ ...good.summary, builtIn: false, content: good.content }] : [];
    },
    'packs/page': ({ id }) => {
      const good = author.folder?.good,
        page = good?.summary.pages.find(p => p.id === id);
      return good && page ? pageFiles(page, good.texts) : new Refusal(problem('host/no-page', { name: id }));
    },
    'machines/list': () => machineChoices(),
    'packs/exercise': ({ id }) => author.exercise(id) ?? new Refusal(problem('host/no-exercise', { name: id })),
    'attempts/seeds': () => ({ variants: 0, attempts: 0 }),
    'sessions/open': ({ ref, exercise, mode, fresh }) =>
      sessions.open({ ref, ...(exercise && { exercise }), ...(mode && { mode }) }, fresh === true),
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
  };
  return dispatchTo(handlers, report);
}
