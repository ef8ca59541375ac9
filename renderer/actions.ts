/** Everything a person can do by key, button or palette: one table. */
import { language, t, type PlainMessage } from './i18n/language.svelte.ts';
import { keyOf, keysFor, sameKeys, type Keys } from './parts/keys.ts';
import { app } from './state/app.svelte.ts';
import { author } from './state/author.svelte.ts';
import { consoleView } from './state/console-view.svelte.ts';
import { codeView } from './state/code-view.svelte.ts';
import { frameView } from './state/frame-view.svelte.ts';
import { imports } from './state/imports.svelte.ts';
import { microSteps } from './state/micro-steps.svelte.ts';
import { narratePlace } from './state/narrate.ts';
import { notes } from './state/notes.svelte.ts';
import { PANE_ORDER, PANE_TITLES, panes, PICTURES, type PaneId } from './state/panes.svelte.ts';
import { copyRecording, saveRecording, saveTranscript } from './state/session-files.ts';
import { tour } from './state/tour.svelte.ts';

export interface Action {
  readonly id: string;
  readonly title: PlainMessage;
  readonly keys?: Keys;
  /** What it would come to now, in a few words beside the title. */
  readonly says?: () => string;
  /** The console command it types, shown on its button. */
  readonly command?: string;
  /** Absent: always possible. */
  readonly when?: () => boolean;
  readonly run: () => void;
}

const idle = (): boolean => app.inLab && app.lab !== undefined && !app.lab.busy;
const busy = (): boolean => app.lab?.busy === true;
const inLab = (): boolean => app.lab !== undefined && app.inLab;
/** The author's screen shows a folder that can be changed for another; `lab pack preview` has one. */
const ofLab = (): boolean => app.info.author === undefined;
const written = (): boolean => app.route.screen === 'author' && author.problems.length > 0;
const line = (text: string): void => void app.lab?.line(text);
const command = (id: string, title: PlainMessage, keys: Keys, text: string): Action => ({
  id,
  title,
  keys,
  command: text,
  when: idle,
  run: () => line(text),
});
const digit = (n: number): Keys => ({ app: [`Ctrl+${n}`], tab: [`Alt+${n}`], mac: [`Meta+${n}`] });
const focus = (pane: PaneId, n?: number): Action => ({
  id: `focus-${pane}`,
  title: PANE_TITLES[pane],
  ...(n !== undefined && { keys: digit(n) }),
  when: inLab,
  run: () => panes.focus(pane),
});
const THEMES = ['light', 'dark', 'contrast'] as const;

