/**
 * Two 8259 interrupt controllers and channel 0 of the 8254 timer behind them, as a 32-bit PC has them. One tick of the timer is one
 * instruction. All registers are part of the guest's state. @source Intel 8259A and 8254 data sheets
 */
import { DEVICES, type State } from '../../cpu/state.ts';
import type { Memory, Ports } from '../../cpu/memory.ts';
import type { Interrupts } from './interrupts.ts';

/** One byte each, for the master at MASTER and the slave at SLAVE. `step`: which initialisation word comes next (0: none). */
const FIELD = { base: 0, mask: 1, requests: 2, inService: 3, step: 4, wantsIcw4: 5, autoEnd: 6, readsService: 7 } as const;
type Field = keyof typeof FIELD;
const MASTER = DEVICES.address + 0x200,
  SLAVE = DEVICES.address + 0x208,
  TIMER = DEVICES.address + 0x210;
/** Timer: reload value (0: 65536), half of it already written, latched count, which half is next to be read or written, 64 bits: when it began. */
const RELOAD = TIMER,
  HALF = TIMER + 4,
  LATCH = TIMER + 8,
  PHASE = TIMER + 12,
  RUNNING = TIMER + 13,
  MODE = TIMER + 14,
  LATCHED = TIMER + 15,
  STARTED = TIMER + 16;
const CASCADE = 2;

export class Pic implements Interrupts, Ports {
  readonly #state: State;

