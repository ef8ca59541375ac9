/** Address translation: !pte, !vtop, and physical displays. */
import type { WalkRow } from '../../cpu/paging.ts';
import type { Call, Command } from '../command.ts';
import { parseNumber } from '../number.ts';
import { caret, plain } from '../refusal.ts';
import type { Target } from '../target.ts';
import { ascii, fromBytes, hex, tick64 } from '../text.ts';

const upper = (value: bigint, digits: number): string => hex(value, digits).toUpperCase();

/** Letters of an entry: C G L D A N T U/K W/R E V, a dash for each that is clear; x86 has no C and E. */
function flagLetters(value: bigint, wide: boolean): string {
  const bit = (n: bigint): boolean => ((value >> n) & 1n) !== 0n;
  const letters = [
    wide ? (bit(9n) ? 'C' : '-') : '',
    bit(8n) ? 'G' : '-',
    bit(7n) ? 'L' : '-',
    bit(6n) ? 'D' : '-',
    bit(5n) ? 'A' : '-',
    bit(4n) ? 'N' : '-',
    bit(3n) ? 'T' : '-',
    bit(2n) ? 'U' : 'K',
    bit(1n) ? 'W' : 'R',
  ];
  return `${letters.join('')}${wide ? (bit(63n) ? '-' : 'E') : ''}${bit(0n) ? 'V' : '-'}`;
}

/** Where the tables see themselves: base of the linear region that maps every PTE. */
function selfMap(target: Target): bigint | undefined {
  if (target.bits === 32) return 0xc000_0000n;
  const root = (target.raw('cr3') ?? 0n) & 0xf_ffff_ffff_f000n,
    table = target.readPhysical(root, 4096);
  if (!table) return undefined;
  for (let n = 256; n < 512; n++) {
    const entry = fromBytes(table.subarray(n * 8, n * 8 + 8));
    if ((entry & 1n) !== 0n && (entry & 0xf_ffff_ffff_f000n) === root) return 0xffff_0000_0000_0000n | (BigInt(n) << 39n);
  }
  return undefined;
}
/** Linear addresses of the entries for `address`, from the PTE up. */
function entryAddresses(target: Target, address: bigint, base: bigint, large: bigint): bigint[] {
  if (target.bits === 64) {
    const up = (a: bigint): bigint => base + (((a & 0xffff_ffff_ffffn) >> 12n) << 3n),
      pte = up(address),
      pde = up(pte),
      ppe = up(pde);
    return [pte, pde, ppe, up(ppe)];
  }
  const size = large === 8n ? 3n : 2n,
    pte = base + ((address >> 12n) << size),
    pde = base + ((pte >> 12n) << size);
  return [pte, pde];
}

function pageTableEntry(call: Call): void {
  const { args, target } = call,
    asked = target.linear(args.expressionOr(() => target.ip));
  args.end();
  const base = selfMap(target),
    walk = target.walk(asked),
    rows = walk.rows.filter(r => !(target.bits === 32 && r.name === 'PDPTE'));
  if (rows.length === 0) throw plain('Paging is off: linear addresses are physical.');
  const bytes = BigInt(rows[0]!.bytes);
  const region = base === undefined ? undefined : target.bits === 64 ? base + (1n << 39n) : base + (bytes === 8n ? 0x80_0000n : 0x40_0000n);
  const inside = base !== undefined && region !== undefined && asked >= base && asked < region;
  const address = inside ? backToAddress(target, asked - base, bytes) : asked;
  const shown = inside ? target.walk(address).rows.filter(r => !(target.bits === 32 && r.name === 'PDPTE')) : rows;
  const names = target.bits === 64 ? ['PXE', 'PPE', 'PDE', 'PTE'] : ['PDE', 'PTE'];
  const at = base === undefined ? undefined : entryAddresses(target, address, base, bytes).reverse();
  (target.bits === 64 ? print64 : print32)(call, address, names, at, shown);
}
/** The address a PTE in the self-map is for. */
function backToAddress(target: Target, offset: bigint, bytes: bigint): bigint {
  if (target.bits === 32) return ((offset / bytes) << 12n) & 0xffff_ffffn;
  return BigInt.asUintN(64, BigInt.asIntN(48, (offset >> 3n) << 12n));
}
const LARGE = (row: WalkRow): boolean => row.verdict === 'page' && row.name !== 'PTE';

