/** The learner's breakpoints: what they are, not how they are armed. */
import type { Target } from './target.ts';

/** `x`: software or `ba e`. `r`, `w`, `i`: data and port breakpoints, which stop after the access. */
export type BreakpointType = 'x' | 'e' | 'r' | 'w' | 'i';

export interface Breakpoint {
  id: number;
  type: BreakpointType;
  /** Bytes watched; 1 for code. */
  size: number;
  /** Undefined while its expression cannot be resolved. */
  address: bigint | undefined;
  expression: string;
  enabled: boolean;
  /** Hits still to come until it stops, and the number asked for. */
  remaining: number;
  passes: number;
  command: string;
  /** Condition of `bsc` and `/w`, in the MASM grammar. */
  condition: string;
  oneShot: boolean;
  /** How often it stopped the machine. */
  hits?: number;
  /** EPROCESS or ETHREAD it is meant for. */
  process?: bigint;
  thread?: bigint;
}

export class Breakpoints {
  readonly #target: Target;
  readonly list: Breakpoint[] = [];

  constructor(target: Target) {
    this.#target = target;
  }

  get(id: number): Breakpoint | undefined {
    return this.list.find(b => b.id === id);
  }
  /** Lowest number not taken. */
  get freeId(): number {
    const taken = new Set(this.list.map(b => b.id));
    let id = 0;
    while (taken.has(id)) id++;
    return id;
  }
  /** Add, or replace the one of the same number. */
  add(breakpoint: Breakpoint): void {
    this.remove(breakpoint.id);
    const last = this.list.at(-1);
    this.list.push(breakpoint);
    if (last && last.id > breakpoint.id) this.list.sort((a, b) => a.id - b.id);
  }
  remove(id: number): boolean {
    const at = this.list.findIndex(b => b.id === id);
    if (at >= 0) this.list.splice(at, 1);
    return at >= 0;
  }
  at(address: bigint): readonly Breakpoint[] {
    return this.list.filter(b => b.address === address && (b.type === 'x' || b.type === 'e'));
  }
  /** Addresses where the machine must stop before the instruction. */
  get code(): readonly bigint[] {
    return this.list.filter(b => b.enabled && b.address !== undefined && (b.type === 'x' || b.type === 'e')).map(b => b.address!);
  }
  get data(): readonly Breakpoint[] {
    return this.list.filter(b => b.enabled && b.address !== undefined && (b.type === 'r' || b.type === 'w'));
  }
  /** Those that take one of the processor's four debug registers. */
  get hardware(): readonly Breakpoint[] {
    return this.list.filter(b => b.enabled && b.address !== undefined && b.type !== 'x');
  }
  /** Give every waiting breakpoint its address, where its expression now has one. */
  resolve(evaluate: (expression: string) => bigint | undefined): void {
    for (const b of this.list)
      if (b.address === undefined) {
        const address = evaluate(b.expression);
        if (address !== undefined) b.address = this.#target.linear(address);
      }
  }
}
