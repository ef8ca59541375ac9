/** A WebAssembly function body and module writer. Instructions are named as in the text format; labels by name, never by depth. */

const OPCODE = {
  'unreachable': 0x00, 'return': 0x0f, 'drop': 0x1a, 'select': 0x1b,
  'i32.eqz': 0x45, 'i32.add': 0x6a, 'i32.mul': 0x6c, 'i32.and': 0x71, 'i32.or': 0x72, 'i32.shl': 0x74, 'i32.shr_u': 0x76,
  'i64.eqz': 0x50, 'i64.eq': 0x51, 'i64.ne': 0x52, 'i64.lt_s': 0x53, 'i64.lt_u': 0x54, 'i64.clz': 0x79, 'i64.ctz': 0x7a, 'i64.popcnt': 0x7b, 'i64.add': 0x7c, 'i64.sub': 0x7d, 'i64.mul': 0x7e,
  'i64.and': 0x83, 'i64.or': 0x84, 'i64.xor': 0x85, 'i64.shl': 0x86, 'i64.shr_s': 0x87, 'i64.shr_u': 0x88,
  'i32.wrap_i64': 0xa7, 'i64.extend_i32_u': 0xad, 'i64.extend8_s': 0xc2, 'i64.extend16_s': 0xc3, 'i64.extend32_s': 0xc4,
} as const;
const MEMORY = {
  'i32.load': 0x28, 'i32.load8_u': 0x2d, 'i32.load16_u': 0x2f, 'i64.load': 0x29, 'i64.load8_u': 0x31, 'i64.load16_u': 0x33, 'i64.load32_u': 0x35,
  'i32.store': 0x36, 'i64.store': 0x37, 'i64.store8': 0x3c, 'i64.store16': 0x3d, 'i64.store32': 0x3e,
} as const;
export type Opcode = keyof typeof OPCODE;
export type MemoryOpcode = keyof typeof MEMORY;
export const VALUE_TYPE = { i32: 0x7f, i64: 0x7e } as const;
export type ValueType = keyof typeof VALUE_TYPE;

export class Code {
  readonly bytes: number[] = [];
  readonly #labels: string[] = [];

  op(...names: Opcode[]): this { for (const n of names) this.bytes.push(OPCODE[n]); return this; }
  get(local: number): this { return this.#raw(0x20).unsigned(local); }
  set(local: number): this { return this.#raw(0x21).unsigned(local); }
  tee(local: number): this { return this.#raw(0x22).unsigned(local); }
  i32(value: number): this { return this.#raw(0x41).signed(BigInt(value | 0)); }
  i64(value: bigint): this { return this.#raw(0x42).signed(BigInt.asIntN(64, value)); }
  memory(name: MemoryOpcode, offset = 0): this { return this.#raw(MEMORY[name]).#raw(0).unsigned(offset); }
  call(index: number): this { return this.#raw(0x10).unsigned(index); }

  block(label: string): this { return this.#open(0x02, label); }
  loop(label: string): this { return this.#open(0x03, label); }
  if(label = '', result?: ValueType): this { return this.#open(0x04, label, result); }
  else(): this { return this.#raw(0x05); }
  end(): this { this.#labels.pop(); return this.#raw(0x0b); }
  br(label: string): this { return this.#raw(0x0c).unsigned(this.#depth(label)); }
  brIf(label: string): this { return this.#raw(0x0d).unsigned(this.#depth(label)); }
  brTable(labels: readonly string[], otherwise: string): this {
    this.#raw(0x0e).unsigned(labels.length);
    for (const l of [...labels, otherwise]) this.unsigned(this.#depth(l));
    return this;
  }

  unsigned(value: number): this {
    for (; value > 127; value >>>= 7) this.bytes.push(value & 127 | 128);
    return this.#raw(value);
  }
  signed(value: bigint): this {
    for (;;) {
      const low = Number(value & 127n);
      value >>= 7n;
      if (value === (low & 64 ? -1n : 0n)) return this.#raw(low);
      this.bytes.push(low | 128);
    }
  }
  name(text: string): this { this.unsigned(text.length); return this.#raw(...[...text].map(c => c.charCodeAt(0))); }
  append(bytes: readonly number[]): this { for (const b of bytes) this.bytes.push(b); return this; }
  #raw(...bytes: number[]): this { this.bytes.push(...bytes); return this; }
  #open(opcode: number, label: string, result?: ValueType): this { this.#labels.push(label); return this.#raw(opcode, result ? VALUE_TYPE[result] : 0x40); }
  #depth(label: string): number {
    const at = this.#labels.lastIndexOf(label);
    if (at < 0) throw new Error(`no label ${label}`);
    return this.#labels.length - 1 - at;
  }
}

export interface Signature { parameters: readonly ValueType[]; results: readonly ValueType[] }
export interface Function extends Signature { name: string; locals: readonly (readonly [count: number, type: ValueType])[]; code: Code }

/** A module with one imported memory (`env.memory`), imported functions (`env.*`, numbered first) and exported functions. */
export function writeModule(imports: readonly (Signature & { name: string })[], functions: readonly Function[]): Uint8Array<ArrayBuffer> {
  const module = new Code().append([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  const section = (id: number, count: number, fill: (c: Code) => void): void => {
    const body = new Code().unsigned(count);
    fill(body);
    module.append([id]).unsigned(body.bytes.length).append(body.bytes);
  };
  const types = (c: Code, list: readonly ValueType[]): void => { c.unsigned(list.length).append(list.map(t => VALUE_TYPE[t])); };
  const all = [...imports, ...functions];
  section(1, all.length, c => all.forEach(f => { c.append([0x60]); types(c, f.parameters); types(c, f.results); }));
  section(2, imports.length + 1, c => {
    c.name('env').name('memory').append([2, 0, 1]);
    imports.forEach((f, n) => c.name('env').name(f.name).append([0]).unsigned(n));
  });
  section(3, functions.length, c => functions.forEach((_, n) => c.unsigned(imports.length + n)));
  section(7, functions.length, c => functions.forEach((f, n) => c.name(f.name).append([0]).unsigned(imports.length + n)));
  section(10, functions.length, c => functions.forEach(f => {
    const body = new Code().unsigned(f.locals.length);
    for (const [count, type] of f.locals) body.unsigned(count).append([VALUE_TYPE[type]]);
    body.append(f.code.bytes).append([0x0b]);
    c.unsigned(body.bytes.length).append(body.bytes);
  }));
  return new Uint8Array(module.bytes);
}
