/** Kept objects give what assembling gives, and nothing else is ever taken for it. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type * as Objects from '../../core/asm/objects.ts';

/** A process of its own, as far as objects know. */
async function fresh(): Promise<typeof Objects> {
  vi.resetModules();
  return import('../../core/asm/objects.ts');
}
const SOURCES = [{ file: 'a', text: 'export proc Go\n mov rax,[Table]\n add rax,FIELD\n call Far\n ret\nvar Table _KIND\n dq Go' }];
const names = (field: bigint, far: bigint) => (name: string) =>
  name === 'FIELD' ? { value: field, label: undefined } : name === 'Far' ? { value: far, label: 'other' } : undefined;
const options = (field = 0x28n, far = 0x9000n): Objects.ObjectOptions => ({
  origin: 0x1000n,
  bits: 64,
  image: 'own',
  names: names(field, far),
});

async function keptOf(sources = SOURCES): Promise<{ text: string; object: Objects.ObjectFile }> {
  const { objectOf, writeObjects } = await fresh(),
    object = objectOf(sources, options());
  return { text: writeObjects(), object: { chunks: object.chunks, relocations: object.relocations, symbols: object.symbols } };
}

test('an object that was kept is the one that was assembled', async () => {
  const { text, object } = await keptOf(),
    { objectOf, objectsFrom, objectsMade } = await fresh();
  objectsFrom(() => text);
  expect(objectOf(SOURCES, options())).toEqual(object);
  expect(object.relocations.length).toBeGreaterThan(1);
  expect(objectsMade()).toBe(0);
});
test.each<[string, readonly Objects.ObjectOptions[], typeof SOURCES]>([
  ['a name means another number', [options(0x30n)], SOURCES],
  ['a name lies elsewhere', [options(0x28n, 0x9008n)], SOURCES],
  [
    'a name was not defined then',
    [{ ...options(), names: name => names(0x28n, 0x9000n)(name) ?? { value: 5n, label: undefined } }],
    SOURCES,
  ],
  ['it lies elsewhere', [{ ...options(), origin: 0x1010n }], SOURCES],
  ['it is another image', [{ ...options(), image: 'none' }], SOURCES],
  ['the text differs', [options()], [{ file: 'a', text: SOURCES[0]!.text.replace('rax,FIELD', 'rcx,FIELD') }]],
  ['a problem would name another file', [options()], [{ ...SOURCES[0]!, file: 'b' }]],
])('it is assembled again where %s', async (_why, [asked], sources) => {
  const { text } = await keptOf(),
    { objectOf, objectsFrom, objectsMade } = await fresh();
  objectsFrom(() => text);
  objectOf(sources, asked!);
  expect(objectsMade()).toBe(1);
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kernels-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});
/** What a process builds with the kernels of a folder, and then ends. */
async function process_(): Promise<{ hashes: bigint[]; made: number }> {
  const { objectsMade } = await fresh(),
    { keepKernels } = await import('../../main/files/kernels.ts'),
    { buildGuest } = await import('../../core/windows/machines.ts'),
    ends = vi.spyOn(process, 'once').mockReturnValue(process);
  keepKernels(folder);
  const hashes = ['win10-x64', 'win10-x64-473', 'win7-x86', 'winxp-x86'].flatMap(machine =>
    ['note', 'kept'].map(seed => {
      const built = buildGuest({ machine, seed, set: {} });
      if (!built.ok) throw new Error(built.problem.message);
      return built.value.machine.hash();
    }),
  );
  const made = objectsMade();
  for (const [event, listener] of ends.mock.calls) if (event === 'exit') (listener as () => void)();
  ends.mockRestore();
  return { hashes, made };
}
test('machines are the same whether their kernels are assembled or kept, and spoiled files are as none', async () => {
  const first = await process_(),
    second = await process_();
  expect(first.made).toBeGreaterThan(0);
  expect(second).toEqual({ hashes: first.hashes, made: 0 });
  const [file] = readdirSync(folder).map(name => path.join(folder, name)),
    text = readFileSync(file!, 'utf8');
  writeFileSync(file!, text.slice(0, -1));
  expect((await process_()).made).toBe(first.made);
  expect((await process_()).made).toBe(0);
});
