/** What a machine asks of its interrupt controller and timer. Time is counted in instructions. */
export interface Interrupts {
  /** When a timer will next raise an interrupt by itself; undefined: never. */
  readonly deadline: bigint | undefined;
  /** Do what is due by now (`State.time`). */
  advance(): void;
  /** Vector that may interrupt now, as far as priorities and masks say. */
  pending(): number | undefined;
  /** The processor has taken it. */
  acknowledge(vector: number): void;
}
