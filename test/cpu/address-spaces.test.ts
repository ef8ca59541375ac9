/**
 * Programs that go from one address space to another: the same addresses are other code and data there, tables and code are written through
 * other mappings. Machines that remember address spaces must end as one that forgets everything at each change of CR3.
 */
import { expect, test } from 'vitest';
import { assemble } from '../../core/asm/assemble.ts';
import { setHidden, FLAT_CODE64, FLAT_DATA } from '../../core/cpu/segments.ts';
import type { EngineName } from '../../core/cpu/engines/engine.ts';
import { createMachine, type Machine } from '../../core/machine/machine.ts';
import { Random } from '../../core/machine/random.ts';

/** More than are remembered. */
const SPACES = 6,
  RAM_BYTES = 2 << 20;
const AT = { program: 0x400000, routine: 0x401000, data: 0x402000, others: 0x403000, tables: 0x40a000, stack: 0x411000, many: 0x420000 } as const;
const MANY = 0x20000;
const root = (n: number): number => 0x10000 + n * 0x4000,
  table = (n: number): number => root(n) + 0x3000,
  routineFrame = (n: number): number => 0x80000 + n * 0x1000,
  dataFrame = (n: number): number => 0x90000 + n * 0x1000,
  /** The many pages lie in another order in each space. */
  manyFrame = (n: number, page: number): number => 0x100000 + ((page * (2 * n + 1)) % (MANY / 0x1000)) * 0x1000;
const PRESENT = 3,
  ACCESSED_AND_DIRTY = 0x60;
const index = (linear: number): number => (linear >> 12) & 511;

function code(text: string, origin: number): Uint8Array {
  const made = assemble(text, { origin: BigInt(origin), bits: 64 });
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return made.value.bytes;
}
/** One routine of many: what it adds, and where it goes before it adds more. */
const routine = (random: Random): Uint8Array =>
  code(
    `add rax, ${random.below(0x70)}\n mov cr3, r${8 + random.below(SPACES)}\n imul rax, rax, ${3 + 2 * random.below(50)}\n add rax, [${AT.data}]\n mov cr3, r14\n ret`,
    AT.routine,
  );
/** One thing the program does; `n` is its own. */
function action(random: Random, n: number): string {
  const space = random.below(SPACES),
    other = random.below(SPACES),
    entry = (linear: number): number => AT.tables + space * 0x1000 + index(linear) * 8,
    bits = PRESENT | (random.below(2) ? ACCESSED_AND_DIRTY : 0);
  return random.pick([
    `mov r14, r${8 + space}\n mov cr3, r14`,
    `mov cr3, r${8 + space}`,
    `mov r14, cr3\n call ${AT.routine}`,
    `mov r14, cr3\n call ${AT.routine}`,
    `add [${AT.data}], rax`,
    `xor rax, [${AT.data} + 8]\n mov [${AT.data} + 16], eax`,
    `mov byte ptr [${AT.others} + ${space * 0x1000 + 3}], ${random.below(0x70)}`,
    `mov qword ptr [${entry(AT.routine)}], ${routineFrame(other) | bits}`,
    `mov qword ptr [${entry(AT.data)}], ${dataFrame(other) | bits}`,
    `and byte ptr [${entry(AT.data)}], 9Fh`,
    `xor ecx, ecx\n sweep${n}: add rax, [rcx + ${AT.many}]\n mov [rcx + ${AT.many} + 8], eax\n add ecx, 1000h\n cmp ecx, ${MANY}\n jb sweep${n}`,
    `mov qword ptr [${entry(AT.many + 0x1000 * random.below(MANY / 0x1000))}], ${manyFrame(0, random.below(MANY / 0x1000)) | bits}`,
    `invlpg [${AT.data}]`,
  ]);
}
/** A machine in ring 0 in front of a program that goes round for ever. */
function prepare(engine: EngineName, seed: string, forgets: boolean): Machine {
  const machine = createMachine({ ramBytes: RAM_BYTES, engine }),
    { state, memory } = machine,
    random = new Random(seed),
    put = (at: number, value: number): void => {
      const bytes = new Uint8Array(8);
      new DataView(bytes.buffer).setBigUint64(0, BigInt(value), true);
      memory.writePhysical(BigInt(at), bytes);
    };
  for (let n = 0; n < SPACES; n++) {
    put(root(n), (root(n) + 0x1000) | PRESENT);
    put(root(n) + 0x1000, (root(n) + 0x2000) | PRESENT);
    put(root(n) + 0x2000 + ((AT.program >> 21) & 511) * 8, table(n) | PRESENT);
    const map = (linear: number, frame: number): void => put(table(n) + index(linear) * 8, frame | PRESENT);
    map(AT.program, 0xa0000);
    map(AT.stack - 0x1000, 0xa1000);
    map(AT.routine, routineFrame(n));
    map(AT.data, dataFrame(n));
    for (let k = 0; k < MANY / 0x1000; k++) map(AT.many + k * 0x1000, manyFrame(n, k));
    for (let k = 0; k < SPACES; k++) {
      map(AT.others + k * 0x1000, routineFrame(k));
      map(AT.tables + k * 0x1000, table(k));
    }
    memory.writePhysical(BigInt(routineFrame(n)), routine(random));
    memory.writePhysical(BigInt(dataFrame(n)), Uint8Array.from({ length: 32 }, () => random.below(256)));
  }
  for (let page = 0; page < MANY / 0x1000; page++) put(manyFrame(0, page), random.below(1 << 30));
  const body = Array.from({ length: 40 }, (_, k) => action(random, k)).join('\n');
  memory.writePhysical(0xa0000n, code(`again: ${body}\n jmp again`, AT.program));
  for (let n = 0; n < SPACES; n++) state.set(`R${8 + n}` as 'R8', BigInt(root(n)));
  for (const [cell, value] of [
    ['CR0', 0x80050033n],
    ['CR3', BigInt(root(0))],
    ['CR4', 0x620n],
    ['IA32_EFER', 0xd01n],
    ['R14', BigInt(root(0))],
    ['RSP', BigInt(AT.stack) - 0x100n],
    ['RIP', BigInt(AT.program)],
  ] as const)
    state.set(cell, value);
  setHidden(state, 'CS', 0x10n, FLAT_CODE64[0]);
  setHidden(state, 'SS', 0x18n, FLAT_DATA[0]);
  state.set('attention', 2n);
  if (forgets)
    memory.changeRoot = () => {
      memory.flush();
    };
  return machine;
}

test('address spaces that are remembered are as those looked up anew', () => {
  for (let n = 0; n < 12; n++) {
    const seed = `spaces-${n}`,
      random = new Random(`${seed}/slices`),
      plain = prepare('evaluator', seed, true),
      others = (['evaluator', 'wasm'] as const).map(engine => prepare(engine, seed, false));
    for (let slice = 0; slice < 8; slice++) {
      const budget = BigInt(1 + random.below(2000)),
        stop = plain.run(budget);
      expect(stop.why).toBe('budget');
      for (const machine of others) {
        expect(machine.run(budget)).toEqual(stop);
        expect(machine.state.get('RIP'), `${seed}, slice ${slice}`).toBe(plain.state.get('RIP'));
        expect(machine.hash(), `${seed}, slice ${slice}`).toBe(plain.hash());
      }
    }
  }
});
