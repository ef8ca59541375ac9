/** The console's terminal: prints lines and what they printed, and edits the line at the prompt. Knows nothing of Svelte or of workers. */
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { Terminal } from '@xterm/xterm';
import { keyOf } from '../../parts/keys.ts';
import type { Entry } from '../../state/lab.svelte.ts';
import { BOLD, clean, colour, COLOUR, linesOf, type Painted, paintResults, PLAIN } from './paint.ts';
import { ConsoleLinks } from './links.ts';
import { edited, EMPTY, History, insert, type Line, lineOf } from './line-editor.ts';
import { OldRows } from './old-rows.ts';
import { SCROLLBACK } from '../../tail.ts';
import { cells, place } from './cells.ts';
import { terminalTheme } from './theme.ts';

export interface TerminalEvents {
  /** A line was entered by typing. */
  line(text: string): void;
  /** A link was followed. */
  follow(command: string): void;
  /** A key that is not the editor's own; true if somebody took it. */
  key(key: string, line: Line): boolean;
  /** The line changed, by typing. */
  typed(line: Line): void;
  interrupt(): void;
}
const BUSY = '*BUSY*';
/** Which typeface, and how many px of the screen. */
export interface ConsoleFont {
  readonly family: 'bundled' | 'system';
  readonly px: number;
}
export const CONSOLE_SIZE = 12;
/** A row is so many times as high as the font. */
const ROW = 17 / CONSOLE_SIZE;
const fontFamily = ({ family }: ConsoleFont): string =>
  family === 'system'
    ? 'ui-monospace, "Cascadia Mono", Consolas, Menlo, "DejaVu Sans Mono", monospace'
    : getComputedStyle(document.documentElement).getPropertyValue('--font-mono').trim();

export class ConsoleTerminal {
  readonly terminal: Terminal;
  readonly search = new SearchAddon();
  readonly history = new History();
  readonly #fit = new FitAddon();
  readonly #events: TerminalEvents;
  readonly #links: ConsoleLinks;
  readonly #oldRows: OldRows;
  #line: Line = EMPTY;
  #prompt = '';
  #busy = false;
  /** Cells from the prompt's start to the caret while the input line is on the screen. */
  #caretCells: number | undefined;
  #hints = true;

