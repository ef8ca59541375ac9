/** Disassembly listings: rows, and the lines `u` makes of them. */
import { bytesText, instructionColumns, type Instruction } from './instruction.ts';
import type { Target } from './target.ts';
import { addressText, hex, link, type Cell, type Output } from './text.ts';

/** What stands at one address of a listing. */
export type CodeLine =
  | { readonly kind: 'instruction'; readonly address: bigint; readonly instruction: Instruction }
  | { readonly kind: 'bad'; readonly address: bigint; readonly byte: number }
  | { readonly kind: 'unreadable'; readonly address: bigint };

export function codeLine(target: Target, address: bigint): CodeLine {
  const at = target.linear(address),
    i = target.instruction(at);
  if (i === 'unreadable') return { kind: 'unreadable', address: at };
  if (i) return { kind: 'instruction', address: at, instruction: i };
  return { kind: 'bad', address: at, byte: target.read(at, 1)?.[0] ?? 0 };
}
export const lineLength = (line: CodeLine): number => (line.kind === 'instruction' ? line.instruction.length : 1);

/** Bytes, mnemonic and operands as columns; a symbol or address in the operands is a link. */
export function codeCells(target: Target, line: CodeLine, showBytes = true): Cell[] {
  const address = addressText(line.address, target.bits);
  if (line.kind === 'unreadable') return [`${address} ${instructionColumns('??', '???', '')}`];
  if (line.kind === 'bad') return [`${address} ${instructionColumns(showBytes ? hex(line.byte, 2) : '', '???', '')}`];
  const i = line.instruction,
    operands = target.operands(i);
  const text = showBytes
    ? instructionColumns(bytesText(i), i.mnemonic, operands)
    : `${i.mnemonic}${operands ? `${' '.repeat(Math.max(1, 8 - i.mnemonic.length))}${operands}` : ''}`;
  const to = i.target ?? i.absolute?.address,
    named = /[\w$?]+!\S+|(?:[0-9a-f]{8}`)?[0-9a-f]{8}$/.exec(operands)?.[0];
  if (to === undefined || named === undefined) return [`${address} ${text}`];
  const at = text.lastIndexOf(named);
  return [
    `${address} ${text.slice(0, at)}`,
    link(named, `${i.target === undefined ? 'dps' : 'u'} ${addressText(to, target.bits)}`),
    text.slice(at + named.length),
  ];
}

/** Prints lines with a header wherever another symbol begins. */
export class Listing {
  readonly #target: Target;
  readonly #out: Output;
  readonly #showBytes: boolean;
  #symbol: object | undefined;
  #first = true;

  constructor(target: Target, out: Output, showBytes: boolean) {
    this.#target = target;
    this.#out = out;
    this.#showBytes = showBytes;
  }
  print(line: CodeLine): void {
    const { symbols } = this.#target.guest,
      owner = symbols.nearest(line.address)?.symbol ?? symbols.moduleAt(line.address);
    if (this.#first || owner !== this.#symbol) {
      const name = this.#target.symbolText(line.address);
      if (name !== undefined) this.header(name);
    }
    this.#symbol = owner;
    this.#first = false;
    this.#out.line(...codeCells(this.#target, line, this.#showBytes));
  }
  header(name: string): void {
    this.#out.line(link(name, `u ${name}`), ':');
  }
  /** The next line gets a header even inside its symbol: a new block. */
  restart(): void {
    this.#first = true;
  }
}