  constructor(state: State, memory: Memory) {
    this.#state = state;
    memory.ports = this;
    this.#put(MASTER, 'mask', 0xff);
    this.#put(SLAVE, 'mask', 0xff);
  }
  #get(chip: number, field: Field): number {
    return this.#state.bytes[chip + FIELD[field]]!;
  }
  #put(chip: number, field: Field, value: number): void {
    this.#state.bytes[chip + FIELD[field]] = value;
  }

  // ---- ports ----------------------------------------------------------------------------------------------------

  in(port: number, _size: number): bigint {
    switch (port) {
      case 0x20:
      case 0xa0: {
        const chip = port === 0x20 ? MASTER : SLAVE;
        return BigInt(this.#get(chip, this.#get(chip, 'readsService') ? 'inService' : 'requests'));
      }
      case 0x21:
        return BigInt(this.#get(MASTER, 'mask'));
      case 0xa1:
        return BigInt(this.#get(SLAVE, 'mask'));
      case 0x40:
        return BigInt(this.#readCount());
      default:
        return 0xff_ff_ff_ffn;
    }
  }
  out(port: number, _size: number, value: bigint): void {
    const byte = Number(value & 0xffn);
    switch (port) {
      case 0x20:
        this.#command(MASTER, byte);
        break;
      case 0xa0:
        this.#command(SLAVE, byte);
        break;
      case 0x21:
        this.#data(MASTER, byte);
        break;
      case 0xa1:
        this.#data(SLAVE, byte);
        break;
      case 0x40:
        this.#writeCount(byte);
        break;
      case 0x43:
        this.#timerMode(byte);
        break;
      default:
        return;
    }
    this.#state.set('attention', 1n);
  }

  /** ICW1 (bit 4), OCW3 (bit 3) or OCW2. */
  #command(chip: number, byte: number): void {
    if (byte & 0x10) {
      for (const field of ['mask', 'requests', 'inService', 'autoEnd', 'readsService'] as const) this.#put(chip, field, 0);
      this.#put(chip, 'wantsIcw4', byte & 1);
      this.#put(chip, 'step', 2);
    } else if (byte & 8) {
      if (byte & 2) this.#put(chip, 'readsService', byte & 1);
    } else if (byte & 0x20) {
      const served = this.#get(chip, 'inService');
      this.#put(chip, 'inService', served & ~(byte & 0x40 ? 1 << (byte & 7) : served & -served));
    }
  }
  /** ICW2..4 after an ICW1, else the mask. */
  #data(chip: number, byte: number): void {
    const step = this.#get(chip, 'step');
    if (step === 0) {
      this.#put(chip, 'mask', byte);
      return;
    }
    if (step === 2) this.#put(chip, 'base', byte & 0xf8);
    if (step === 4) this.#put(chip, 'autoEnd', (byte >> 1) & 1);
    this.#put(chip, 'step', step === 2 ? 3 : step === 3 && this.#get(chip, 'wantsIcw4') ? 4 : 0);
  }

  // ---- the timer --------------------------------------------------------------------------------------------------

  #timerMode(byte: number): void {
    if (byte >> 6 !== 0) return; // channels 1 and 2 do nothing here
    const { bytes, view } = this.#state;
    if (((byte >> 4) & 3) === 0) {
      view.setUint16(LATCH, this.#count(), true);
      bytes[LATCHED] = 1;
      bytes[PHASE] = 0;
      return;
    }
    bytes[MODE] = (byte >> 1) & 7;
    bytes[PHASE] = 0;
    bytes[RUNNING] = 0;
    bytes[LATCHED] = 0;
  }
  #writeCount(byte: number): void {
    const { bytes, view } = this.#state;
    if (bytes[PHASE] === 0) {
      bytes[HALF] = byte;
      bytes[PHASE] = 1;
      return;
    }
    bytes[PHASE] = 0;
    view.setUint32(RELOAD, (byte << 8) | bytes[HALF]! || 0x10000, true);
    bytes[RUNNING] = 1;
    this.#state.store(STARTED, 64, this.#state.time);
  }
  #readCount(): number {
    const { bytes, view } = this.#state,
      value = bytes[LATCHED] ? view.getUint16(LATCH, true) : this.#count(),
      high = bytes[PHASE] === 1;
    bytes[PHASE] = high ? 0 : 1;
    if (high) bytes[LATCHED] = 0;
    return high ? value >> 8 : value & 0xff;
  }
  get #period(): bigint {
    return this.#state.load(RELOAD, 32);
  }
  get #started(): bigint {
    return this.#state.load(STARTED, 64);
  }
  get #runs(): boolean {
    return this.#state.bytes[RUNNING] === 1;
  }
  #count(): number {
    return this.#runs ? Number(this.#period - ((this.#state.time - this.#started) % this.#period)) & 0xffff : 0;
  }
  /** Modes 2, 3 (and their aliases 6, 7) repeat; the others fire once. */
  get #repeats(): boolean {
    return (this.#state.bytes[MODE]! & 2) !== 0;
  }

  get deadline(): bigint | undefined {
    return this.#runs ? this.#started + this.#period : undefined;
  }
  advance(): void {
    const now = this.#state.time;
    if (!this.#runs || now < this.#started + this.#period) return;
    this.#put(MASTER, 'requests', this.#get(MASTER, 'requests') | 1);
    if (this.#repeats) this.#state.store(STARTED, 64, this.#started + ((now - this.#started) / this.#period) * this.#period);
    else this.#state.bytes[RUNNING] = 0;
  }

  // ---- towards the processor ----------------------------------------------------------------------------------------

  /** Line that may interrupt: unmasked, and above everything in service; 0 is the most urgent. Undefined: none. */
  #line(chip: number): number | undefined {
    const open = this.#get(chip, 'requests') & ~this.#get(chip, 'mask'),
      served = this.#get(chip, 'inService');
    if (!open) return undefined;
    const line = 31 - Math.clz32(open & -open);
    return served && 31 - Math.clz32(served & -served) <= line ? undefined : line;
  }
  pending(): number | undefined {
    const slave = this.#line(SLAVE);
    if (slave !== undefined) this.#put(MASTER, 'requests', this.#get(MASTER, 'requests') | (1 << CASCADE));
    const line = this.#line(MASTER);
    if (line === undefined) return undefined;
    return line === CASCADE && slave !== undefined ? this.#get(SLAVE, 'base') + slave : this.#get(MASTER, 'base') + line;
  }
  acknowledge(_vector: number): void {
    const line = this.#line(MASTER)!,
      slave = this.#line(SLAVE);
    this.#take(MASTER, line);
    if (line === CASCADE && slave !== undefined) this.#take(SLAVE, slave);
  }
  #take(chip: number, line: number): void {
    this.#put(chip, 'requests', this.#get(chip, 'requests') & ~(1 << line));
    if (!this.#get(chip, 'autoEnd')) this.#put(chip, 'inService', this.#get(chip, 'inService') | (1 << line));
  }
}
/** For `MachineOptions.interrupts`. */
export const pic = (state: State, memory: Memory): Interrupts => new Pic(state, memory);
/** The same, programmed: interrupt requests from vector `base` on, and line 0 every `period` instructions (2 to 65536) as soon as IF lets it through. */
export const picClock =
  (base: number, period: number) =>
  (state: State, memory: Memory): Interrupts => {
    const made = new Pic(state, memory);
    for (const [port, ...bytes] of [
      [0x20, 0x11],
      [0x21, base, 4, 1],
      [0xa0, 0x11],
      [0xa1, base + 8, 2, 1],
      [0x21, 0xfe],
      [0xa1, 0xff],
      [0x43, 0x34],
      [0x40, period & 0xff, (period >> 8) & 0xff],
    ] as const)
      for (const byte of bytes) made.out(port, 1, BigInt(byte));
    return made;
  };
