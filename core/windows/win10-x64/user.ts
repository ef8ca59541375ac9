/** The user side: ntdll, the program, its stack and heap. */
import type { ServiceEntry } from '../guest.ts';
import { NOTE } from '../images/user-x64/note.asm.ts';
import type { Builder } from './builder.ts';

/** ntdll's stubs in number order, 32 bytes apart, and the program. */
export function buildUser(b: Builder, services: readonly ServiceEntry[]): void {
  const { space, place: p } = b,
    first = p.ntdll + 0x9cb10n,
    stubs = services.filter(s => s.table === 'nt');
  space.map(first, BigInt(stubs.length * 32), { user: true, execute: true });
  for (const s of stubs) {
    const at = first + BigInt(s.number * 32);
    space.write(
      at,
      Uint8Array.of(
        0x4c,
        0x8b,
        0xd1,
        0xb8,
        s.number & 255,
        s.number >> 8,
        0,
        0,
        0xf6,
        0x04,
        0x25,
        0x08,
        0x03,
        0xfe,
        0x7f,
        0x01,
        0x75,
        0x03,
        0x0f,
        0x05,
        0xc3,
        0xcd,
        0x2e,
        0xc3,
      ),
    );
    b.symbols.push({ module: 'ntdll', name: s.name, address: at, kind: 'function', exported: true, size: 24 });
  }
  const imports = p.note + 0x4000n,
    stub = (name: string): bigint => first + BigInt(services.find(s => s.name === name)!.number * 32);
  space.map(p.note + 0x1000n, 0x1000n, { user: true, execute: true });
  space.map(imports, 0x1000n, { user: true });
  space.map(p.note + 0x5000n, 0x1000n, { user: true, write: true });
  ['NtQuerySystemTime', 'NtCreateFile', 'NtClose'].forEach((name, n) => {
    space.number(imports + BigInt(n * 8), 8, stub(name));
    b.symbol('note', `__imp_${name}`, imports + BigInt(n * 8), 'data', false);
  });
  b.symbol('note', 'Rounds', p.note + 0x5000n, 'data', false);
  b.image('note', 'user-x64/note', p.note + 0x1000n, NOTE);
  space.map(p.heap & ~0xfffn, 0x3000n, { user: true, write: true });
  space.map((p.userRsp - 0x1000n) & ~0xfffn, 0x2000n, { user: true, write: true });
  space.map(p.teb - 0x1000n, 0x3000n, { user: true, write: true });
  b.label('start', stub('NtCreateFile'));
}
