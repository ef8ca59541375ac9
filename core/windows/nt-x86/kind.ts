/** winxp-x86 and win7-x86 as kinds of machines. */
import { pic, picClock } from '../../machine/devices/pic.ts';
import { createMachine } from '../../machine/machine.ts';
import { SWITCHES } from '../../machine/scenario.ts';
import type { Build } from '../guest.ts';
import { CLOCK_VECTOR } from '../images/nt-x86/traps.asm.ts';
import type { MachineKind } from '../kind.ts';
import { createSymbols } from '../symbol-table.ts';
import { buildNtX86, type NtX86Switches } from './build.ts';
import { layoutsFor, type Release } from './release.ts';

const RAM_BYTES = 4 << 20;

export function ntX86Kind(release: Release): MachineKind {
  const build: Build = { number: release.buildNumber, title: release.title, bits: 32, services: release.nt.length };
  const blank: MachineKind['blank'] = ({ clock }, engine) =>
    createMachine({ ramBytes: RAM_BYTES, engine, interrupts: clock === 'off' ? pic : picClock(CLOCK_VECTOR, Number(clock)) });
  return {
    build,
    switches: { clock: SWITCHES.clock, thread: ['plain', 'gui'], plant: SWITCHES.plant },
    blank,
    make: (ref, switches, engine) => {
      const machine = blank(switches, engine);
      const { place, placed, modules, services, root } = buildNtX86(machine.state, ref.seed, release, {
        clock: switches.clock !== 'off',
        thread: switches.thread as NtX86Switches['thread'],
        plant: switches.plant as NtX86Switches['plant'],
      });
      const { kpcr, thread, process, teb, peb } = place;
      return {
        ref,
        switches,
        build,
        machine,
        services,
        symbols: createSymbols(modules, placed.symbols),
        layouts: layoutsFor(release),
        system: { kpcr, thread, process, teb, peb, root },
      };
    },
  };
}
