/** bench-x64 and bench-x86 as kinds of machines. */
import { createMachine } from '../../machine/machine.ts';
import { SWITCHES } from '../../machine/scenario.ts';
import type { MachineKind } from '../kind.ts';
import { layoutsOf } from '../layouts/index.ts';
import { NO_SYSTEM, buildBench } from './build.ts';
import { codeOf } from './code.ts';

const RAM_BYTES = 1 << 20;

export const benchKind = (bits: 32 | 64): MachineKind => ({
  build: { number: 0, title: 'No operating system', bits, services: 0 },
  switches: bits === 64 ? { vendor: SWITCHES.vendor } : {},
  hardware: ['vendor'],
  blank: ({ vendor }, engine) => createMachine({ ramBytes: RAM_BYTES, engine, vendor: vendor === 'amd' ? 'amd' : 'intel' }),
  assemble: () => void codeOf(bits),
  install: (state, seed) => ({
    ...buildBench(state, seed, bits),
    services: [],
    layouts: layoutsOf(bits === 64 ? 'bench-x64' : 'bench-x86'),
    system: NO_SYSTEM,
  }),
});