function print64(
  { out }: Call,
  address: bigint,
  names: readonly string[],
  at: readonly bigint[] | undefined,
  rows: readonly WalkRow[],
): void {
  out.line(`${' '.repeat(43)}VA ${hex(address, 16)}`);
  const heads = names.slice(0, 4).map((name, n) => `${name} at ${upper(at?.[n] ?? rows[n]?.address ?? 0n, 16)}`);
  out.line(heads.join('    '));
  const last = rows.at(-1)!,
    mapped = last.verdict === 'page',
    large = LARGE(last);
  const contains = rows.map(row => `contains ${upper(row.value, 16)}`);
  if (large) contains.push('contains 0000000000000000');
  out.line(contains.join('  '));
  const cells = rows
    .filter(row => row.verdict === 'table' || row.verdict === 'page')
    .map(row =>
      LARGE(row)
        ? `LARGE PAGE pfn ${hex((row.value >> 12n) & 0xf_ffff_ffffn)}`
        : `pfn ${hex((row.value >> 12n) & 0xf_ffff_ffffn).padEnd(10)}${flagLetters(row.value, true)}`,
    );
  if (large)
    cells.splice(
      -1,
      1,
      `pfn ${hex((last.value >> 12n) & 0xf_ffff_ffffn).padEnd(10)}${flagLetters(last.value, true)}`,
      `LARGE PAGE pfn ${hex(((last.value >> 12n) & 0xf_ffff_ffffn) + ((address & (last.name === 'PDE' ? 0x1f_ffffn : 0x3fff_ffffn)) >> 12n))}`,
    );
  if (!mapped) cells.push('not valid');
  out.line(cells.join('  '));
  out.line();
}
function print32(
  { out }: Call,
  address: bigint,
  _names: readonly string[],
  at: readonly bigint[] | undefined,
  rows: readonly WalkRow[],
): void {
  const digits = rows[0]!.bytes * 2;
  out.line(
    `${upper(address, 8)}  - PDE at ${upper(at?.[0] ?? rows[0]!.address, 8)}        PTE at ${upper(at?.[1] ?? rows[1]?.address ?? 0n, 8)}`,
  );
  const last = rows.at(-1)!,
    large = LARGE(last);
  out.line(`          contains ${upper(rows[0]!.value, digits)}      contains ${upper(large ? 0n : (rows[1]?.value ?? 0n), digits)}`);
  const cells = rows
    .filter(r => r.verdict !== 'not present' && r.verdict !== 'reserved bit')
    .map(row => `pfn ${hex((row.value >> 12n) & 0xf_ffff_ffffn)} ${flagLetters(row.value, false)}`);
  if (large) cells.push(`LARGE PAGE pfn ${hex(((last.value >> 12n) & 0xf_ffff_ffffn) + ((address & 0x3f_ffffn) >> 12n))}`);
  if (last.verdict !== 'page') cells.push('not valid');
  out.line(`          ${cells.join('    ')}`);
}

/** An argument of !vtop: digits only; a symbol, register or backtick is taken as 0. */
function bareNumber(text: string): bigint {
  const value = /[`@!]/.test(text) ? undefined : parseNumber(text, 16, false);
  return typeof value === 'bigint' ? value : 0n;
}
/** !vtop: the walk from a given directory. */
function virtualToPhysical(call: Call): void {
  const { args, out, target } = call,
    words = args
      .all()
      .split(/\s+/)
      .filter(w => w !== '');
  if (words.length !== 2) {
    out.line('usage: vtop PFNOfPDE VA');
    call.hint = 'Both arguments are plain hex numbers: no symbols, no @cr3, no backtick. r cr3 and ? show them.';
    return;
  }
  if (words.some(w => /[`@!]/.test(w) || parseNumber(w, 16, false) === undefined))
    call.hint = '!vtop reads only plain hex digits; a symbol, a register or a backtick counts as 0.';
  const given = bareNumber(words[0]!),
    address = bareNumber(words[1]!),
    name = target.bits === 64 ? 'Amd64VtoP' : 'X86VtoP',
    digits = target.bits === 64 ? 16 : 8;
  const directory = given === 0n ? target.raw('cr3')! & ~0xfffn : target.bits === 64 ? (given < 0x1000n ? given << 12n : given) : given;
  out.line(`${name}: Virt ${hex(address, digits)}, pagedir ${hex(directory, 16)}`);
  const { rows, mapping } = target.walkFrom(directory, address);
  for (const row of rows) {
    const label = ({ PML4E: 'PML4E', PDPTE: 'PDPE', PDE: 'PDE', PTE: 'PTE' } as Readonly<Record<string, string>>)[row.name]!;
    out.line(`${name}: ${label} ${hex(row.address, 16)}`);
    if (row.verdict === 'not present') out.line(`${name}: zero ${label}`);
  }
  if (!mapping) {
    out.line(`Virtual address ${hex(address)} translation fails, error 0xD0000147.`);
    return;
  }
  out.line(`${name}: ${mapping.pageBytes > 4096 ? 'Large page mapped' : 'Mapped'} phys ${hex(mapping.physical, 16)}`);
  out.line(`Virtual address ${hex(address)} translates to physical address ${hex(mapping.physical)}.`);
}

