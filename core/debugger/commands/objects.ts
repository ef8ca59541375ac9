/** Kernel objects: !object and !handle. */
import type { Call, Command } from '../command.ts';
import { describeProcess, pointerField, processes, threads, valueField, type ProcessRow } from '../processes.ts';
import { offsetOf } from '../pseudo.ts';
import { plain } from '../refusal.ts';
import { readCounted } from '../strings.ts';
import { hex, link, pointerText, u64, type Cell } from '../text.ts';
import type { Running } from '../types.ts';

/** What is known of an object from its header, or from where it was found. */
interface Described {
  readonly address: bigint;
  readonly header: bigint;
  readonly type: bigint;
  readonly kind: string;
  readonly handles: bigint;
  readonly pointers: bigint;
}
const BODY = (bits: 32 | 64): number => (bits === 64 ? 0x30 : 0x18);

/** Undefined where nothing says that an object begins there. */
function describe(call: Call, address: bigint): Described | undefined {
  const { debugger: d, target } = call,
    word = target.bits / 8,
    header = u64(address - BigInt(offsetOf(d, 'OBJECT_HEADER.Body') ?? BODY(target.bits)));
  const all = processes(d);
  const type = pointerField(d, header, 'OBJECT_HEADER.Type') ?? 0n,
    named = type === 0n ? undefined : typeName(call, type);
  const kind =
    named ??
    (all.some(p => p.address === address) ? 'Process' : all.some(p => threads(d, p.address).includes(address)) ? 'Thread' : undefined);
  return kind === undefined
    ? undefined
    : { address, header, type, kind, pointers: target.pointer(header) ?? 0n, handles: target.pointer(header + BigInt(word)) ?? 0n };
}
function typeName({ debugger: d, target }: Call, type: bigint): string | undefined {
  const at = offsetOf(d, 'OBJECT_TYPE.Name');
  return at === undefined ? undefined : (readCounted(target, type + BigInt(at), 2) ?? undefined);
}
const OPENED: Readonly<Record<string, string>> = { Process: '!process', Thread: '!thread' };
function objectCell({ target }: Call, address: bigint, kind: string | undefined): Cell {
  const command = kind === undefined ? '!object' : (OPENED[kind] ?? '!object');
  return link(pointerText(address, target.bits), `${command} ${target.address(address)}`);
}
function print(call: Call, o: Described, indent: string): void {
  const { out, target } = call;
  out.line(`${indent}Object: `, objectCell(call, o.address, o.kind), `  Type: (${pointerText(o.type, target.bits)}) ${o.kind}`);
  out.line(`${indent}    ObjectHeader: ${pointerText(o.header, target.bits)} (new version)`);
  out.line(`${indent}    HandleCount: ${o.handles}  PointerCount: ${o.pointers}`);
}

function object(call: Call): void {
  const { args, target, out } = call;
  if (args.peek() === '\\' || args.atEnd) {
    const path = args.all() || '\\';
    out.line(`Object ${path} not found: this machine keeps no object directory.`);
    call.hint = 'Objects are found by address here: !process 0 0, !handle and dx @$curthread give some.';
    return;
  }
  if (/^0\s+\S/.test(args.rest.trim())) {
    args.all();
    out.line('This machine keeps no list of objects by type.');
    return;
  }
  const address = target.linear(args.expression());
  args.end();
  const found = describe(call, address);
  if (!found) throw plain(`${pointerText(address, target.bits)}: not a valid object (ObjectType invalid)`);
  print(call, found, '');
}

