/** Disassembly: the u family. */
import { codeCells, codeLine, lineLength, Listing, type CodeLine } from '../code-lines.ts';
import type { Call, Command } from '../command.ts';
import { functionBlocks } from '../flow.ts';
import { decodeInstruction } from '../instruction.ts';
import { caret } from '../refusal.ts';
import type { Target } from '../target.ts';
import type { Running } from '../types.ts';

const LINES = 8;

interface Where {
  readonly start: bigint;
  readonly count: number;
  /** Address of the last byte asked for, where an end was given. */
  readonly end?: bigint;
}
/** `addr Ln`, `addr end`, `addr`, or nothing: go on. */
function where({ args, target, debugger: d }: Call): Where {
  if (args.atEnd) return { start: d.cursor.code ?? target.ip, count: LINES };
  const range = args.range(1, LINES),
    byCount = /[lL]/.test(args.text) && !rangeHasEnd(args.text);
  args.end();
  if (!range.given || byCount) return { start: target.linear(range.start), count: range.count };
  return { start: target.linear(range.start), count: range.count, end: target.linear(range.start) + BigInt(range.count) - 1n };
}
const rangeHasEnd = (text: string): boolean => !/\s[lL]\s*[-?0-9a-fA-F(@$[]|\s[lL]\s+\S|\s[lL](?:poi|dwo|qwo|wo|by)\b/.test(text);

function* unassemble(call: Call): Running<void> {
  const { target, out, debugger: d, name } = call,
    { start, count, end } = where(call);
  const listing = new Listing(target, out, d.settings.codeBytes);
  let at = start;
  for (let n = 0; n < count && (end === undefined || at <= end); n++) {
    const line = codeLine(target, at);
    listing.print(line);
    if (line.kind === 'unreadable' && name !== 'uu') throw caret('Memory access', call.args.consumed);
    at = target.linear(at + BigInt(lineLength(line)));
    d.cursor.code = at;
    if (n % 256 === 255) yield* d.execution.breathe();
  }
}

/** up: by physical address; ur: as 16-bit code. */
function otherwise(call: Call): void {
  const { target, out, debugger: d, name } = call,
    { start, count } = where(call);
  let at = start;
  for (let n = 0; n < count; n++) {
    const bytes = name === 'up' ? target.readPhysical(at, 15) : target.readRun(at, 15);
    if (!bytes || bytes.length === 0) {
      out.line(...codeCells(target, { kind: 'unreadable', address: at }));
      throw caret('Memory access', call.args.consumed);
    }
    const instruction = decodeInstruction(bytes, at, name === 'ur' ? 16 : target.codeBits);
    const line: CodeLine = instruction ? { kind: 'instruction', address: at, instruction } : { kind: 'bad', address: at, byte: bytes[0]! };
    out.line(...codeCells(target, line, d.settings.codeBytes));
    at += BigInt(lineLength(line));
  }
}

/** ub: the instructions that end just before an address. */
function backwards(call: Call): void {
  const { target, out, debugger: d } = call,
    { start, count } = where(call);
  const lines = linesBefore(target, start, count);
  if (lines.length === 0) {
    out.line(...[`${target.address(start - 1n)} ??              ???`]);
    throw caret('Memory access', call.args.consumed);
  }
  const listing = new Listing(target, out, d.settings.codeBytes);
  for (const line of lines) listing.print(line);
  d.cursor.code = lines[0]!.address;
}
/** Up to `count` lines whose last one ends at `end`: from the symbol before it where that fits, else from the best alignment. */
export function linesBefore(target: Target, end: bigint, count: number): readonly CodeLine[] {
  const symbol = target.symbolAt(end - 1n),
    inside = symbol ? end - symbol.symbol.address : undefined;
  const starts: bigint[] = [];
  if (inside !== undefined && inside < 0x4000n) starts.push(symbol!.symbol.address);
  for (let back = BigInt(count * 15); back > 0n; back--) starts.push(end - back);
  for (const start of starts) {
    const lines = linesBetween(target, start, end);
    if (lines && (lines.length >= count || start === symbol?.symbol.address)) {
      if (lines.length >= count || start === starts[0]) return lines.slice(-count);
    }
  }
  for (const start of starts) {
    const lines = linesBetween(target, start, end);
    if (lines) return lines.slice(-count);
  }
  return [];
}
function linesBetween(target: Target, start: bigint, end: bigint): readonly CodeLine[] | undefined {
  const lines: CodeLine[] = [];
  let at = start;
  while (at < end) {
    const line = codeLine(target, at);
    if (line.kind !== 'instruction') return undefined;
    lines.push(line);
    at += BigInt(lineLength(line));
  }
  return at === end && lines.length > 0 ? lines : undefined;
}

/** uf: a whole function, block by block. */
function* wholeFunction(call: Call): Running<void> {
  const { target, out, args, debugger: d } = call;
  let calls = false,
    counted = false;
  for (let option = args.option(); option !== undefined; option = args.option()) {
    if (!/^[ciomdOD]$/.test(option)) throw caret('Syntax', args.consumed);
    calls ||= option === 'c';
    counted ||= option === 'i';
  }
  const asked = target.linear(args.expressionOr(() => target.ip));
  args.end();
  const start = functionStart(target, asked);
  if (codeLine(target, start).kind === 'unreadable') {
    out.line(`${target.address(start)} ??              ???`);
    throw caret('Memory access', args.consumed);
  }
  const { blocks, incomplete } = functionBlocks(target, start);
  if (incomplete) out.line('Flow analysis was incomplete, some code may be missing');
  if (calls) {
    printCalls(call, start, blocks);
    return;
  }
  const total = blocks.reduce((sum, block) => sum + block.length, 0);
  if (counted) out.line(`${total} instructions scanned`, '');
  const listing = new Listing(target, out, d.settings.codeBytes);
  for (const [n, block] of blocks.entries()) {
    if (n > 0) out.line();
    listing.restart();
    for (const line of block) listing.print(line);
    if (n % 64 === 63) yield* d.execution.breathe();
  }
}
/** The function an address lies in begins at its symbol. */
export function functionStart(target: Target, address: bigint): bigint {
  const found = target.symbolAt(address);
  if (!found) return address;
  const { symbol, displacement } = found;
  return symbol.kind !== 'data' && (symbol.size === undefined || displacement < BigInt(symbol.size)) ? symbol.address : address;
}
function printCalls({ target, out }: Call, start: bigint, blocks: readonly (readonly CodeLine[])[]): void {
  out.line(`${target.symbolText(start) ?? target.address(start)} (${target.address(start)})`);
  for (const line of blocks.flat()) {
    if (line.kind !== 'instruction' || line.instruction.flow !== 'call') continue;
    const name = target.symbolText(line.address),
      to = line.instruction.target;
    out.line(`  ${name ?? ''} (${target.address(line.address)}):`);
    out.line(
      `    call to ${to === undefined ? target.operands(line.instruction) : `${target.symbolText(to) ?? '<unknown>'} (${target.address(to)})`}`,
    );
  }
}

const RANGE = [
  'addr: where to begin; without it, where the last listing ended (at first, RIP)',
  'addr Ln: n instructions',
  'addr end: up to the instruction that begins at or before end',
];

export const DISASSEMBLY: readonly Command[] = [
  {
    names: ['u', 'uu'],
    syntax: 'u [addr [Ln | end]]',
    summary: 'Eight instructions, or a range of them; uu goes on past unreadable memory.',
    arguments: RANGE,
    kind: 'disasm',
    run: unassemble,
  },
  {
    names: ['up'],
    syntax: 'up [addr [Ln | end]]',
    summary: 'Instructions by physical address.',
    arguments: RANGE,
    kind: 'disasm',
    run: otherwise,
  },
  {
    names: ['ur'],
    syntax: 'ur [addr [Ln | end]]',
    summary: 'Memory as 16-bit instructions.',
    arguments: RANGE,
    kind: 'disasm',
    run: otherwise,
  },
  {
    names: ['ub'],
    syntax: 'ub [addr [Ln]]',
    summary: 'The instructions that end just before an address.',
    arguments: RANGE,
    kind: 'disasm',
    run: backwards,
  },
  {
    names: ['uf'],
    syntax: 'uf [/c] [/i] [addr]',
    summary: 'A whole function by following its flow.',
    arguments: ['/c: only its calls', '/i: also the number of instructions'],
    kind: 'disasm_function',
    run: wholeFunction,
  },
];
