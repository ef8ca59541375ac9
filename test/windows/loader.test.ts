/** The lists of loaded modules, walked link by link in both directions, against the modules a debugger knows. */
import { describe, expect, test } from 'vitest';
import type { Guest } from '../../core/windows/guest.ts';
import type { Module } from '../../core/windows/symbols.ts';
import { guest, load, sym } from './calls.ts';

const MACHINES = ['win10-x64', 'win10-x64-473', 'win7-x86', 'winxp-x86'] as const;
const ENTRY = 'LDR_DATA_TABLE_ENTRY';
const at = (g: Guest, base: bigint, path: string): bigint => base + BigInt(g.layouts.offset(path));
const pointer = (g: Guest, address: bigint): bigint => load(g, address, g.build.bits / 8);
const text = (g: Guest, string: bigint): string =>
  Array.from({ length: Number(load(g, string, 2)) / 2 }, (_, n) =>
    String.fromCharCode(Number(load(g, pointer(g, at(g, string, 'UNICODE_STRING.Buffer')) + BigInt(2 * n), 2))),
  ).join('');

/** The structures on a list, forwards; the links backwards must name the same ones. */
function walk(g: Guest, head: bigint, links: string): bigint[] {
  const step = BigInt(g.build.bits / 8),
    offset = BigInt(g.layouts.offset(`${ENTRY}.${links}`)),
    along = (by: bigint): bigint[] => {
      const found: bigint[] = [];
      for (let link = pointer(g, head + by); link !== head; link = pointer(g, link + by)) found.push(link - offset);
      return found;
    },
    forwards = along(0n);
  expect(along(step)).toEqual([...forwards].reverse());
  return forwards;
}
const shown = (g: Guest, entry: bigint): readonly [name: string, base: bigint, size: bigint] => [
  text(g, at(g, entry, `${ENTRY}.BaseDllName`)),
  pointer(g, at(g, entry, `${ENTRY}.DllBase`)),
  load(g, at(g, entry, `${ENTRY}.SizeOfImage`), 4),
];
const expected = ({ name, image, base, end }: Module): readonly [string, bigint, bigint] => [
  name === 'nt' ? 'ntoskrnl.exe' : image,
  base,
  end - base,
];

describe.each(MACHINES)('%s', machine => {
  const g = guest({}, 's-1', machine),
    inKernel = (m: Module): boolean => m.base >= (g.build.bits === 64 ? 1n << 63n : 1n << 31n),
    modules = g.symbols.modules.filter(m => m.name !== 'SharedUserData');
  test('PsLoadedModuleList has every module of the kernel, nt first', () => {
    const entries = walk(g, sym(g, 'nt!PsLoadedModuleList'), 'InLoadOrderLinks').map(e => shown(g, e));
    expect(entries).toEqual(modules.filter(inKernel).map(expected));
    expect(entries[0]![1]).toBe(modules.find(m => m.name === 'nt')!.base);
  });
  test("the PEB's lists have every module of the program: the program itself first, and not among what is initialized", () => {
    const data = pointer(g, at(g, g.system.peb, 'PEB.Ldr')),
      list = (name: string, links: string): (readonly [string, bigint, bigint])[] =>
        walk(g, at(g, data, `PEB_LDR_DATA.${name}`), links).map(e => shown(g, e)),
      all = modules.filter(m => !inKernel(m)).map(expected);
    expect(list('InLoadOrderModuleList', 'InLoadOrderLinks')).toEqual(all);
    expect(list('InMemoryOrderModuleList', 'InMemoryOrderLinks')).toEqual(all);
    expect(list('InInitializationOrderModuleList', 'InInitializationOrderLinks')).toEqual(all.filter(([name]) => name !== 'note.exe'));
    expect(all[0]![1]).toBe(pointer(g, at(g, g.system.peb, 'PEB.ImageBaseAddress')));
  });
});
test('under KVA shadow the program reads its lists through its own tables', () => {
  const g = guest({ kva_shadow: 'on' }),
    data = pointer(g, at(g, g.system.peb, 'PEB.Ldr'));
  expect(g.machine.memory.read(data, 4)).toEqual(new Uint8Array([0x58, 0, 0, 0]));
});
