/** The disassembly pane's rows. */
import { codeLine, lineLength, type CodeLine } from '../code-lines.ts';
import { linesBefore } from '../commands/disassembly.ts';
import type { Debugger } from '../debugger.ts';
import { condition } from '../condition.ts';
import { bytesText, type Instruction } from '../instruction.ts';
import type { CodeRow } from '../moment.ts';
import { hex } from '../text.ts';
import { isPadding } from '../stack-depth.ts';
import { standsOnTrapFrame } from '../trap-frame.ts';
import { entryOf, storesFrom, type Store } from './stores.ts';
import { halfOfAddress } from './values.ts';

const BEFORE = 40,
  BEFORE_FAR = 12,
  AFTER = 28;

/** Lines from the symbol's start where it is near, else some before the address; then what follows. */
function linesAround({ target }: Debugger, ip: bigint): CodeLine[] {
  const at = target.symbolAt(ip);
  const before = at && at.displacement > 0n && at.displacement < BigInt(BEFORE * 15) ? [...linesBefore(target, ip, BEFORE)] : [];
  const near = before[0]?.address === at?.symbol.address ? before : before.slice(-BEFORE_FAR);
  const lines = near.filter(l => !at || l.address >= at.symbol.address);
  for (let address = ip, n = 0; n < AFTER; n++) {
    const line = codeLine(target, address);
    if (line.kind === 'unreadable') break;
    lines.push(line);
    address = target.linear(address + BigInt(lineLength(line)));
    if (line.kind === 'instruction' && /^(jump|return|system-return)$/.test(line.instruction.flow) && isPadding(target, address)) break;
  }
  return lines;
}

/** What has run: since the last change of ring as far as it is certain, and last of all. */
export interface Ran {
  readonly trail: ReadonlySet<bigint>;
  readonly last: bigint | undefined;
}
/** Rows around an address, headed by the instruction that changed the ring where this is the code it led to. */
export function codeRows(d: Debugger, ran: Ran, around = d.target.ip): CodeRow[] {
  const { target, execution } = d,
    lines = linesAround(d, around),
    first = lines[0];
  const stores = storesAround(d, lines),
    event = execution.known.ringChange?.event;
  const door = event && first?.address === target.linear(event.to.rip) ? codeLine(target, event.from.rip) : undefined;
  const rows: CodeRow[] = [];
  let owner: string | undefined;
  for (const line of door ? [door, ...lines] : lines) {
    const name = target.symbolText(line.address),
      symbol = name?.replace(/\+0x[0-9a-f]+$/, '');
    const label = name !== undefined && symbol !== owner ? `${name}:` : undefined;
    owner = symbol;
    rows.push(row(d, line, label, { ...ran, ...(line === door && { trail: new Set([line.address]) }) }, stores.get(line.address)));
  }
  return rows;
}
function row(d: Debugger, line: CodeLine, label: string | undefined, { trail, last }: Ran, stores: Store | undefined): CodeRow {
  const { target } = d,
    i = line.kind === 'instruction' ? line.instruction : undefined;
  const breakpoint = d.breakpoints
    .at(line.address)
    .reduce<CodeRow['breakpoint']>((state, b) => (b.enabled ? 'enabled' : (state ?? 'disabled')), undefined);
  const note = i && noteOf(d, line);
  return {
    address: line.address,
    addressText: target.address(line.address),
    bytes: i ? bytesText(i) : line.kind === 'bad' ? hex(line.byte, 2) : '??',
    mnemonic: i?.mnemonic ?? '???',
    operands: i ? target.operands(i) : '',
    half: halfOfAddress(target, line.address),
    now: line.address === target.ip,
    trail: trail.has(line.address),
    ...(line.address === last && { last: true }),
    ...(label !== undefined && { label }),
    ...(breakpoint && { breakpoint }),
    ...(stores && { stores }),
    ...(note !== undefined && { note }),
    ...(i?.target !== undefined && { goes: goes(d, i, i.target) }),
  };
}
/** Where a jump, branch or call leads. */
function goes({ target }: Debugger, i: Instruction, to: bigint): NonNullable<CodeRow['goes']> {
  const address = target.linear(to),
    taken = i.address === target.ip && i.flow === 'branch' ? condition(target, i.mnemonic) : undefined;
  return {
    to: address,
    text: target.symbolText(address) ?? target.address(address),
    calls: i.flow === 'call',
    ...(taken !== undefined && { taken }),
  };
}
function storesAround({ target }: Debugger, lines: readonly CodeLine[]): ReadonlyMap<bigint, Store> {
  const first = lines[0],
    last = lines.at(-1);
  if (!first || !last || !standsOnTrapFrame(target, first.address)) return new Map();
  const entry = entryOf(target, first.address);
  return entry === undefined ? new Map() : storesFrom(target, entry, last.address);
}

/** Message ids of margin notes, by what the kernel's entry instructions look like. */
const NOTES: readonly (readonly [mnemonic: string, operands: RegExp, id: string])[] = [
  ['swapgs', /^$/, 'swapgs'],
  ['mov', /^qword ptr gs:\[10h\],rsp$/, 'user-rsp-parked'],
  ['mov', /^rsp,qword ptr gs:\[1A8h\]$/, 'stack-top'],
  ['mov', /^rcx,r10$/, 'first-argument-back'],
  ['mov', /^r10,rcx$/, 'first-argument-saved'],
  ['sub', /^rsp,158h$/, 'rsp-is-frame'],
  ['lea', /^rbp,\[rsp\+80h\]$/, 'rbp-in-frame'],
  ['stac', /^$/, 'smap-open'],
  ['sti', /^$/, 'interrupts-on'],
  ['cli', /^$/, 'interrupts-off'],
  ['test', /^byte ptr \[rbp\+0F0h\],1$/, 'from-ring-3'],
];
function noteOf({ target }: Debugger, line: CodeLine): string | undefined {
  if (line.kind !== 'instruction' || !target.symbolAt(line.address)) return undefined;
  const operands = target.operands(line.instruction);
  return NOTES.find(([mnemonic, pattern]) => mnemonic === line.instruction.mnemonic && pattern.test(operands))?.[2];
}
