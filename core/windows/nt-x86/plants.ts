/** Changes planted in an x86 kernel. */
import { Random } from '../../machine/random.ts';
import { STUB_BYTES_X86 } from '../images/stubs-x86.ts';
import { SYSTEM_CALL_VECTOR } from '../images/nt-x86/traps.asm.ts';
import { COPY, jump, plantCode, type Ground, type PlantName } from '../plants.ts';
import type { Service } from '../service-list.ts';
import { notImplemented, written } from './code.ts';
import { OFFSETS, type Placement } from './placement.ts';
import { argumentBytes, type Release } from './release.ts';
import { gate } from './tables.ts';

interface NtGround extends Ground<Placement> {
  readonly release: Release;
}
interface Spot extends NtGround {
  /** The service whose calls are diverted. */
  readonly victim: Service;
  readonly routine: bigint;
  readonly hook: bigint;
}
/** Pages without a name, in the kernel and in the process. */
const KERNEL_HOOK = 0x440000n,
  USER_HOOK = 0xc0000n;

/** Code in the kernel's page, and a decoy behind it. */
const code = ({ s, services }: Spot, at: bigint, bytes: Uint8Array): void => {
  plantCode(s, at, bytes, false, behind => jump(behind, services[0]!.address));
};
const PLANTS: Readonly<Record<PlantName, (spot: Spot) => void>> = {
  none: () => undefined,
  /** The victim's entry of KiServiceTable leads to the hook, and the hook to the victim. */
  ssdt(spot) {
    const { hook, victim, routine, placed, s } = spot;
    code(spot, hook, jump(hook, routine));
    s.pointer(placed.address('KiServiceTable') + BigInt(victim.number * 4), hook);
  },
  /** The victim begins with a jump; the hook does what the victim did. */
  inline(spot) {
    const { hook, victim, routine, s } = spot;
    code(spot, hook, notImplemented(victim));
    s.space.write(routine, jump(routine, hook));
  },
  /** SYSENTER goes to the hook, and the hook to KiFastCallEntry. */
  lstar(spot) {
    const { hook, state } = spot;
    code(spot, hook, jump(hook, state.get('IA32_SYSENTER_EIP')));
    state.set('IA32_SYSENTER_EIP', hook);
  },
  /** Gate 2Eh leads to the hook, and the hook to KiSystemService. */
  idt2e(spot) {
    const { hook, placed, place, s } = spot;
    code(spot, hook, jump(hook, placed.address('KiSystemService')));
    s.space.number(place.idt + BigInt(SYSTEM_CALL_VECTOR * 8), 8, gate(hook, true));
  },
  /** The running thread alone has a descriptor array of its own, whose table is a copy with the victim's entry changed. */
  'thread-table'(spot) {
    const { hook, victim, routine, place, services, s } = spot,
      array = hook + COPY,
      table = array + 0x40n;
    code(spot, hook, jump(hook, routine));
    for (const x of services) if (x.table === 'nt') s.pointer(table + BigInt(x.number * 4), x.number === victim.number ? hook : x.address);
    s.space.write(array, descriptorOf(spot, table));
    s.set(place.thread, 'KTHREAD.ServiceTable', array);
  },
  /** The victim's stub in ntdll begins with a jump to code of the process that makes the call itself. */
  'stub-patch'(spot) {
    const { victim, place, s } = spot,
      hook = place.ntdll + USER_HOOK,
      stub = place.ntdll + OFFSETS.stubs + BigInt(victim.number * STUB_BYTES_X86),
      { number } = victim;
    plantCode(
      s,
      hook,
      Uint8Array.of(0xb8, number & 255, number >> 8, 0, 0, 0xba, 0, 3, 0xfe, 0x7f, 0xff, 0x12, 0xc2, argumentBytes(victim), 0),
      true,
    );
    s.space.write(stub, jump(stub, hook));
  },
};
/** Slot 0 as nt has it, with another base. */
function descriptorOf({ placed, release }: Spot, table: bigint): Uint8Array {
  const words = [table, 0n, BigInt(release.nt.length), placed.address('KiArgumentTable')],
    bytes = new Uint8Array(16),
    view = new DataView(bytes.buffer);
  words.forEach((w, n) => view.setUint32(4 * n, Number(w), true));
  return bytes;
}
/** Plant a change. The victim is a service nobody wrote, so that the change alone is seen. */
export function plant(name: PlantName, ground: NtGround): void {
  const random = new Random(`${ground.release.layouts}/${ground.seed}/plant-${name}`),
    done = new Set(written(ground.release)),
    victim = random.pick(ground.release.nt.filter(s => !done.has(s)));
  PLANTS[name]({ ...ground, victim, routine: ground.services[victim.number]!.address, hook: ground.place.nt + KERNEL_HOOK });
}
