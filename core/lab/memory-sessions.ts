/** Sessions that are kept nowhere: an exercise that is read anew goes on with what was done, for as long as this lasts. */
import type { Input } from './input.ts';
import type { SessionStart } from './session.ts';

interface MemorySession {
  readonly session: number;
  readonly start: SessionStart;
  readonly inputs: readonly Input[];
}
export class MemorySessions {
  readonly #all: { readonly key: string; readonly start: SessionStart; inputs: readonly Input[] }[] = [];
  /** The session that begins so, with its inputs; a fresh one has none. */
  open({ ref, exercise, mode }: SessionStart, fresh: boolean): MemorySession {
    const start = { ref, ...(exercise && { exercise: { pack: exercise.pack, id: exercise.id } }), ...(mode && { mode }) },
      key = JSON.stringify(start);
    let n = this.#all.findIndex(s => s.key === key);
    if (n < 0) n = this.#all.push({ key, start, inputs: [] }) - 1;
    const session = this.#all[n]!;
    if (fresh) session.inputs = [];
    return { session: n, start, inputs: session.inputs };
  }
  append(session: number, input: Input): null {
    const known = this.#all[session];
    if (known) known.inputs = [...known.inputs, input];
    return null;
  }
}
