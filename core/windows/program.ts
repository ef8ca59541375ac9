/**
 * A system's code and data, assembled once and put anywhere: like object files before they are linked. Every image (nt, ntdll, …) is assembled
 * at a nominal base; placing it writes its bytes at the base a seed drew, with the addresses inside them moved along.
 */
import type { AssembledSymbol, Relocation } from '../asm/assemble.ts';
import { objectOf } from '../asm/objects.ts';
import type { Named } from '../asm/expression.ts';
import type { Bits } from '../asm/encode.ts';
import type { Source } from '../asm/statement.ts';
import type { Paging } from './address-space.ts';
import type { Layouts } from './layout.ts';
import type { Symbol } from './symbols.ts';

/** Image -> base address. */
export type Bases = Readonly<Record<string, bigint>>;
interface Part {
  readonly image: string;
  readonly address: bigint;
  readonly bytes: Uint8Array;
  readonly relocations: readonly Relocation[];
}
/** How a symbol is told to `Program`; `module` is the image unless it says otherwise. */
export type Extra = Partial<Pick<Symbol, 'kind' | 'exported' | 'type' | 'size' | 'module'>>;

export class Program {
  readonly #bits: Bits;
  readonly #nominal: Bases;
  readonly #layouts: Layouts;
  readonly #names = new Map<string, Named>();
  readonly #parts: Part[] = [];
  readonly #symbols: (Symbol & { readonly image: string })[] = [];

  /** @param nominal a base for every image, as far from the others as the code's distances allow */
  constructor(bits: Bits, nominal: Bases, layouts: Layouts) {
    this.#bits = bits;
    this.#nominal = nominal;
    this.#layouts = layouts;
  }
  /** A number the texts may use. */
  constant(name: string, value: bigint): this {
    this.#names.set(name, { value, label: undefined });
    return this;
  }
  /** A name for the base of an image. */
  base(name: string, image: string): this {
    this.#names.set(name, { value: this.#base(image), label: image });
    return this;
  }
  /** A symbol whose bytes come from elsewhere. */
  symbol(image: string, offset: bigint, name: string, extra: Extra = {}): this {
    this.#add(image, { name, address: this.#base(image) + offset, ...extra });
    return this;
  }
  /** Bytes that are the same wherever the image lies. */
  bytes(image: string, offset: bigint, bytes: Uint8Array): this {
    this.#parts.push({ image, address: this.#base(image) + offset, bytes, relocations: [] });
    return this;
  }
  /** Where a name lies while the image is at its nominal base. */
  nominal(name: string): bigint {
    return this.#names.get(name)!.value;
  }
  /** Assemble a text `offset` bytes from the base of an image. Names defined so far are known to it. */
  assemble(image: string, offset: bigint, file: string, text: string | readonly Source[], extra: Extra = {}): this {
    const sources = typeof text === 'string' ? [{ file, text }] : text,
      { chunks, relocations, symbols } = objectOf(sources, {
        origin: this.#base(image) + offset,
        bits: this.#bits,
        image,
        names: name => this.#names.get(name) ?? this.#field(name),
      });
    for (const { address, bytes } of chunks) {
      const end = address + BigInt(bytes.length);
      this.#parts.push({ image, address, bytes, relocations: relocations.filter(r => r.address >= address && r.address < end) });
    }
    for (const s of symbols) this.#add(image, { ...described(s), ...extra });
    return this;
  }
  /** Write everything into mapped memory. */
  place(space: Paging, bases: Bases): Placed {
    const moved = (image: string): bigint => bases[image]! - this.#base(image);
    for (const part of this.#parts) {
      const bytes = part.bytes.slice(),
        view = new DataView(bytes.buffer);
      for (const { address, size, to, relative } of part.relocations) {
        const at = Number(address - part.address),
          by = moved(to) - (relative ? moved(part.image) : 0n);
        if (size === 8) view.setBigUint64(at, BigInt.asUintN(64, view.getBigUint64(at, true) + by), true);
        else view.setUint32(at, Number(BigInt.asUintN(32, BigInt(view.getUint32(at, true)) + by)), true);
      }
      space.write(part.address + moved(part.image), bytes);
    }
    return new Placed(
      () => this.#symbols.map(({ image, ...s }) => ({ ...s, address: s.address + moved(image) })),
      name => {
        const { value, label } = this.#names.get(name) ?? {};
        return value === undefined || label === undefined ? undefined : value + moved(label);
      },
    );
  }

  #base(image: string): bigint {
    const base = this.#nominal[image];
    if (base === undefined) throw new Error(`the program has no image ${image}`);
    return base;
  }
  #add(image: string, s: Extra & Pick<Symbol, 'name' | 'address'>): void {
    this.#symbols.push({ module: image, kind: 'data', exported: false, ...s, image });
    this.#names.set(s.name, { value: s.address, label: image });
  }
  /** `KTHREAD.TrapFrame` and the like: plain numbers from the layouts. */
  #field(path: string): Named | undefined {
    return path.includes('.') && this.#layouts.find(path.split('.')[0]!)
      ? { value: BigInt(this.#layouts.offset(path)), label: undefined }
      : undefined;
  }
}
const described = ({ name, address, kind, exported, type }: AssembledSymbol): Extra & Pick<Symbol, 'name' | 'address'> => ({
  name,
  address,
  kind,
  exported,
  ...(type !== undefined && { type }),
});

/** The symbols of a placed program, to which those may be added that only the seed decides. Most are asked for by a debugger alone, so they are made late. */
export class Placed {
  readonly #made: () => readonly Symbol[];
  readonly #find: (name: string) => bigint | undefined;
  readonly #added: Symbol[] = [];
  readonly #addresses = new Map<string, bigint>();

  /** @param find the address of a name of the program */
  constructor(made: () => readonly Symbol[], find: (name: string) => bigint | undefined) {
    this.#made = made;
    this.#find = find;
  }
  get symbols(): readonly Symbol[] {
    return [...this.#made(), ...this.#added];
  }
  add(module: string, name: string, address: bigint, extra: Omit<Extra, 'module'> = {}): void {
    this.#added.push({ module, name, address, kind: 'data', exported: false, ...extra });
    this.#addresses.set(name, address);
  }
  /** @throws Error when nobody has that name: our bug */
  address(name: string): bigint {
    const at = this.#addresses.get(name) ?? this.#find(name);
    if (at === undefined) throw new Error(`${name} is nowhere`);
    return at;
  }
}