export const ACTIONS: readonly Action[] = [
  command('step-into', 'action.step-into', { app: ['F11'], tab: ['F11', 'Alt+I'], mac: ['F11'] }, 't'),
  command('step-over', 'action.step-over', sameKeys('F10'), 'p'),
  command('step-out', 'action.step-out', sameKeys('Shift+F11'), 'gu'),
  command('go', 'action.go', sameKeys('F5'), 'g'),
  command('step-back', 'action.step-back', sameKeys('Alt+F11'), 't-'),
  command('step-back-over', 'action.step-back-over', sameKeys('Alt+F10'), 'p-'),
  command('step-back-out', 'action.step-back-out', sameKeys('Alt+Shift+F11'), 'g-u'),
  command('go-back', 'action.go-back', sameKeys('Alt+F5'), 'g-'),
  {
    id: 'undo-edit',
    title: 'action.undo-edit',
    command: 't-',
    when: () => idle() && (app.lab?.moment.edited.length ?? 0) > 0,
    run: () => line('t-'),
  },
  {
    id: 'break',
    title: 'action.break',
    keys: { app: ['Ctrl+Pause'], tab: ['Ctrl+Pause'], mac: ['Ctrl+C'] },
    when: busy,
    run: () => app.lab?.break(),
  },
  { id: 'breakpoint', title: 'action.breakpoint', keys: sameKeys('F9'), when: idle, run: () => codeView.toggleBreakpoint() },
  { id: 'run-to', title: 'action.run-to', keys: sameKeys('F7'), when: idle, run: () => codeView.runTo() },
  {
    id: 'run-to-store',
    title: 'action.run-to-store',
    keys: sameKeys('Ctrl+F10'),
    when: () => idle() && codeView.nextStore !== undefined,
    says: () => (codeView.nextStore ? `${codeView.nextStore.mnemonic} ${codeView.nextStore.operands}`.trim() : ''),
    run: () => codeView.runToStore(),
  },
  {
    id: 'who-wrote',
    title: 'action.who-wrote',
    when: () => idle() && frameView.chosen !== undefined,
    says: () => t('action.who-wrote-says', { field: frameView.chosen?.field ?? '' }),
    run: () => line(frameView.chosen?.wrote ?? ''),
  },
  { id: 'follow', title: 'action.follow', when: inLab, run: () => codeView.follow() },
  {
    id: 'palette',
    title: 'action.palette',
    keys: { app: ['Ctrl+K', 'Ctrl+Shift+P'], tab: ['Ctrl+K'], mac: ['Meta+K'] },
    run: () => {
      app.paletteOpen = true;
    },
  },
  ...PANE_ORDER.map((pane, n) => focus(pane, n + 1)),
  ...(['memory', 'breakpoints', ...PICTURES] as const).map(pane => ({
    ...focus(pane),
    ...(pane === 'steps' && { keys: sameKeys('Ctrl+F11'), run: () => microSteps.next() }),
  })),
  { id: 'cycle', title: 'action.cycle', keys: sameKeys('F6'), when: inLab, run: () => panes.cycle() },
  {
    id: 'maximise',
    title: 'action.maximise',
    keys: { app: ['Ctrl+Shift+M'], tab: ['Alt+M'], mac: ['Meta+Shift+M'] },
    when: inLab,
    run: () => panes.maximise(),
  },
  {
    id: 'find',
    title: 'action.find',
    keys: { app: ['Ctrl+F'], tab: ['Ctrl+F'], mac: ['Meta+F'] },
    when: inLab,
    run: () => consoleView.openFind(),
  },
  {
    id: 'read-place',
    title: 'action.read-place',
    keys: { app: ['Ctrl+0'], tab: ['Alt+0'], mac: ['Meta+0'] },
    when: inLab,
    run: () => {
      if (app.lab) app.say(narratePlace(app.lab.moment));
    },
  },
  { id: 'help', title: 'action.help', keys: sameKeys('F1'), command: '.help', when: idle, run: () => line('.help') },
  { id: 'tour', title: 'action.tour', run: () => void tour.begin() },
  { id: 'clear', title: 'action.clear', command: '.cls', when: idle, run: () => line('.cls') },
  { id: 'hints', title: 'action.hints', run: () => void app.set({ authentic: app.settings.authentic !== true }) },
  { id: 'screen-reader', title: 'action.screen-reader', run: () => consoleView.toggleScreenReader() },
  { id: 'language', title: 'action.language', run: () => void app.set({ language: language() === 'en' ? 'zh-CN' : 'en' }) },
  { id: 'theme', title: 'action.theme', run: () => void app.set({ theme: THEMES[(THEMES.indexOf(app.theme) + 1) % THEMES.length]! }) },
  { id: 'theme-system', title: 'action.theme-system', run: () => void app.set({ theme: null }) },
  {
    id: 'settings',
    title: 'nav.settings',
    keys: { app: ['Ctrl+,'], tab: ['Ctrl+,'], mac: ['Meta+,'] },
    run: () => app.go({ screen: 'settings' }),
  },
  {
    id: 'import-pack',
    title: 'action.import-pack',
    keys: { app: ['Ctrl+O'], tab: ['Ctrl+O'], mac: ['Meta+O'] },
    run: () => imports.choose(),
  },
  { id: 'author', title: 'action.author', run: () => app.go({ screen: 'author' }) },
  { id: 'open-pack', title: 'action.open-pack', when: ofLab, run: () => void author.choose() },
  { id: 'next-problem', title: 'action.next-problem', keys: sameKeys('F8'), when: written, run: () => void author.nextProblem(1) },
  {
    id: 'previous-problem',
    title: 'action.previous-problem',
    keys: sameKeys('Shift+F8'),
    when: written,
    run: () => void author.nextProblem(-1),
  },
  { id: 'reference', title: 'nav.reference', run: () => app.go({ screen: 'reference' }) },
  {
    id: 'pictures',
    title: 'pictures.title',
    run: () => app.go({ screen: 'reference', pack: app.packs[0]!.id, page: 'pictures' }),
  },
  { id: 'catalog', title: 'action.catalog', run: () => app.go({ screen: 'catalog' }) },
  { id: 'note', title: 'action.note', keys: sameKeys('Ctrl+F2'), when: idle, run: () => notes.mark() },
  {
    id: 'next-note',
    title: 'action.next-note',
    keys: sameKeys('F2'),
    when: () => idle() && notes.beside(true) !== undefined,
    run: () => notes.go(true),
  },
  {
    id: 'previous-note',
    title: 'action.previous-note',
    keys: sameKeys('Shift+F2'),
    when: () => idle() && notes.beside(false) !== undefined,
    run: () => notes.go(false),
  },
  { id: 'save-text', title: 'action.save-text', when: idle, run: () => void saveTranscript('txt') },
  { id: 'save-page', title: 'action.save-page', when: idle, run: () => void saveTranscript('html') },
  { id: 'save-run', title: 'action.save-run', when: idle, run: () => void saveRecording() },
  { id: 'copy-run', title: 'action.copy-run', when: idle, run: () => void copyRecording() },
  {
    id: 'start-over',
    title: 'action.start-over',
    when: () => idle() && app.lab?.exam === undefined,
    run: () => {
      app.confirming = 'fresh';
    },
  },
  {
    id: 'variant',
    title: 'action.variant',
    when: () => idle() && app.lab?.exercise !== undefined && app.lab.exam === undefined,
    run: () => {
      app.confirming = 'variant';
    },
  },
];
export const action = (id: string): Action => ACTIONS.find(a => a.id === id)!;
/** Keys of an action as the table has them on this host. */
export const ownKeys = ({ keys }: Action): readonly string[] => (keys ? keysFor(keys, app.info) : []);
/** Keys of an action: what the person chose, else the table's. */
export const keysOf = (a: Action): readonly string[] => app.settings.keys?.[a.id] ?? ownKeys(a);
/** The first key of an action, in the table's spelling. */
export const keyFor = (id: string): string | undefined => keysOf(action(id))[0];

/** What can be done with the session as a whole, in the order its menu shows it. */
export const SESSION_ACTIONS = ['variant', 'start-over', 'note', 'save-text', 'save-page', 'save-run', 'copy-run'] as const;

/** While a dialog is open, nothing but the dialog is to be done. */
const inDialog = (): boolean => document.querySelector('dialog[open]') !== null;
/** Run an action that was chosen outside the window, in the menu of the system; none while a dialog is open. */
export function runChosen(id: string): void {
  const found = ACTIONS.find(a => a.id === id);
  if (found && !inDialog() && found.when?.() !== false) found.run();
}
/** Run the action a key belongs to; none while a dialog is open. */
export function runKey(event: KeyboardEvent): boolean {
  const key = keyOf(event);
  if (key === undefined || inDialog()) return false;
  const found = ACTIONS.find(a => keysOf(a).includes(key));
  if (!found) return false;
  const possible = found.when?.() !== false;
  // A function key of ours is never the browser's, even where it can do nothing now.
  if (!possible && !/(^|\+)F\d+$/.test(key)) return false;
  event.preventDefault();
  if (possible) found.run();
  return true;
}
