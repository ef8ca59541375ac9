/** What tests may read of the terminal; nothing here changes anything. */
import type { Terminal } from '@xterm/xterm';

export interface TestHook {
  /** Every line of the console, wrapped lines joined, blank lines at the end left out. */
  text(): string;
  /** Cells kept for all its rows. */
  cells(): number;
  readonly columns: number;
  readonly rows: number;
}
declare global {
  interface Window {
    __lab?: TestHook;
  }
}
function textOf({ buffer: { active } }: Terminal): string {
  const lines: string[] = [];
  for (let y = 0; y < active.length; y++) {
    const row = active.getLine(y),
      text = row?.translateToString(active.getLine(y + 1)?.isWrapped !== true) ?? '';
    if (row?.isWrapped) lines[lines.length - 1] += text;
    else lines.push(text);
  }
  return lines.join('\n').trimEnd();
}
function cellsOf({ buffer: { active } }: Terminal): number {
  let sum = 0;
  for (let y = 0; y < active.length; y++) sum += active.getLine(y)!.length;
  return sum;
}
/** Returns what takes the hook away again. */
export function exposeForTests(terminal: Terminal): () => void {
  const hook: TestHook = {
    text: () => textOf(terminal),
    cells: () => cellsOf(terminal),
    get columns() {
      return terminal.cols;
    },
    get rows() {
      return terminal.rows;
    },
  };
  window.__lab = hook;
  return () => {
    if (window.__lab === hook) delete window.__lab;
  };
}
