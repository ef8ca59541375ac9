/** Changes planted in win10-x64. */
import { Random } from '../../machine/random.ts';
import type { ServiceEntry } from '../guest.ts';
import { SERVICE_BODIES } from '../images/nt-x64/services.asm.ts';
import { STUB_BYTES } from '../images/stubs-x64.ts';
import { COPY, jump, plantCode, type Ground, type PlantName } from '../plants.ts';
import { setGate } from './interrupts.ts';
import { OFFSETS, type Placement } from './placement.ts';
import { NOT_IMPLEMENTED } from './services.ts';

/** Pages without a name: in the kernel within reach of the service table, and in the process. */
const KERNEL_HOOK = 0x108_0000n,
  USER_HOOK = 0x20_0000n;

/** `mov r10,rcx / mov eax,N / syscall / ret`. */
const directCall = (number: number): Uint8Array => Uint8Array.of(0x4c, 0x8b, 0xd1, 0xb8, number & 255, number >> 8, 0, 0, 0x0f, 5, 0xc3);

interface Spot extends Ground<Placement> {
  /** The service whose calls are diverted. */
  readonly victim: ServiceEntry;
  readonly decoy: ServiceEntry;
  /** Address of the kernel page without a name. */
  readonly hook: bigint;
}
/** Code at the spot, and a decoy behind it. */
const code = ({ s, decoy }: Spot, at: bigint, bytes: Uint8Array, user: boolean): void => {
  plantCode(s, at, bytes, user, behind => (user ? directCall(decoy.number) : jump(behind, decoy.address)));
};
const entry = (table: bigint, routine: bigint, { stackArguments }: ServiceEntry): bigint =>
  ((routine - table) << 4n) | BigInt(stackArguments);
const setEntry = (spot: Spot, table: bigint, service: ServiceEntry, routine: bigint): void =>
  spot.s.space.number(table + BigInt(service.number * 4), 4, entry(table, routine, service));

const PLANTS: Readonly<Record<PlantName, (spot: Spot) => void>> = {
  none: () => undefined,
  /** The victim's entry of KiServiceTable leads to the hook, and the hook to the victim. */
  ssdt(spot) {
    const { hook, victim, placed } = spot;
    code(spot, hook, jump(hook, victim.address), false);
    setEntry(spot, placed.address('KiServiceTable'), victim, hook);
  },
  /** The victim begins with a jump; the hook does what the victim did. */
  inline(spot) {
    const { hook, victim, s } = spot;
    code(spot, hook, NOT_IMPLEMENTED, false);
    s.space.write(victim.address, jump(victim.address, hook));
  },
  /** SYSCALL goes to the hook, and the hook to KiSystemCall64. */
  lstar(spot) {
    const { hook, state } = spot;
    code(spot, hook, jump(hook, state.get('IA32_LSTAR')), false);
    state.set('IA32_LSTAR', hook);
  },
  /** Gate 2Eh is open to ring 3 and leads to the hook, and the hook to KiSystemService. */
  idt2e(spot) {
    const { hook, placed, place, s } = spot;
    code(spot, hook, jump(hook, placed.address('KiSystemService')), false);
    setGate(s, place, 0x2e, { to: hook, open: true });
  },
  /** The thread counts as a GUI thread, and the array such threads use has a copy of the table with the victim's entry changed. */
  'thread-table'(spot) {
    const { hook, victim, placed, place, services, s } = spot,
      copy = hook + COPY;
    code(spot, hook, jump(hook, victim.address), false);
    for (const x of services) if (x.table === 'nt') setEntry(spot, copy, x, x === victim ? hook : x.address);
    s.pointer(placed.address('KeServiceDescriptorTableShadow'), copy);
    s.set(place.thread, 'KTHREAD.ThreadFlags', GUI_THREAD);
  },
  /** The victim's stub in ntdll begins with a jump to code of the process that makes the call itself. */
  'stub-patch'(spot) {
    const { victim, place, s } = spot,
      hook = place.ntdll + USER_HOOK,
      stub = place.ntdll + OFFSETS.ntdllStubs + BigInt(victim.number * STUB_BYTES);
    code(spot, hook, directCall(victim.number), true);
    s.space.write(stub, jump(stub, hook));
  },
};
const GUI_THREAD = 0x80n;

/** Plant a change. The victim is a service nobody wrote, so that the change alone is seen. */
export function plant(name: PlantName, ground: Ground<Placement>): void {
  const random = new Random(`win10-x64/${ground.seed}/plant-${name}`),
    plain = ground.services.filter(x => x.table === 'nt' && !Object.hasOwn(SERVICE_BODIES, x.name));
  PLANTS[name]({ ...ground, victim: random.pick(plain), decoy: random.pick(plain), hook: ground.place.nt + KERNEL_HOOK });
}
