/** bench-x64 and bench-x86 as kinds of machines. */
import { createMachine } from '../../machine/machine.ts';
import { SWITCHES } from '../../machine/scenario.ts';
import type { Build } from '../guest.ts';
import type { MachineKind } from '../kind.ts';
import { layoutsOf } from '../layouts/index.ts';
import { createSymbols } from '../symbol-table.ts';
import { NO_SYSTEM, buildBench } from './build.ts';

const RAM_BYTES = 1 << 20;

export function benchKind(bits: 32 | 64): MachineKind {
  const build: Build = { number: 0, title: 'No operating system', bits, services: 0 };
  const blank: MachineKind['blank'] = ({ vendor }, engine) =>
    createMachine({ ramBytes: RAM_BYTES, engine, vendor: vendor === 'amd' ? 'amd' : 'intel' });
  return {
    build,
    blank,
    switches: bits === 64 ? { vendor: SWITCHES.vendor } : {},
    make: (ref, switches, engine) => {
      const machine = blank(switches, engine),
        { modules, symbols } = buildBench(machine.state, ref.seed, bits);
      return {
        ref,
        switches,
        build,
        machine,
        services: [],
        symbols: createSymbols(modules, symbols),
        layouts: layoutsOf(bits === 64 ? 'bench-x64' : 'bench-x86'),
        system: NO_SYSTEM,
      };
    },
  };
}
