/**
 * A process of its own: milliseconds from loaded modules to the first SYSCALL of win10-x64, and what a machine costs.
 * Prints one JSON line. With `assemble`, as where nobody has kept what the kernels assemble to.
 */
import { keepKernels } from '../files/kernels.ts';
import { buildGuest } from '../../core/windows/machines.ts';
import { createMachine } from '../../core/machine/machine.ts';

const RAM_BYTES = 64 << 20;

const started = performance.now();
if (process.argv[2] !== 'assemble') keepKernels();
const built = buildGuest({ machine: 'win10-x64', seed: 'note', set: {} }, 'wasm');
if (!built.ok) throw new Error(built.problem.message);
const { machine } = built.value;
let called = false;
machine.onEvent = e => {
  called ||= e.kind === 'syscall';
};
while (!called) machine.run(1n);
const milliseconds = performance.now() - started,
  before = process.memoryUsage(),
  large = createMachine({ ramBytes: RAM_BYTES, engine: 'wasm' }),
  after = process.memoryUsage(),
  bytes = large.state.bytes.length + Math.max(0, after.heapUsed - before.heapUsed);
console.log(JSON.stringify({ milliseconds, bytes }));
