/** At any moment a machine can be taken down and set up again, on either engine, and nobody can tell. */
import type { EngineName } from '../../core/cpu/engines/engine.ts';
import type { MachineRef } from '../../core/machine/scenario.ts';
import type { Guest } from '../../core/windows/guest.ts';
import { buildGuest, cloneGuest } from '../../core/windows/machines.ts';

/** Machines, with what makes their moments different: a clock, address spaces, a thread of another kind. */
export const REFS: readonly Pick<MachineRef, 'machine' | 'set'>[] = [
  { machine: 'win10-x64', set: {} },
  { machine: 'win10-x64', set: { kva_shadow: 'on', clock: '777' } },
  { machine: 'win10-x64-473', set: { vsm: 'on', thread: 'gui' } },
  { machine: 'win7-x86', set: { clock: '500' } },
  { machine: 'winxp-x86', set: {} },
  { machine: 'bench-x64', set: {} },
  { machine: 'bench-x86', set: {} },
];
/** Steps a machine that was set up again is followed for. */
const FOLLOWED = 40;

export function guestOf(ref: Pick<MachineRef, 'machine' | 'set'>, seed: string, engine: EngineName): Guest {
  const built = buildGuest({ ...ref, seed }, engine);
  if (!built.ok) throw new Error(built.problem.message);
  return built.value;
}
/** Take a machine down every `apart` steps of so many, and set it up on both engines. @throws Error that says where something else comes out */
export function checkPositions(ref: Pick<MachineRef, 'machine' | 'set'>, seed: string, steps: number, apart: number): number {
  const guest = guestOf(ref, seed, 'wasm'),
    hashes: bigint[] = [],
    waiting: { readonly at: number; readonly engine: EngineName; readonly copy: Guest }[] = [];
  let checked = 0;
  const compare = (hash: bigint, n: number, engine: EngineName, what: string): void => {
    if (hash !== hashes[n]) throw new Error(`${ref.machine} ${JSON.stringify(ref.set)} ${seed}: ${what} of step ${n} differs on ${engine}`);
    checked++;
  };
  for (let n = 0; n < steps + FOLLOWED; n++) {
    hashes.push(guest.machine.hash());
    for (const { at, engine, copy } of waiting.splice(0, waiting[0]?.at === n - FOLLOWED ? 2 : 0)) {
      for (let k = 0; k < FOLLOWED; k++) copy.machine.step();
      compare(copy.machine.hash(), n, engine, `what follows the position of step ${at}, as`);
    }
    if (n < steps && n % apart === 0)
      for (const engine of ['evaluator', 'wasm'] as const) {
        const copy = cloneGuest(guest, engine);
        compare(copy.machine.hash(), n, engine, 'the position');
        waiting.push({ at: n, engine, copy });
      }
    guest.machine.step();
  }
  return checked;
}
