/** winxp-x86 and win7-x86 as kinds of machines. */
import { pic, picClock } from '../../machine/devices/pic.ts';
import { createMachine } from '../../machine/machine.ts';
import { SWITCHES } from '../../machine/scenario.ts';
import { CLOCK_VECTOR } from '../images/nt-x86/traps.asm.ts';
import type { MachineKind } from '../kind.ts';
import { buildNtX86, type NtX86Switches } from './build.ts';
import { programOf } from './code.ts';
import type { Release } from './release.ts';

const RAM_BYTES = 4 << 20;

export const ntX86Kind = (release: Release): MachineKind => ({
  build: { number: release.buildNumber, title: release.title, bits: 32, services: release.nt.length },
  switches: { clock: SWITCHES.clock, thread: ['plain', 'gui'], plant: SWITCHES.plant },
  hardware: ['clock'],
  blank: ({ clock }, engine) =>
    createMachine({ ramBytes: RAM_BYTES, engine, interrupts: clock === 'off' ? pic : picClock(CLOCK_VECTOR, Number(clock)) }),
  assemble: () => void programOf(release),
  install: (state, seed, { clock, thread, plant }) =>
    buildNtX86(state, seed, release, { clock: clock !== 'off', ...({ thread, plant } as Pick<NtX86Switches, 'thread' | 'plant'>) }),
});
