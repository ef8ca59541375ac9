/** Which panes stand where in each window class, which tab of a group is open, which pane fills the window. */
import type { PlainMessage } from '../i18n/language.svelte.ts';
import { app } from './app.svelte.ts';
import { windowClass, type WindowClass } from './window-class.svelte.ts';

/** Pictures of one thing each, that share a tab. */
export const PICTURES = ['steps', 'ring', 'selectors', 'bits', 'service', 'walk'] as const;
export type PicturePane = (typeof PICTURES)[number];
export const isPicture = (pane: PaneId): pane is PicturePane => (PICTURES as readonly PaneId[]).includes(pane);
export type PaneId =
  PicturePane | 'exercise' | 'disassembly' | 'console' | 'registers' | 'frame' | 'memory' | 'breakpoints' | 'stack' | 'notes' | 'time';
export const PANE_TITLES: Readonly<Record<PaneId, PlainMessage>> = {
  exercise: 'pane.exercise',
  disassembly: 'pane.disassembly',
  console: 'pane.console',
  registers: 'pane.registers',
  frame: 'pane.frame',
  memory: 'pane.memory',
  ring: 'pane.ring',
  breakpoints: 'pane.breakpoints',
  stack: 'pane.stack',
  notes: 'pane.notes',
  time: 'pane.time',
  selectors: 'pane.selectors',
  bits: 'pane.bits',
  service: 'pane.service',
  walk: 'pane.walk',
  steps: 'pane.steps',
};
/** Panes by the digit that focuses them. */
export const PANE_ORDER: readonly PaneId[] = ['exercise', 'disassembly', 'console', 'registers', 'frame', 'stack', 'time'];

/** Panes that share a place, as tabs; `size` is a grid track. */
export interface Group {
  readonly panes: readonly PaneId[];
  readonly size: string;
}
export interface Column {
  readonly id: 'centre' | 'right' | 'far';
  /** px; the centre takes what is left. */
  readonly width?: number;
  readonly groups: readonly Group[];
  /** The group a splitter gives a height of its own, which side of it the splitter is on, and the height of its rows. */
  readonly sized?: { readonly group: number; readonly edge: 'top' | 'bottom'; readonly row: number };
}
export interface Layout {
  readonly exercise: number;
  readonly columns: readonly Column[];
}
const alone = (pane: PaneId, size: string): Group => ({ panes: [pane], size });
const console_ = { group: 1, edge: 'top', row: 17 } as const;

const TABS: readonly PaneId[] = ['disassembly', 'registers', 'frame', 'stack', 'memory', 'breakpoints', 'notes', ...PICTURES];

export const LAYOUTS: Readonly<Record<WindowClass, Layout>> = {
  narrow: { exercise: 0, columns: [{ id: 'centre', groups: [alone('console', '300px'), { panes: TABS, size: '320px' }] }] },
  small: {
    exercise: 280,
    columns: [{ id: 'centre', groups: [{ panes: TABS, size: '1fr' }, alone('console', '1fr')], sized: console_ }],
  },
  medium: {
    exercise: 316,
    columns: [
      { id: 'centre', groups: [alone('disassembly', '1.22fr'), alone('console', '1fr')], sized: console_ },
      {
        id: 'right',
        width: 448,
        groups: [
          alone('registers', 'auto'),
          { panes: ['frame', 'memory', ...PICTURES], size: 'auto' },
          { panes: ['stack', 'breakpoints', 'notes'], size: '1fr' },
        ],
        sized: { group: 1, edge: 'bottom', row: 18 },
      },
    ],
  },
  large: {
    exercise: 352,
    columns: [
      { id: 'centre', groups: [alone('disassembly', '1fr'), alone('console', '400px')], sized: console_ },
      {
        id: 'right',
        width: 480,
        groups: [
          alone('registers', 'auto'),
          { panes: ['frame', ...PICTURES.filter(p => p !== 'ring')], size: 'auto' },
          alone('stack', '1fr'),
        ],
        sized: { group: 1, edge: 'bottom', row: 18 },
      },
      { id: 'far', width: 384, groups: [alone('ring', 'auto'), { panes: ['memory', 'breakpoints', 'notes'], size: '1fr' }] },
    ],
  },
};

class Panes {
  #tabs: Readonly<Record<string, PaneId>> = $state.raw({});
  #maximised: PaneId | undefined = $state();

  get layout(): Layout {
    return LAYOUTS[windowClass()];
  }
  get maximised(): PaneId | undefined {
    return this.#maximised;
  }

  /** The open tab of a group. */
  open(group: readonly PaneId[]): PaneId {
    return this.#tabs[group.join()] ?? group[0]!;
  }
  /** A length a person chose by dragging, kept per window class; undefined for the design's own. */
  size(name: string): number | undefined {
    return app.settings.layout?.[`${windowClass()}.${name}`]?.[0];
  }
  resize(name: string, px: number | undefined): void {
    const { [`${windowClass()}.${name}`]: _old, ...rest } = app.settings.layout ?? {};
    void app.set({ layout: px === undefined ? rest : { ...rest, [`${windowClass()}.${name}`]: [px] } });
  }

  show(pane: PaneId): void {
    for (const { groups } of this.layout.columns)
      for (const { panes } of groups) {
        if (panes.length > 1 && panes.includes(pane)) this.#tabs = { ...this.#tabs, [panes.join()]: pane };
      }
    if (this.#maximised !== undefined && this.#maximised !== pane) this.#maximised = undefined;
  }
  /** The tabs before a fault opened the micro-steps. */
  #beforeFault: Readonly<Record<string, PaneId>> | undefined;
  fault(raised: boolean): void {
    const opened = this.#beforeFault !== undefined;
    if (raised && !opened) {
      this.#beforeFault = this.#tabs;
      if (this.#maximised === undefined) this.show('steps');
    } else if (!raised && opened) {
      for (const [group, pane] of Object.entries(this.#tabs))
        if (pane === 'steps') this.#tabs = { ...this.#tabs, [group]: this.#beforeFault![group] ?? (group.split(',')[0] as PaneId) };
      this.#beforeFault = undefined;
    }
  }
  focus(pane: PaneId): void {
    this.show(pane);
    const there = target(pane);
    if (there) there.focus();
    else requestAnimationFrame(() => target(pane)?.focus());
  }
  cycle(): void {
    const seen = PANE_ORDER.filter(pane => document.querySelector(`[data-pane="${pane}"]`)),
      at = focused();
    const next = seen[(at === undefined ? -1 : seen.indexOf(at)) + 1] ?? seen[0];
    if (next) this.focus(next);
  }
  maximise(): void {
    const pane = focused();
    this.#maximised = this.#maximised === undefined && pane !== 'time' ? pane : undefined;
  }
}
export const panes = new Panes();

const focused = (): PaneId | undefined =>
  document.activeElement?.closest<HTMLElement>('[data-pane]')?.dataset['pane'] as PaneId | undefined;
/** What of a pane takes the focus: what it says itself, the terminal's input, else its first control. */
function target(pane: PaneId): HTMLElement | null {
  const root = document.querySelector<HTMLElement>(`[data-pane="${pane}"]`);
  return (
    root?.querySelector<HTMLElement>('[data-pane-focus], .xterm-helper-textarea') ??
    root?.querySelector<HTMLElement>('button, input, [tabindex="0"]:not(dfn)') ??
    null
  );
}
