/** A machine in the making: its memory, and images that know each other's names. */
import { assemble, type AssembledSymbol } from '../../asm/assemble.ts';
import type { AddressSpace } from '../address-space.ts';
import { layoutsOf } from '../layouts/index.ts';
import type { Symbol } from '../symbols.ts';
import type { Placement } from './placement.ts';

const LAYOUTS = layoutsOf('win10-x64');

/** Images are assembled one after another; names are shared between them. */
export class Builder {
  readonly space: AddressSpace;
  readonly place: Placement;
  readonly symbols: Symbol[] = [];
  readonly names = new Map<string, { value: bigint; label: boolean }>();
  constructor(space: AddressSpace, place: Placement) {
    this.space = space;
    this.place = place;
  }

  constant(name: string, value: bigint): void {
    this.names.set(name, { value, label: false });
  }
  label(name: string, value: bigint): void {
    this.names.set(name, { value, label: true });
  }
  symbol(module: string, name: string, address: bigint, kind: Symbol['kind'], exported: boolean, extra: Partial<Symbol> = {}): void {
    this.symbols.push({ module, name, address, kind, exported, ...extra });
    this.label(name, address);
  }
  /** Assemble a text at an address and put it into memory there. */
  image(module: string, file: string, origin: bigint, text: string): void {
    const result = assemble(text, { origin, bits: 64, file, names: name => this.names.get(name) ?? field(name) });
    if (!result.ok) throw new Error(result.problems.map(p => `${p.file}:${p.line}:${p.column} ${p.message}`).join('\n'));
    this.space.write(origin, result.value.bytes);
    for (const s of result.value.symbols) this.#add(module, s);
  }
  #add(module: string, s: AssembledSymbol): void {
    this.symbol(module, s.name, s.address, s.kind, s.exported, s.type === undefined ? {} : { type: s.type });
  }
}

/** `KTHREAD.TrapFrame` and the like: plain numbers from the layouts. */
function field(path: string): { value: bigint; label: boolean } | undefined {
  return path.includes('.') && LAYOUTS.find(path.split('.')[0]!) ? { value: BigInt(LAYOUTS.offset(path)), label: false } : undefined;
}