interface Shape {
  readonly size: 1 | 2 | 4 | 8;
  readonly perLine: number;
  readonly text: boolean;
}
const SHAPES: Readonly<Record<string, Shape>> = {
  '!db': { size: 1, perLine: 16, text: true },
  '!dw': { size: 2, perLine: 8, text: false },
  '!dd': { size: 4, perLine: 4, text: false },
  '!dc': { size: 4, perLine: 4, text: true },
  '!dq': { size: 8, perLine: 2, text: false },
};
const SHOWN = 0x80;
/** !db !dc !dd !dp !dq !dw: memory by physical address. */
function physical(call: Call): void {
  const { args, target, out, name } = call,
    shape = SHAPES[name] ?? (target.bits === 64 ? SHAPES['!dq']! : SHAPES['!dd']!);
  args.take(/\[\w+\]/);
  const { start, count } = args.range(shape.size, SHOWN / shape.size);
  args.end();
  for (let done = 0; done < count; done += shape.perLine) {
    const length = Math.min(shape.perLine, count - done) * shape.size,
      at = start + BigInt(done * shape.size),
      bytes = target.readPhysical(at, length);
    if (!bytes) throw plain(`Physical memory read at ${hex(at)} failed`, `This machine has ${hex(target.state.ramBytes)} bytes of memory.`);
    const parts = Array.from({ length: length / shape.size }, (_, n) =>
      element(fromBytes(bytes.subarray(n * shape.size, (n + 1) * shape.size)), shape.size),
    );
    const body = shape.size === 1 && parts.length > 8 ? `${parts.slice(0, 8).join(' ')}-${parts.slice(8).join(' ')}` : parts.join(' ');
    out.line(`#${hex(at).padStart(8)} ${shape.text ? `${body.padEnd(shape.perLine * (shape.size * 2 + 1) - 1)} ${ascii(bytes)}` : body}`);
  }
}
const element = (value: bigint, size: number): string => (size === 8 ? tick64(value) : hex(value, size * 2));
/** !eb !ed: write by physical address. */
function physicalWrite(call: Call): void {
  const { args, target, name } = call,
    size = name === '!eb' ? 1 : 4;
  let at = args.expression();
  if (args.atEnd) throw caret('Syntax', args.consumed);
  for (; !args.atEnd; at += BigInt(size)) {
    const value = args.expression(),
      bytes = Uint8Array.from({ length: size }, (_, n) => Number((value >> BigInt(8 * n)) & 0xffn));
    if (!target.writePhysical(at, bytes)) throw plain(`Physical memory write at ${hex(at)} failed`);
  }
}

export const PAGING: readonly Command[] = [
  {
    names: ['!pte'],
    syntax: '!pte address',
    summary: 'The paging entries of an address, or of the address a PTE is for.',
    arguments: [
      'C copy-on-write G global L large D dirty A accessed N no cache T write-through U/K user or kernel W/R writable E executable V valid',
    ],
    kind: 'page_walk',
    run: pageTableEntry,
  },
  {
    names: ['!vtop'],
    syntax: '!vtop directory address',
    summary: 'Translate an address, starting from a page directory.',
    arguments: ['directory: a physical address or page number in plain hex; 0: the current one', 'address: plain hex'],
    kind: 'page_walk',
    run: virtualToPhysical,
  },
  {
    names: ['!db', '!dc', '!dd', '!dp', '!dq', '!dw'],
    syntax: '!dd physical [Ln]',
    summary: 'Memory by physical address.',
    kind: 'physical_dump',
    run: physical,
  },
  { names: ['!eb', '!ed'], syntax: '!ed physical values', summary: 'Write by physical address.', kind: 'memory_write', run: physicalWrite },
];
