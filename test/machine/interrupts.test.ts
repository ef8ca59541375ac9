/** Maskable interrupts from the local APIC and from the PIC, in instruction time. */
import { describe, expect, test } from 'vitest';
import { createMachine, type Machine } from '../../core/machine/machine.ts';
import { APIC, localApic, localApicClock } from '../../core/machine/devices/local-apic.ts';
import { pic } from '../../core/machine/devices/pic.ts';
import type { MachineOptions } from '../../core/machine/machine.ts';
import { writeFlags } from '../../core/cpu/registers.ts';
import { CODE, KERNEL, KERNEL32, handler, load, machineAt, rip, type Place } from '../cpu/system-fixture.ts';

const IF = 0x200n,
  CLOCK = 0xd1;
/** The image of `place` on a machine with an interrupt controller. */
function withDevices(place: Place, code: string, interrupts: MachineOptions['interrupts']): Machine {
  const plain = machineAt(place, code),
    m = createMachine({ ramBytes: plain.state.ramBytes, ...(interrupts && { interrupts }) });
  m.memory.writePhysical(0n, plain.memory.readPhysical(0n, plain.state.ramBytes)!);
  const devices = m.state.save().subarray(0x800),
    saved = plain.state.save();
  saved.set(devices, 0x800);
  m.state.restore(saved);
  return m;
}
/** Maps the APIC's page at KERNEL + b000h (not present in the image). */
function apicMachine(code: string): Machine {
  const m = withDevices('k64', code, localApic),
    entry = new DataView(new ArrayBuffer(8));
  entry.setBigUint64(0, 0xfee00003n, true);
  m.memory.writePhysical(0x106000n + 0xbn * 8n, new Uint8Array(entry.buffer));
  return m;
}
const APIC_PAGE = KERNEL + 0xb000n;
const program = (words: readonly (readonly [register: number, value: number])[]): string =>
  words.map(([register, value]) => `mov dword [rbx+${register}], ${value}`).join(' | ');
const timer = (period: number, periodic: boolean): string =>
  program([
    [APIC.spurious, 0x1ff],
    [APIC.divide, 0xb],
    [APIC.timerVector, CLOCK | (periodic ? 1 << 17 : 0)],
    [APIC.initialCount, period],
  ]);

describe('the local APIC', () => {
  test('its timer interrupts after as many instructions as the initial count says', () => {
    const m = apicMachine(`${timer(10, false)} | jmp $`);
    m.state.set('RBX', APIC_PAGE);
    writeFlags(m.state, IF | 2n);
    const at: bigint[] = [];
    m.onEvent = e => {
      if (e.kind === 'interrupt') at.push(e.at);
    };
    m.run(4n + 10n);
    expect(at).toEqual([]);
    m.step();
    expect(at).toEqual([14n]);
    expect(rip(m.state)).toBe(handler(CLOCK, 'k64'));
  });
  test('a periodic timer keeps its rhythm, whatever slices the machine is run in', () => {
    const handlerCode = program([[APIC.endOfInterrupt, 0]]) + ' | iretq';
    const build = (): [Machine, bigint[]] => {
      const m = apicMachine(`${timer(50, true)} | inc rax | jmp $-3`),
        at: bigint[] = [];
      m.state.set('RBX', APIC_PAGE);
      writeFlags(m.state, IF | 2n);
      load(m, handler(CLOCK, 'k64'), handlerCode);
      m.onEvent = e => {
        if (e.kind === 'interrupt') at.push(e.at);
      };
      return [m, at];
    };
    const [whole, a] = build(),
      [sliced, b] = build();
    whole.run(1000n);
    for (let n = 0; n < 1000; n += 7) sliced.run(BigInt(Math.min(7, 1000 - n)));
    expect(a.length).toBe(19); // at 54, 104, ... 954
    expect(new Set(a.slice(1).map((t, n) => t - a[n]!))).toEqual(new Set([50n]));
    expect(b).toEqual(a);
    expect(sliced.hash()).toBe(whole.hash());
  });
  test('can be running before the guest knows of it', () => {
    const m = withDevices('k64', 'jmp $', localApicClock(CLOCK, 100)),
      at: bigint[] = [];
    writeFlags(m.state, IF | 2n);
    m.onEvent = e => at.push(e.at);
    m.run(100n);
    m.step();
    expect(at).toEqual([100n]);
    expect(rip(m.state)).toBe(handler(CLOCK, 'k64'));
  });
  test('waits for IF, and after STI for one more instruction', () => {
    const m = apicMachine(`${timer(1, false)} | nop | nop | sti | nop | nop`),
      from: bigint[] = [];
    m.state.set('RBX', APIC_PAGE);
    m.onEvent = e => {
      if (e.kind === 'interrupt') from.push(e.from.rip);
    };
    m.run(20n);
    const end = CODE.k64 + BigInt(lengthOf(timer(1, false)) + 4);
    expect(from).toEqual([end]); // behind STI; NOP
  });
  test('wakes HLT; without IF nothing does', () => {
    const awake = apicMachine(`${timer(1000, false)} | sti | hlt | nop`);
    awake.state.set('RBX', APIC_PAGE);
    awake.run(6n);
    expect(awake.state.get('activity')).toBe(1n);
    awake.step();
    awake.step();
    expect(rip(awake.state)).toBe(handler(CLOCK, 'k64'));
    expect(awake.executed).toBe(6n);
    const asleep = apicMachine(`${timer(1000, false)} | hlt`);
    asleep.state.set('RBX', APIC_PAGE);
    expect(asleep.run(100n)).toEqual({ why: 'waiting' });
  });
  test('holds back vectors of the priority in CR8 and below, until CR8 falls', () => {
    const m = apicMachine(
        `mov eax, 0dh | mov cr8, rax | ${program([
          [APIC.spurious, 0x1ff],
          [APIC.commandLow, 0x40000 | 0x61],
          [APIC.commandLow, 0x40000 | CLOCK],
        ])} | sti | nop | nop | mov eax, 0ch | mov cr8, rax | nop`,
      ),
      got: number[] = [];
    m.state.set('RBX', APIC_PAGE);
    m.onEvent = e => {
      if (e.kind === 'interrupt') got.push(e.vector!);
    };
    m.run(8n);
    expect(got).toEqual([]);
    m.run(3n);
    expect(got).toEqual([CLOCK]);
  });
});
const lengthOf = (code: string): number => {
  const m = machineAt('k64', code + ' | hlt');
  return m.memory.read(CODE.k64, 256)!.indexOf(0xf4);
};

test('PIC and PIT: the timer arrives as the vector the PIC was given, and waits for the end of the one before', () => {
  const setUp = [
    [0x20, 0x11],
    [0x21, 0x30],
    [0x21, 4],
    [0x21, 1],
    [0x21, 0xfe],
    [0x43, 0x34],
    [0x40, 100],
    [0x40, 0],
  ];
  const m = withDevices('k32', setUp.map(([port, value]) => `mov al, ${value} | out ${port}, al`).join(' | ') + ' | sti | jmp $', pic),
    at: bigint[] = [];
  m.onEvent = e => {
    if (e.kind === 'interrupt') {
      at.push(e.at);
      expect(e.vector).toBe(0x30);
    }
  };
  load(m, KERNEL32 + 0x2000n + 0x300n, 'mov al, 20h | out 20h, al | iretd', 32);
  m.run(1000n);
  expect(at[0]).toBe(116n); // 16 instructions, then 100
  expect(new Set(at.slice(1).map((t, n) => t - at[n]!))).toEqual(new Set([100n]));
  expect(at.length).toBe(9);
});
