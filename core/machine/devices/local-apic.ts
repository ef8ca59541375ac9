/**
 * The local APIC as far as a kernel needs it for its clock and for interrupting itself: timer, task priority, end of interrupt, self-IPI.
 * Its registers are part of the guest's state. Time is counted in instructions. @source SDM Vol. 3 "Advanced Programmable Interrupt Controller"
 */
import { DEVICES, type State } from '../../cpu/state.ts';
import type { Device, Memory } from '../../cpu/memory.ts';
import type { Interrupts } from './interrupts.ts';

const BASE = 0xfee0_0000n,
  BYTES = 4096;
/** Offsets of the registers, as in the page the processor sees. */
export const APIC = {
  id: 0x20,
  version: 0x30,
  taskPriority: 0x80,
  processorPriority: 0xa0,
  endOfInterrupt: 0xb0,
  spurious: 0xf0,
  inService: 0x100,
  requests: 0x200,
  errorStatus: 0x280,
  commandLow: 0x300,
  commandHigh: 0x310,
  timerVector: 0x320,
  lint0: 0x350,
  lint1: 0x360,
  errorVector: 0x370,
  initialCount: 0x380,
  currentCount: 0x390,
  divide: 0x3e0,
} as const;
/** Where this device keeps a register: the page's offsets, packed (registers are 16 bytes apart). The last one is 64 bits: when the count began. */
const slot = (offset: number): number => DEVICES.address + (offset >> 2);
const STARTED = DEVICES.address + 0x100;
const MASKED = 1 << 16,
  PERIODIC = 1 << 17,
  ENABLED = 1 << 8;
/** LVT entries and the spurious vector keep these bits. */
const WRITABLE: Readonly<Record<number, number>> = {
  [APIC.id]: 0xff00_0000,
  [APIC.spurious]: 0x1ff,
  [APIC.commandHigh]: 0xff00_0000,
  [APIC.timerVector]: 0x3_00ff,
  [APIC.lint0]: 0x1_a7ff,
  [APIC.lint1]: 0x1_a7ff,
  [APIC.errorVector]: 0x1_00ff,
  [APIC.divide]: 0xb,
};

export class LocalApic implements Interrupts, Device {
  readonly base = BASE;
  readonly bytes = BYTES;
  readonly #state: State;