  constructor(parent: HTMLElement, label: string, font: ConsoleFont, events: TerminalEvents) {
    this.#events = events;
    this.terminal = new Terminal({
      allowProposedApi: true,
      convertEol: true,
      cursorBlink: false,
      cursorInactiveStyle: 'outline',
      drawBoldTextInBrightColors: false,
      reflowCursorLine: true,
      fontFamily: fontFamily(font),
      fontSize: font.px,
      fontWeight: 420,
      fontWeightBold: 640,
      scrollback: SCROLLBACK,
      theme: terminalTheme(),
      overviewRuler: { width: 10 },
    });
    this.terminal.loadAddon(this.#fit);
    this.terminal.loadAddon(this.search);
    this.terminal.loadAddon(new Unicode11Addon());
    this.terminal.unicode.activeVersion = '11';
    this.terminal.open(parent);
    this.terminal.textarea?.setAttribute('aria-label', label);
    this.#links = new ConsoleLinks(this.terminal, command => {
      events.follow(command);
    });
    this.terminal.registerLinkProvider(this.#links);
    this.#oldRows = new OldRows(this.terminal);
    this.#setLineHeight();
    this.terminal.attachCustomKeyEventHandler(event => this.#key(event));
    this.terminal.onData(data => this.#typed(data));
    this.terminal.onResize(() => {
      if (this.#caretCells !== undefined) this.#draw();
    });
  }
  get line(): Line {
    return this.#line;
  }
  fit(): void {
    this.#fit.fit();
  }
  /** Another font; or the same once it is loaded, told by a name that differs in a blank. */
  setFont(font: ConsoleFont): void {
    const { options } = this.terminal,
      name = fontFamily(font);
    options.fontFamily = options.fontFamily === name ? `${name} ` : name;
    options.fontSize = font.px;
    this.#setLineHeight();
    this.fit();
  }
  focus(): void {
    this.terminal.focus();
  }
  retheme(): void {
    this.terminal.options.theme = terminalTheme();
  }
  showHints(hints: boolean): void {
    this.#hints = hints;
  }
  dispose(): void {
    this.#oldRows.dispose();
    this.terminal.dispose();
  }

  /** The prompt waits, or shows that a line is running. */
  setPrompt(prompt: string, busy: boolean): void {
    this.#prompt = prompt;
    this.#busy = busy;
    this.#draw();
  }
  began({ prompt, line }: Entry): void {
    this.#write(`${this.#erase()}${this.#asked(prompt, line)}\n`);
    this.#busy = true;
  }
  ended({ results }: Entry, prompt: string): void {
    this.#print(paintResults(results ?? [], this.#hints), this.#erase());
    this.setPrompt(prompt, false);
  }
  /** Lines of before, as they were. */
  fill(entries: readonly Entry[], prompt: string): void {
    for (const { prompt: asked, line, results } of entries) {
      this.#write(`${this.#asked(asked, line)}\n`);
      this.#print(paintResults(results ?? [], this.#hints));
    }
    this.setPrompt(prompt, false);
  }
  set(line: Line): void {
    this.#line = line;
    this.#draw();
  }
  type(text: string): void {
    this.set(insert(this.#line, text));
  }
  /** Where the caret is from the terminal's corner, and the height of a row, in px of a window drawn `zoom` times as large. */
  caretBox(zoom: number): { readonly left: number; readonly top: number; readonly height: number } {
    const screen = this.terminal.element!.querySelector<HTMLElement>('.xterm-screen')!,
      { cols, rows, buffer } = this.terminal;
    const height = screen.clientHeight / rows / zoom;
    return {
      left: (buffer.active.cursorX * screen.clientWidth) / cols / zoom,
      top: (buffer.active.cursorY + buffer.active.baseY - buffer.active.viewportY) * height,
      height,
    };
  }

  /** xterm multiplies the font's own height; we want rows of a known one. */
  #setLineHeight(): void {
    const screen = this.terminal.element?.querySelector<HTMLElement>('.xterm-screen'),
      { rows, options } = this.terminal;
    const height = (screen?.clientHeight ?? 0) / rows / (options.lineHeight ?? 1);
    if (height > 0) options.lineHeight = Math.max(1, (ROW * (options.fontSize ?? CONSOLE_SIZE) + 0.2) / height);
  }
  #asked(prompt: string, line: string): string {
    return `${colour(COLOUR.quiet, prompt)} ${BOLD}${clean(line)}${PLAIN}`;
  }
  #write(text: string): void {
    this.#print({ text, lines: linesOf(text), links: [] });
  }
  #print({ text, lines, links }: Painted, before = ''): void {
    if (before + text === '') return;
    this.terminal.write(before + text, () => {
      this.#links.written(lines, links);
    });
  }

  /** Takes the input line off the screen. */
  #erase(): string {
    if (this.#caretCells === undefined) return '';
    const { row } = place(this.#caretCells, this.terminal.cols);
    this.#caretCells = undefined;
    return `${row > 0 ? `\x1b[${row}A` : ''}\r\x1b[J`;
  }
  #draw(): void {
    const { text, caret } = this.#line,
      { cols } = this.terminal,
      prompt = this.#busy ? BUSY : this.#prompt,
      head = cells(prompt) + 1;
    const erase = this.#erase(),
      caretCells = head + cells(text.slice(0, caret)),
      end = place(head + cells(text), cols),
      at = place(caretCells, cols);
    // A line that ends at the right edge keeps its cursor there; a blank brings it to the next row, where it is counted.
    const wrap = end.column === 0 ? ' \x1b[D' : '',
      up = end.row - at.row;
    this.#write(`${erase}${this.#asked(prompt, text)}${wrap}${up > 0 ? `\x1b[${up}A` : ''}\r${at.column > 0 ? `\x1b[${at.column}C` : ''}`);
    this.#caretCells = caretCells;
  }

  #key(event: KeyboardEvent): boolean {
    if (event.type !== 'keydown' || event.isComposing || event.keyCode === 229) return true;
    const key = keyOf(event);
    if (key === undefined) return true;
    if (key === 'Shift+Tab') return false;
    if ((key === 'Ctrl+C' || key === 'Ctrl+Insert') && this.terminal.hasSelection()) {
      setTimeout(() => this.terminal.clearSelection());
      return false;
    }
    if (key === 'Ctrl+V' || key === 'Shift+Insert' || event.metaKey) return false;
    if (!this.#take(key)) return true;
    event.preventDefault();
    this.terminal.scrollToBottom();
    return false;
  }
  #take(key: string): boolean {
    if (this.#events.key(key, this.#line)) return true;
    if (key === 'Enter') {
      this.#enter();
      return true;
    }
    if (key === 'Ctrl+C') {
      this.#events.interrupt();
      this.set(EMPTY);
      return true;
    }
    if (key === 'ArrowUp') {
      this.set(this.history.older(this.#line));
      return true;
    }
    if (key === 'ArrowDown') {
      this.set(this.history.newer(this.#line));
      return true;
    }
    const line = edited(this.#line, key);
    if (line) {
      this.set(line);
      this.#events.typed(line);
    }
    return line !== undefined;
  }
  #typed(data: string): void {
    if (data.startsWith('\x1b')) return;
    this.terminal.scrollToBottom();
    const [first, ...more] = data.replace(/\r\n?/g, '\n').split('\n');
    this.set(insert(this.#line, clean(first!)));
    // Pasted lines are entered one after the other; the last waits to be finished.
    for (const next of more) {
      this.#enter();
      this.set(lineOf(clean(next)));
    }
    this.#events.typed(this.#line);
  }
  #enter(): void {
    const { text } = this.#line;
    this.set(EMPTY);
    this.#events.line(text);
  }
}
