/** An exercise being proved on many seeds, in a worker of its own, so that what is open goes on. */
import type { ExerciseSource } from '../../core/host.ts';
import type { PackProblem } from '../../core/lab/pack-problem.ts';
import type { Proven } from '../../core/lab/prove-claims.ts';
import { PROVED_SEEDS } from '../../core/lab/prove-many.ts';
import { startWorker, type WorkerClient } from './worker.ts';

/** Seeds between two looks at how far it is. */
const AT_ONCE = 2;

class Proving {
  #client: WorkerClient | undefined = $state.raw();
  #proven: Proven | undefined = $state.raw();
  #failure: unknown = $state.raw();
  /** Seconds it has taken. */
  #seconds = $state(0);

  get isRunning(): boolean {
    return this.#client !== undefined;
  }
  /** What is shown so far; undefined where nobody has asked. */
  get proven(): Proven | undefined {
    return this.#proven;
  }
  get failure(): unknown {
    return this.#failure;
  }
  get seconds(): number {
    return Math.round(this.#seconds);
  }
  /** Seconds it will take, as far as can be told. */
  get left(): number {
    const { seeds } = this.#proven ?? { seeds: 0 };
    return seeds ? Math.ceil((this.#seconds / seeds) * (PROVED_SEEDS - seeds)) : 0;
  }
  get problems(): readonly PackProblem[] {
    return this.#proven?.claims.flatMap(c => c.problem ?? []) ?? [];
  }
  async start(files: ExerciseSource): Promise<void> {
    this.forget();
    const client = startWorker({ running: () => undefined, replayed: () => undefined }, message => {
        if (this.#client === client) this.#failed(new Error(message));
      }),
      began = performance.now();
    this.#client = client;
    this.#proven = { seeds: 0, claims: [] };
    try {
      for (let n = 0; n < PROVED_SEEDS; n += AT_ONCE) {
        const proven = await client.core.prove(files, n, n + AT_ONCE);
        if (this.#client !== client) return;
        this.#proven = proven;
        this.#seconds = (performance.now() - began) / 1000;
      }
      this.stop();
    } catch (error) {
      if (this.#client === client) this.#failed(error);
    }
  }
  #failed(error: unknown): void {
    this.stop();
    this.#failure = error;
  }
  /** What was shown so far stays. */
  stop(): void {
    this.#client?.end();
    this.#client = undefined;
  }
  forget(): void {
    this.stop();
    this.#proven = this.#failure = undefined;
    this.#seconds = 0;
  }
}
export const proving = new Proving();
