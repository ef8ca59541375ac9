/** win10-x64 and win10-x64-473 as kinds of machines. */
import { localApic, localApicClock } from '../../machine/devices/local-apic.ts';
import { createMachine } from '../../machine/machine.ts';
import { SWITCHES } from '../../machine/scenario.ts';
import type { MachineKind } from '../kind.ts';
import { buildWin10, type Win10Switches } from './build.ts';
import { CLOCK_VECTOR } from './interrupts.ts';
import { programOf } from './code.ts';
import type { Release } from './services.ts';

const RAM_BYTES = 16 << 20;

export const win10Kind = (release: Release): MachineKind => ({
  build: { number: 19041, title: 'Windows 10 Kernel Version 19041 UP Free x64', bits: 64, services: release.nt.length },
  switches: SWITCHES,
  hardware: ['clock', 'vendor'],
  blank: ({ clock, vendor }, engine) =>
    createMachine({
      ramBytes: RAM_BYTES,
      engine,
      vendor: vendor === 'amd' ? 'amd' : 'intel',
      interrupts: clock === 'off' ? localApic : localApicClock(CLOCK_VECTOR, Number(clock)),
    }),
  assemble: () => void programOf(release),
  install: (state, seed, { smap, kva_shadow, vsm, thread, plant }) =>
    buildWin10(state, seed, release, {
      smap: smap === 'on',
      kva: kva_shadow === 'on',
      ...({ vsm, thread, plant } as Pick<Win10Switches, 'vsm' | 'thread' | 'plant'>),
    }),
});
