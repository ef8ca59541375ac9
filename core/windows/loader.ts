/** What the loader keeps about images: PsLoadedModuleList, and the lists of a process's PEB_LDR_DATA. A build's layouts say which fields there are. */
import type { Structures } from './structures.ts';
import { isLoaded, type Module } from './symbols.ts';

/** What was loaded from a file into one half of an address space of `bits`: the upper one is the kernel's. */
export const loadedIn = (half: 'user' | 'kernel', modules: readonly Module[], bits: 32 | 64): Module[] =>
  modules.filter(m => isLoaded(m) && m.base >> BigInt(bits - 1) === (half === 'kernel' ? 1n : 0n));
/** The kernel is loaded under this name, whichever of its files was chosen. */
const fileOf = ({ name, image }: Module): string => (name === 'nt' ? 'ntoskrnl.exe' : image);
/** Where a module of a machine of `bits` was loaded from, as the loader writes it down. */
export function imagePath(m: Module, bits: 32 | 64): string {
  if (loadedIn('kernel', [m], bits).length) return `\\SystemRoot\\system32\\${fileOf(m)}`;
  return `${m.image.endsWith('.exe') ? 'C:\\Lab\\' : 'C:\\Windows\\System32\\'}${m.image}`;
}
const ALIGN = 16n;
const LISTS = [
  ['InLoadOrderModuleList', 'InLoadOrderLinks'],
  ['InMemoryOrderModuleList', 'InMemoryOrderLinks'],
  ['InInitializationOrderModuleList', 'InInitializationOrderLinks'],
] as const;

/** Memory that is handed out from the bottom up. */
class Room {
  #next: bigint;
  constructor(start: bigint) {
    this.#next = start;
  }
  take(bytes: number): bigint {
    const at = this.#next;
    this.#next = (at + BigInt(bytes) + ALIGN - 1n) & ~(ALIGN - 1n);
    return at;
  }
}

/** Link PsLoadedModuleList at `head` over entries made from `room` on, which is mapped. */
export function buildLoadedModules(s: Structures, head: bigint, room: bigint, modules: readonly Module[], bits: 32 | 64): void {
  const free = new Room(room);
  const entries = loadedIn('kernel', modules, bits).map(m => buildEntry(s, free, m, bits));
  s.list(
    head,
    entries.map(at => s.at(at, 'LDR_DATA_TABLE_ENTRY.InLoadOrderLinks')),
  );
}
/** Give the process its PEB_LDR_DATA, made with its entries from `room` on, which is mapped; the program's own entry is none that is initialized. */
export function buildLoaderData(s: Structures, peb: bigint, room: bigint, modules: readonly Module[], bits: 32 | 64): void {
  const free = new Room(room),
    data = free.take(s.layouts.find('PEB_LDR_DATA')!.size),
    images = loadedIn('user', modules, bits),
    entries = images.map(m => buildEntry(s, free, m, bits));
  s.fill(data, 'PEB_LDR_DATA', { Length: BigInt(s.layouts.find('PEB_LDR_DATA')!.size), Initialized: 1n });
  for (const [list, links] of LISTS) {
    const initialized = (_: bigint, n: number): boolean => links !== 'InInitializationOrderLinks' || images[n]!.image.endsWith('.dll');
    s.list(
      s.at(data, `PEB_LDR_DATA.${list}`),
      entries.filter(initialized).map(at => s.at(at, `LDR_DATA_TABLE_ENTRY.${links}`)),
    );
  }
  s.set(peb, 'PEB.Ldr', data);
}
function buildEntry(s: Structures, free: Room, module: Module, bits: 32 | 64): bigint {
  const entry = free.take(s.layouts.find('LDR_DATA_TABLE_ENTRY')!.size),
    path = imagePath(module, bits),
    text = free.take(2 * path.length + 2),
    bytes = new Uint8Array(2 * path.length + 2);
  [...path].forEach((c, n) => (bytes[2 * n] = c.charCodeAt(0)));
  s.space.write(text, bytes);
  s.fill(entry, 'LDR_DATA_TABLE_ENTRY', {
    DllBase: module.base,
    SizeOfImage: module.end - module.base,
    LoadCount: 1n,
    OriginalBase: module.base,
  });
  for (const [field, from] of [
    ['FullDllName', 0],
    ['BaseDllName', path.lastIndexOf('\\') + 1],
  ] as const)
    s.fill(s.at(entry, `LDR_DATA_TABLE_ENTRY.${field}`), 'UNICODE_STRING', {
      Length: BigInt(2 * (path.length - from)),
      MaximumLength: BigInt(2 * (path.length - from) + 2),
      Buffer: text + BigInt(2 * from),
    });
  return entry;
}
