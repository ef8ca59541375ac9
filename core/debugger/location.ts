/** The lines that say where the machine stands: symbol, instruction, and the tail with its effective address. */
import { condition } from './condition.ts';
import { bytesText, instructionColumns, type Instruction, type MemoryOperand } from './instruction.ts';
import { registerDump } from './register-text.ts';
import type { Target } from './target.ts';
import { hex, link, pointerText, u64, type Cell, type Output } from './text.ts';

/** Linear address of a memory operand with the registers of the current context. */
export function effectiveAddress(target: Target, m: MemoryOperand): bigint {
  const base = m.base === undefined ? 0n : (target.register(m.base) ?? 0n);
  const index = m.index === undefined ? 0n : (target.register(m.index) ?? 0n);
  const segment = target.bits === 32 || m.segment === 'fs' || m.segment === 'gs' ? (target.segmentBase(m.segment) ?? 0n) : 0n;
  return target.linear(u64(base + index * m.scale + m.displacement + segment));
}

/** `ss:0018:fffff807`1c2f1b08=…`, `[br=1]`, `{nt!X (…)}`; empty where the instruction has none. */
export function effectiveTail(target: Target, i: Instruction): string {
  const taken = condition(target, i.mnemonic);
  if (i.flow === 'branch') return taken === undefined ? '' : `[br=${taken ? 1 : 0}]`;
  const indirect = i.flow === 'call' || i.flow === 'jump';
  if (indirect && i.through !== undefined) {
    const to = target.register(i.through);
    return to === undefined ? '' : `{${named(target, to)}}`;
  }
  const m = i.memory.find(operand => operand.accessed && operand.size > 0);
  if (!m) return '';
  const address = effectiveAddress(target, m),
    value = target.value(address, Math.min(m.size, 8));
  const selector = hex(target.register(m.segment) ?? 0n, 4);
  const shown = indirect && value !== undefined ? `{${named(target, value)}}` : valueText(target, address, m.size);
  return `${m.segment}:${selector}:${target.address(address)}=${shown}`;
}
const named = (target: Target, address: bigint): string => {
  const symbol = target.symbolText(address);
  return symbol === undefined ? target.address(address) : `${symbol} (${target.address(address)})`;
};
function valueText(target: Target, address: bigint, size: number): string {
  const bytes = target.read(address, size);
  return bytes
    ? Array.from(bytes)
        .reverse()
        .map(b => hex(b, 2))
        .join('')
    : '??'.repeat(size);
}

/** The address column of the current instruction: with the code selector in ring 3. */
export const currentAddress = (target: Target): string =>
  `${target.ring === 3 ? `${hex(target.register('cs') ?? 0n, 4)}:` : ''}${target.address(target.ip)}`;

/** `nt!X+0x2b:` where there is a name. */
export function symbolLine(target: Target, address: bigint): Cell[] | undefined {
  const symbol = target.symbolText(address);
  return symbol === undefined ? undefined : [link(symbol, `u ${symbol}`), ':'];
}

/** Symbol line and instruction line of where the machine stands. */
export function printLocation(target: Target, out: Output): void {
  const symbol = symbolLine(target, target.ip);
  if (symbol) out.line(...symbol);
  const i = target.instruction(target.ip);
  if (i === 'unreadable') out.line(`${currentAddress(target)} ??              ???`);
  else if (!i) {
    const byte = target.read(target.ip, 1);
    out.line(`${currentAddress(target)} ${instructionColumns(byte ? hex(byte[0]!, 2) : '??', '???', '')}`);
  } else {
    const tail = effectiveTail(target, i),
      text = instructionColumns(bytesText(i), i.mnemonic, target.operands(i));
    out.line(`${currentAddress(target)} ${text}${tail === '' ? '' : ` ${tail}`}`);
  }
}

/** What a stop prints: registers where they are asked for, then the location. */
export function printStop(target: Target, out: Output, registers: boolean, mask: number): void {
  if (registers) for (const line of registerDump(target, mask)) out.line(line);
  printLocation(target, out);
}
export const pointerOf = (target: Target, value: bigint): string => pointerText(value, target.bits);
