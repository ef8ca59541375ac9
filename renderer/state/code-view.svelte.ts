/** What the disassembly pane and the keys share: the chosen row, and whether the pane follows the instruction pointer or stays at an address. */
import type { CodeRow } from '../../core/debugger/moment.ts';
import { app } from './app.svelte.ts';

class CodeView {
  #cursor: bigint | undefined = $state();
  #following = $state(true);
  /** What the pane stays at, as typed; the last one is shown. */
  #held: readonly string[] = $state.raw([]);
  /** Rows the pane shows where they are not the moment's own. */
  #shown: readonly CodeRow[] | undefined = $state.raw();
  /** An address is being asked for. */
  asking = $state(false);

  /** Address of the chosen row; the ▶ row where none is. */
  get cursor(): bigint | undefined {
    return this.#cursor;
  }
  get following(): boolean {
    return this.#following && this.held === undefined;
  }
  /** Expression of the address the pane stays at. */
  get held(): string | undefined {
    return this.#held.at(-1);
  }
  choose(address: bigint | undefined): void {
    this.#cursor = address;
  }
  /** Of a stop: an address held fast stays. */
  stopped(): void {
    if (this.held !== undefined) return;
    this.#following = true;
    this.#cursor = undefined;
  }
  follow(): void {
    this.#held = [];
    this.#following = true;
    this.#cursor = undefined;
  }
  unfollow(): void {
    this.#following = false;
  }
  hold(expression: string): void {
    if (expression.trim() !== '') this.#held = [...this.#held, expression.trim()];
    this.#cursor = undefined;
  }
  /** To what was shown before. */
  back(): void {
    this.#held = this.#held.slice(0, -1);
    this.#cursor = undefined;
    if (this.#held.length === 0) this.follow();
  }
  shows(rows: readonly CodeRow[] | undefined): void {
    this.#shown = rows;
  }

  toggleBreakpoint(row = this.#row()): void {
    if (!row || !app.lab) return;
    const set = app.lab.moment.breakpoints.find(b => b.address === row.address);
    void app.lab.line(set ? `bc ${set.id}` : `bp ${row.addressText}`);
  }
  runTo(): void {
    const row = this.#row();
    if (row) void app.lab?.line(`g ${row.addressText}`);
  }
  /** The next instruction that stores into the trap frame, after the one at hand. */
  get nextStore(): CodeRow | undefined {
    const rows = app.lab?.moment.code ?? [],
      at = rows.findIndex(r => r.now);
    return rows.find((r, n) => n > at && r.stores?.skipped === false);
  }
  runToStore(): void {
    const row = this.nextStore;
    if (row) void app.lab?.line(`g ${row.addressText}`);
  }
  #row(): CodeRow | undefined {
    const rows = this.#shown ?? app.lab?.moment.code ?? [];
    return rows.find(r => r.address === this.#cursor) ?? rows.find(r => r.now);
  }
}
export const codeView = new CodeView();
