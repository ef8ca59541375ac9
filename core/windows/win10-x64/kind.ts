/** win10-x64 and win10-x64-473 as kinds of machines. */
import { localApic, localApicClock } from '../../machine/devices/local-apic.ts';
import { createMachine } from '../../machine/machine.ts';
import { SWITCHES } from '../../machine/scenario.ts';
import type { Build } from '../guest.ts';
import type { MachineKind } from '../kind.ts';
import { layoutsOf } from '../layouts/index.ts';
import { createSymbols } from '../symbol-table.ts';
import { buildWin10, type Win10Switches } from './build.ts';
import { CLOCK_VECTOR } from './interrupts.ts';
import type { Release } from './services.ts';

const RAM_BYTES = 16 << 20;

export function win10Kind(release: Release): MachineKind {
  const build: Build = { number: 19041, title: 'Windows 10 Kernel Version 19041 UP Free x64', bits: 64, services: release.nt.length };
  const blank: MachineKind['blank'] = (switches, engine) =>
    createMachine({
      ramBytes: RAM_BYTES,
      engine,
      vendor: switches.vendor === 'amd' ? 'amd' : 'intel',
      interrupts: switches.clock === 'off' ? localApic : localApicClock(CLOCK_VECTOR, Number(switches.clock)),
    });
  return {
    build,
    switches: SWITCHES,
    blank,
    make: (ref, switches, engine) => {
      const machine = blank(switches, engine);
      const { place, placed, modules, services, kernelRoot } = buildWin10(machine.state, ref.seed, release, {
        smap: switches.smap === 'on',
        kva: switches.kva_shadow === 'on',
        vsm: switches.vsm as Win10Switches['vsm'],
        thread: switches.thread as Win10Switches['thread'],
        plant: switches.plant as Win10Switches['plant'],
      });
      const { kpcr, thread, process, teb } = place;
      return {
        ref,
        switches,
        build,
        machine,
        services,
        symbols: createSymbols(modules, placed.symbols),
        layouts: layoutsOf('win10-x64'),
        system: { kpcr, thread, process, teb, peb: teb - 0x1000n, root: kernelRoot },
      };
    },
  };
}
