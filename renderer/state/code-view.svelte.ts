/** What the disassembly pane and the keys share: the chosen row, and whether the pane follows the instruction pointer. */
import type { CodeRow } from '../../core/debugger/moment.ts';
import { app } from './app.svelte.ts';

class CodeView {
  #cursor: bigint | undefined = $state();
  #following = $state(true);

  /** Address of the chosen row; the ▶ row where none is. */
  get cursor(): bigint | undefined {
    return this.#cursor;
  }
  get following(): boolean {
    return this.#following;
  }
  choose(address: bigint | undefined): void {
    this.#cursor = address;
  }
  follow(): void {
    this.#following = true;
    this.#cursor = undefined;
  }
  unfollow(): void {
    this.#following = false;
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
    const rows = app.lab?.moment.code ?? [];
    return rows.find(r => r.address === this.#cursor) ?? rows.find(r => r.now);
  }
}
export const codeView = new CodeView();