/** An entry of a handle table: where its object is, and what it may do. */
interface Entry {
  readonly handle: bigint;
  readonly at: bigint;
  readonly header: bigint;
  readonly access: bigint;
}
/** Entries a table may have; three levels of 4 KiB pages hold more than any process of ours. */
const ENTRIES = 0x4000n;
const PAGE = 0x1000n;
/** The entry of one handle, through up to two levels of pages of pointers. */
function entryOf(call: Call, tableCode: bigint, handle: bigint): Entry | undefined {
  const { target } = call,
    word = BigInt(target.bits / 8),
    size = 2n * word;
  const perPage = PAGE / size,
    pointers = PAGE / word;
  let base: bigint | undefined = u64(tableCode & ~7n),
    index = handle >> 2n;
  for (let level = tableCode & 3n; level > 0n && base !== undefined; level--) {
    const span = perPage * pointers ** (level - 1n);
    base = target.pointer(base + (index / span) * word);
    index %= span;
  }
  if (base === undefined || base === 0n || index >= perPage) return undefined;
  const at = base + index * size,
    low = target.pointer(at),
    high = target.pointer(at + word);
  if (low === undefined || high === undefined || low === 0n) return undefined;
  // From Windows 8 on the pointer is packed into the high 44 bits; before, its low three bits are flags.
  const packed = target.bits === 64 && target.guest.build.number >= 9200;
  const header = packed ? u64(BigInt.asIntN(64, low) >> 16n) & ~0xfn : low & ~7n;
  return { handle, at, header: packed ? header | 0xffff_0000_0000_0000n : header, access: high & (packed ? 0x1ff_ffffn : 0xffff_ffffn) };
}
function printEntry(call: Call, entry: Entry, flags: bigint): void {
  const { out, target, debugger: d } = call,
    body = u64(entry.header + BigInt(offsetOf(d, 'OBJECT_HEADER.Body') ?? BODY(target.bits))),
    found = describe(call, body);
  out.line(
    `${hex(entry.handle, 4)}: Object: `,
    objectCell(call, body, found?.kind),
    `  GrantedAccess: ${hex(entry.access, 8)} Entry: ${pointerText(entry.at, target.bits)}`,
  );
  if (flags & 2n && found) print(call, found, '');
  out.line();
}

/** `!handle [handle [flags [process]]]`: 0 is all of them. */
function* handles(call: Call): Running<void> {
  const { args, out, target, debugger: d } = call;
  const wanted = args.atEnd ? 0n : args.expression(),
    flags = args.atEnd ? 3n : args.expression(),
    whose = args.atEnd ? undefined : args.expression();
  args.all();
  const owner = ownerOf(call, whose);
  if (!owner) {
    out.line(`Searching for Process with Cid == ${hex(whose ?? 0n)}`);
    out.line(`Could not find process with Cid ${hex(whose ?? 0n)}`);
    return;
  }
  out.line();
  out.line('PROCESS ', link(pointerText(owner.address, target.bits), `!process ${target.address(owner.address)} 7`));
  out.line(`    Cid: ${hex(owner.id, 4)}  ObjectTable: ${pointerText(owner.objectTable, target.bits)}  Image: ${owner.image}`);
  out.line();
  const code = pointerField(d, owner.objectTable, 'HANDLE_TABLE.TableCode');
  if (owner.objectTable === 0n || code === undefined) {
    out.line('This process has no handle table on this machine.');
    return;
  }
  const count = valueField(d, owner.objectTable, 'HANDLE_TABLE.HandleCount', 4);
  out.line(`Handle table at ${pointerText(owner.objectTable, target.bits)}${count === undefined ? '' : ` with ${count} entries in use`}`);
  out.line();
  if (wanted !== 0n) {
    const entry = entryOf(call, code, wanted);
    if (entry) printEntry(call, entry, flags);
    else out.line(`${hex(wanted, 4)}: free handle`);
    return;
  }
  const next = valueField(d, owner.objectTable, 'HANDLE_TABLE.NextHandleNeedingPool', 4) ?? 0x400n;
  for (let handle = 4n; handle < next && handle < ENTRIES * 4n; handle += 4n) {
    const entry = entryOf(call, code, handle);
    if (entry) printEntry(call, entry, flags);
    if (handle % 256n === 0n) yield* d.execution.breathe();
  }
}
/** By address, by id, or the current one. */
function ownerOf({ debugger: d, target }: Call, whose: bigint | undefined): ProcessRow | undefined {
  if (whose === undefined || whose === 0n) return describeProcess(d, target.process);
  const all = processes(d);
  return whose < 0x1_0000n ? all.find(p => p.id === whose) : describeProcess(d, target.linear(whose));
}

export const OBJECTS: readonly Command[] = [
  { names: ['!object'], syntax: '!object addr | \\path', summary: "An object's header.", kind: 'object', run: object },
  {
    names: ['!handle'],
    syntax: '!handle [handle [flags [process]]]',
    summary: 'The handles of a process, and their objects.',
    arguments: ['handle: 0 for all', 'flags: 1 entries, 2 their objects', 'process: address or id'],
    kind: 'handle',
    run: handles,
  },
];