  constructor(state: State, memory: Memory) {
    this.#state = state;
    memory.devices.push(this);
    this.#put(APIC.spurious, 0xff);
    for (const offset of [APIC.timerVector, APIC.lint0, APIC.lint1, APIC.errorVector]) this.#put(offset, MASKED);
  }
  #get(offset: number): number {
    return this.#state.view.getUint32(slot(offset), true);
  }
  #put(offset: number, value: number): void {
    this.#state.view.setUint32(slot(offset), value, true);
  }

  // ---- what the guest sees ----------------------------------------------------------------------------------------

  read(offset: number, size: number): bigint {
    const aligned = offset & ~15,
      value = this.#register(aligned) >>> ((offset & 3) * 8);
    return (offset & 12 ? 0n : BigInt(value >>> 0)) & ((1n << BigInt(size * 8)) - 1n);
  }
  #register(offset: number): number {
    switch (offset) {
      case APIC.version:
        return 0x0005_0014;
      case APIC.taskPriority:
        return this.#taskPriority;
      case APIC.processorPriority:
        return Math.max(this.#taskPriority, Math.max(0, this.#highest(APIC.inService)) & 0xf0);
      case APIC.currentCount:
        return this.#currentCount();
      default:
        return offset in WRITABLE || offset === APIC.initialCount || offset === APIC.commandLow || this.#isBitmap(offset)
          ? this.#get(offset)
          : 0;
    }
  }
  #isBitmap(offset: number): boolean {
    return (offset >= APIC.inService && offset < APIC.inService + 0x80) || (offset >= APIC.requests && offset < APIC.requests + 0x80);
  }

  write(offset: number, size: number, value: bigint): void {
    if (size !== 4 || offset & 15) return;
    const word = Number(value);
    switch (offset) {
      case APIC.taskPriority:
        this.#state.set('CR8', BigInt((word >> 4) & 15));
        break;
      case APIC.endOfInterrupt:
        this.#clear(APIC.inService, this.#highest(APIC.inService));
        break;
      case APIC.commandLow:
        this.#command(word);
        break;
      case APIC.initialCount:
        this.#put(offset, word);
        this.#state.store(STARTED, 64, this.#state.time);
        break;
      default:
        if (offset in WRITABLE) this.#put(offset, word & WRITABLE[offset]!);
    }
    this.#state.set('attention', 1n);
  }
  /** Only to itself: there is one processor. Fixed delivery; shorthand self or all-including-self, or its own identifier. */
  #command(word: number): void {
    this.#put(APIC.commandLow, word & ~(1 << 12));
    const shorthand = (word >> 18) & 3,
      own = this.#get(APIC.commandHigh) === this.#get(APIC.id);
    if (((word >> 8) & 7) === 0 && (shorthand === 1 || shorthand === 2 || (shorthand === 0 && own))) this.#set(APIC.requests, word & 255);
  }
  get #taskPriority(): number {
    return Number(this.#state.get('CR8')) << 4;
  }

  // ---- bitmaps of 256 vectors, 32 in each register ---------------------------------------------------------------------

  #set(bitmap: number, vector: number): void {
    const at = bitmap + (vector >> 5) * 16;
    this.#put(at, this.#get(at) | (1 << (vector & 31)));
  }
  #clear(bitmap: number, vector: number): void {
    const at = bitmap + (vector >> 5) * 16;
    if (vector >= 0) this.#put(at, this.#get(at) & ~(1 << (vector & 31)));
  }
  /** Highest vector in a bitmap, or -1. */
  #highest(bitmap: number): number {
    for (let n = 7; n >= 0; n--) {
      const word = this.#get(bitmap + n * 16);
      if (word) return n * 32 + 31 - Math.clz32(word);
    }
    return -1;
  }

  // ---- the timer ----------------------------------------------------------------------------------------------------

  /** Instructions a count takes: 2, 4 ... 128, or 1. */
  get #divisor(): bigint {
    const d = this.#get(APIC.divide),
      code = (d & 3) | ((d >> 1) & 4);
    return 1n << BigInt((code + 1) & 7);
  }
  get #period(): bigint {
    return BigInt(this.#get(APIC.initialCount)) * this.#divisor;
  }
  get #started(): bigint {
    return this.#state.load(STARTED, 64);
  }
  #currentCount(): number {
    const left = this.#started + this.#period - this.#state.time;
    return left > 0n && this.#period ? Number((left + this.#divisor - 1n) / this.#divisor) : 0;
  }
  get deadline(): bigint | undefined {
    return this.#period && !(this.#get(APIC.timerVector) & MASKED) ? this.#started + this.#period : undefined;
  }
  advance(): void {
    const period = this.#period,
      now = this.#state.time;
    if (!period || now < this.#started + period) return;
    const timer = this.#get(APIC.timerVector);
    if (!(timer & MASKED)) this.#set(APIC.requests, timer & 255);
    if (timer & PERIODIC) this.#state.store(STARTED, 64, this.#started + ((now - this.#started) / period) * period);
    else this.#put(APIC.initialCount, 0);
  }

  // ---- towards the processor ----------------------------------------------------------------------------------------

  pending(): number | undefined {
    const vector = this.#highest(APIC.requests),
      blocked = Math.max(this.#taskPriority, this.#highest(APIC.inService));
    return (this.#get(APIC.spurious) & ENABLED) !== 0 && vector >= 16 && vector >> 4 > blocked >> 4 ? vector : undefined;
  }
  acknowledge(vector: number): void {
    this.#clear(APIC.requests, vector);
    this.#set(APIC.inService, vector);
  }
}
/** For `MachineOptions.interrupts`: an APIC as reset leaves it, for a guest that sets it up itself. */
export const localApic = (state: State, memory: Memory): Interrupts => new LocalApic(state, memory);
/** The same with its timer running: `vector` every `period` instructions, as soon as IF and CR8 let it through. */
export const localApicClock =
  (vector: number, period: number) =>
  (state: State, memory: Memory): Interrupts => {
    const apic = new LocalApic(state, memory);
    apic.write(APIC.spurious, 4, 0x1ffn);
    apic.write(APIC.divide, 4, 0xbn);
    apic.write(APIC.timerVector, 4, BigInt(vector | PERIODIC));
    apic.write(APIC.initialCount, 4, BigInt(period));
    return apic;
  };
