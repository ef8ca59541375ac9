/**
 * One instruction: operands -> bytes. No instruction is known by name here: iced's own table says which encodings a mnemonic has and what
 * operands each takes; the shortest one that can say it wins, and among equals the form that loads (`mov r10,rcx` is 4C 8B D1, as compilers write it).
 */
import {
  Code,
  CodeExt,
  Decoder,
  DecoderOptions,
  Encoder,
  EncodingKind,
  Instruction,
  Mnemonic,
  OpCodeOperandKind as K,
  OpKind,
  Register,
  RegisterExt,
} from 'iced-x86';

export type Operand =
  | { readonly kind: 'register'; readonly register: Register }
  | { readonly kind: 'immediate'; readonly value: bigint; readonly label: string | undefined }
  | { readonly kind: 'far'; readonly selector: bigint; readonly offset: bigint }
  | {
      readonly kind: 'memory';
      /** Bits; undefined where the other operand decides. */
      readonly size: number | undefined;
      readonly segment: Register;
      readonly base: Register;
      readonly index: Register;
      readonly scale: number;
      readonly displacement: bigint;
      readonly ripRelative: boolean;
      /** The image it moves with, where a label takes part. */
      readonly label: string | undefined;
    };
export type Bits = 16 | 32 | 64;
export interface Prefixes {
  readonly lock: boolean;
  readonly repeat: 'rep' | 'repne' | undefined;
}

interface Candidate {
  readonly code: Code;
  readonly kinds: readonly K[];
  readonly order: number;
}
const ALIASES: Readonly<Record<string, string>> = { retn: 'ret', sal: 'shl', loopz: 'loope', loopnz: 'loopne' };
const CONDITIONS: Readonly<Record<string, string>> = {
  z: 'e',
  nz: 'ne',
  c: 'b',
  nae: 'b',
  nc: 'ae',
  nb: 'ae',
  na: 'be',
  nbe: 'a',
  pe: 'p',
  po: 'np',
  nge: 'l',
  nl: 'ge',
  ng: 'le',
  nle: 'g',
};

let index: Map<string, Code[]> | undefined;
const candidates = new Map<string, readonly Candidate[]>();
function candidatesOf(mnemonic: string): readonly Candidate[] {
  const m = /^(j|set|cmov)(\w+)$/.exec(mnemonic),
    condition = m && CONDITIONS[m[2]!];
  const name = condition ? m[1]! + condition : (ALIASES[mnemonic] ?? mnemonic),
    known = candidates.get(name) ?? ((index ??= buildIndex()).get(name) ?? []).flatMap(candidate);
  candidates.set(name, known);
  return known;
}
export const isMnemonic = (text: string): boolean => candidatesOf(text).length > 0;
/** Can it be written with a distance from where it stands? */
export const isBranch = (mnemonic: string): boolean => candidatesOf(mnemonic).some(c => c.kinds.some(k => NEAR_BRANCH.has(k)));

/** Every encoding by its instruction's name: iced's table is large, so its entries are looked into when asked for. */
function buildIndex(): Map<string, Code[]> {
  const made = new Map<string, Code[]>(),
    i = new Instruction();
  for (let code = 0; Code[code] !== undefined; code++) {
    i.code = code;
    const name = Mnemonic[i.mnemonic].toLowerCase(),
      list = made.get(name) ?? [];
    made.set(name, list);
    list.push(code);
  }
  i.free();
  return made;
}
/** None for what is no legacy encoding (VEX and the like), or a duplicate no assembler writes. */
function candidate(code: Code): Candidate[] {
  if (/_(F6r1|F7r1)$/.test(Code[code])) return [];
  const info = CodeExt.opCode(code),
    fits = info.encoding === EncodingKind.Legacy && info.isInstruction,
    kinds = fits ? Array.from({ length: info.opCount }, (_, n) => info.opKind(n)) : [];
  info.free();
  return fits ? [{ code, kinds, order: code }] : [];
}

/** How an encoding's operand takes ours: sets it in the instruction, or says no. */
type Fit = (i: Instruction, n: number, o: Operand, bits: Bits) => boolean;
const inSet =
  (low: Register, high: Register) =>
  (r: Register): boolean =>
    r >= low && r <= high;
const R8 = inSet(Register.AL, Register.R15L),
  R16 = inSet(Register.AX, Register.R15W),
  R32 = inSet(Register.EAX, Register.R15D),
  R64 = inSet(Register.RAX, Register.R15);
const XMM = inSet(Register.XMM0, Register.XMM15);

const register =
  (fits: (r: Register) => boolean): Fit =>
  (i, n, o) => {
    if (o.kind !== 'register' || !fits(o.register)) return false;
    i.setOpKind(n, OpKind.Register);
    i.setOpRegister(n, o.register);
    return true;
  };
const only = (r: Register): Fit => register(x => x === r);
const memory =
  (size?: number): Fit =>
  (i, n, o, bits) => {
    if (o.kind !== 'memory' || (size !== undefined && o.size !== undefined && o.size !== size)) return false;
    i.setOpKind(n, OpKind.Memory);
    i.memoryBase = o.ripRelative ? Register.RIP : o.base;
    i.memoryIndex = o.index;
    i.memoryIndexScale = o.scale;
    i.memoryDisplacement = o.displacement;
    if (o.segment !== Register.None) i.segmentPrefix = o.segment;
    const short = BigInt.asIntN(8, o.displacement) === BigInt.asIntN(bits, o.displacement);
    const none = o.displacement === 0n && o.base !== Register.RBP && o.base !== Register.EBP && o.base !== Register.R13;
    i.memoryDisplSize = o.ripRelative
      ? 8
      : o.base === Register.None
        ? bits === 64
          ? 8
          : bits / 8
        : none
          ? 0
          : short
            ? 1
            : bits === 64
              ? 8
              : 4;
    return true;
  };
const either =
  (fits: (r: Register) => boolean, size: number): Fit =>
  (i, n, o, bits) =>
    o.kind === 'register' ? register(fits)(i, n, o, bits) : memory(size)(i, n, o, bits);
/** `width` bits in the code, extended to `to` by the processor. A value fits whether written signed or unsigned. */
const immediate =
  (kind: OpKind, width: number, to = width): Fit =>
  (i, n, o) => {
    if (o.kind !== 'immediate') return false;
    const v = BigInt.asIntN(64, o.value),
      cut = BigInt.asUintN(to, v),
      signed = BigInt.asIntN(width, v);
    const fits =
      to === width
        ? v >= -(1n << BigInt(width - 1)) && v < 1n << BigInt(width)
        : BigInt.asUintN(to, signed) === cut && v < 1n << BigInt(to) && (to === 64 || v >= -(1n << BigInt(to - 1)));
    if (!fits) return false;
    i.setOpKind(n, kind);
    if (kind === OpKind.Immediate64) i.immediate64 = BigInt.asUintN(64, v);
    else if (kind === OpKind.Immediate8to64) i.immediate8to64 = signed;
    else if (kind === OpKind.Immediate32to64) i.immediate32to64 = signed;
    else if (kind === OpKind.Immediate8to32) i.immediate8to32 = Number(signed);
    else if (kind === OpKind.Immediate8to16) i.immediate8to16 = Number(signed);
    else if (kind === OpKind.Immediate16) i.immediate16 = Number(BigInt.asUintN(16, v));
    else if (kind === OpKind.Immediate32) i.immediate32 = Number(BigInt.asUintN(32, v));
    else i.immediate8 = Number(BigInt.asUintN(8, v));
    return true;
  };
const one: Fit = (i, n, o) => o.kind === 'immediate' && o.value === 1n && immediate(OpKind.Immediate8, 8)(i, n, o, 64);
const branch =
  (kind: OpKind): Fit =>
  (i, n, o) => {
    if (o.kind !== 'immediate') return false;
    i.setOpKind(n, kind);
    if (kind === OpKind.NearBranch64) i.nearBranch64 = o.value;
    else if (kind === OpKind.NearBranch32) i.nearBranch32 = Number(o.value & 0xffff_ffffn);
    else i.nearBranch16 = Number(o.value & 0xffffn);
    return true;
  };
const far =
  (kind: OpKind): Fit =>
  (i, n, o) => {
    if (o.kind !== 'far') return false;
    i.setOpKind(n, kind);
    i.farBranchSelector = Number(o.selector);
    if (kind === OpKind.FarBranch32) i.farBranch32 = Number(o.offset & 0xffff_ffffn);
    else i.farBranch16 = Number(o.offset & 0xffffn);
    return true;
  };

const FITS = new Map<K, Fit>([
  [K.r8_or_mem, either(R8, 8)],
  [K.r16_or_mem, either(R16, 16)],
  [K.r32_or_mem, either(R32, 32)],
  [K.r64_or_mem, either(R64, 64)],
  [K.xmm_or_mem, either(XMM, 128)],
  ...([K.r8_reg, K.r8_opcode] as const).map((k): [K, Fit] => [k, register(R8)]),
  ...([K.r16_reg, K.r16_opcode, K.r16_rm, K.r16_reg_mem] as const).map((k): [K, Fit] => [k, register(R16)]),
  ...([K.r32_reg, K.r32_opcode, K.r32_rm, K.r32_reg_mem] as const).map((k): [K, Fit] => [k, register(R32)]),
  ...([K.r64_reg, K.r64_opcode, K.r64_rm, K.r64_reg_mem] as const).map((k): [K, Fit] => [k, register(R64)]),
  ...([K.xmm_reg, K.xmm_rm] as const).map((k): [K, Fit] => [k, register(XMM)]),
  [K.seg_reg, register(inSet(Register.ES, Register.GS))],
  [K.cr_reg, register(inSet(Register.CR0, Register.CR15))],
  [K.dr_reg, register(inSet(Register.DR0, Register.DR15))],
  [K.es, only(Register.ES)],
  [K.cs, only(Register.CS)],
  [K.ss, only(Register.SS)],
  [K.ds, only(Register.DS)],
  [K.fs, only(Register.FS)],
  [K.gs, only(Register.GS)],
  [K.al, only(Register.AL)],
  [K.cl, only(Register.CL)],
  [K.ax, only(Register.AX)],
  [K.dx, only(Register.DX)],
  [K.eax, only(Register.EAX)],
  [K.rax, only(Register.RAX)],
  [K.mem, memory()],
  [K.imm8, immediate(OpKind.Immediate8, 8)],
  [K.imm8_const_1, one],
  [K.imm16, immediate(OpKind.Immediate16, 16)],
  [K.imm32, immediate(OpKind.Immediate32, 32)],
  [K.imm64, immediate(OpKind.Immediate64, 64)],
  [K.imm8sex16, immediate(OpKind.Immediate8to16, 8, 16)],
  [K.imm8sex32, immediate(OpKind.Immediate8to32, 8, 32)],
  [K.imm8sex64, immediate(OpKind.Immediate8to64, 8, 64)],
  [K.imm32sex64, immediate(OpKind.Immediate32to64, 32, 64)],
  [K.br16_1, branch(OpKind.NearBranch16)],
  [K.br16_2, branch(OpKind.NearBranch16)],
  [K.br32_1, branch(OpKind.NearBranch32)],
  [K.br32_4, branch(OpKind.NearBranch32)],
  [K.br64_1, branch(OpKind.NearBranch64)],
  [K.br64_4, branch(OpKind.NearBranch64)],
  [K.farbr2_2, far(OpKind.FarBranch16)],
  [K.farbr4_2, far(OpKind.FarBranch32)],
]);
/** Operands a string instruction implies: written in no assembly text. */
const IMPLIED = new Map<K, OpKind>([
  [K.seg_rSI, OpKind.MemorySegRSI],
  [K.es_rDI, OpKind.MemoryESRDI],
]);
const LOADS = new Set<K>([K.r8_reg, K.r16_reg, K.r32_reg, K.r64_reg, K.xmm_reg]);

/** Branches that cut RIP to 16 bits: never meant in 32- and 64-bit code. */
const SHORT_IP = new Set<K>([K.br16_1, K.br16_2]);
const NEAR_BRANCH = new Set<K>([...SHORT_IP, K.br32_1, K.br32_4, K.br64_1, K.br64_4]);
/** Branches of the other mode: asking the encoder for one costs more than all that can be encoded. */
const OTHER_MODE: Readonly<Record<Bits, ReadonlySet<K>>> = {
  16: new Set(),
  32: new Set([K.br64_1, K.br64_4]),
  64: new Set([K.br32_1, K.br32_4]),
};
/** Pushes of a word: an immediate is as wide as the stack there. */
const SHORT_PUSH = new Set<Code>([Code.Push_imm16, Code.Pushw_imm8]);
const encoders = new Map<Bits, Encoder>();
function encoderFor(bits: Bits): Encoder {
  const known = encoders.get(bits) ?? new Encoder(bits);
  encoders.set(bits, known);
  return known;
}

/** Every encoding of an instruction at `ip`, shortest first; empty if its operands fit none. */
export function encodings(mnemonic: string, operands: readonly Operand[], prefixes: Prefixes, ip: bigint, bits: Bits): Uint8Array[] {
  const found: { bytes: Uint8Array; candidate: Candidate }[] = [];
  for (const candidate of candidatesOf(mnemonic)) {
    const bytes = encode(candidate, operands, prefixes, ip, bits);
    if (bytes) found.push({ bytes, candidate });
  }
  const rank = (c: Candidate): number => (LOADS.has(c.kinds[0]!) ? 0 : 1);
  return found
    .sort((a, b) => a.bytes.length - b.bytes.length || rank(a.candidate) - rank(b.candidate) || a.candidate.order - b.candidate.order)
    .map(f => f.bytes);
}

function encode(candidate: Candidate, operands: readonly Operand[], prefixes: Prefixes, ip: bigint, bits: Bits): Uint8Array | undefined {
  const { kinds } = candidate;
  if (bits !== 16 && (kinds.some(k => SHORT_IP.has(k)) || SHORT_PUSH.has(candidate.code))) return undefined;
  if (kinds.some(k => OTHER_MODE[bits].has(k))) return undefined;
  const string = kinds.some(k => IMPLIED.has(k)) && operands.length === 0;
  if (!string && (kinds.length !== operands.length || !kinds.every((k, n) => mayFit(k, operands[n]!)))) return undefined;
  const i = new Instruction();
  i.code = candidate.code;
  i.hasLockPrefix = prefixes.lock;
  if (prefixes.repeat === 'rep') i.hasRepPrefix = true;
  if (prefixes.repeat === 'repne') i.hasRepnePrefix = true;
  const fits = string
    ? kinds.every((k, n) => imply(i, k, n, bits))
    : kinds.every((k, n) => FITS.get(k)?.(i, n, operands[n]!, bits) ?? false);
  if (!fits) {
    i.free();
    return undefined;
  }
  const encoder = encoderFor(bits);
  try {
    encoder.encode(i, ip);
    return encoder.takeBuffer();
  } catch {
    encoder.takeBuffer();
    return undefined;
  } finally {
    i.free();
  }
}
/** A quick no, before an instruction is made. */
function mayFit(kind: K, o: Operand): boolean {
  const name = K[kind];
  if (o.kind === 'memory') return name.includes('mem') && (o.size === undefined || !/^r\d/.test(name) || name.startsWith(`r${o.size}_`));
  if (o.kind === 'register') return !/^(imm|br|far|mem)/.test(name);
  return o.kind === 'far' ? name.startsWith('far') : /^(imm|br)/.test(name);
}
const STRING_32 = new Map<OpKind, OpKind>([
  [OpKind.MemorySegRSI, OpKind.MemorySegESI],
  [OpKind.MemoryESRDI, OpKind.MemoryESEDI],
]);
function imply(i: Instruction, kind: K, n: number, bits: Bits): boolean {
  const string = IMPLIED.get(kind);
  if (string !== undefined) {
    i.setOpKind(n, bits === 64 ? string : STRING_32.get(string)!);
    return true;
  }
  const accumulator =
    kind === K.al
      ? Register.AL
      : kind === K.ax
        ? Register.AX
        : kind === K.eax
          ? Register.EAX
          : kind === K.rax
            ? Register.RAX
            : kind === K.dx
              ? Register.DX
              : undefined;
  if (accumulator === undefined) return false;
  i.setOpKind(n, OpKind.Register);
  i.setOpRegister(n, accumulator);
  return true;
}
/** Where an encoded instruction keeps its displacement and its immediate (or the distance of a branch): offset and size in bytes. */
export function constantsOf(
  bytes: Uint8Array,
  bits: Bits,
): Readonly<Record<'displacement' | 'immediate', { offset: number; size: number }>> {
  const decoder = new Decoder(bits, bytes, DecoderOptions.None),
    i = decoder.decode(),
    at = decoder.getConstantOffsets(i),
    found = {
      displacement: { offset: at.displacementOffset, size: at.displacementSize },
      immediate: { offset: at.immediateOffset, size: at.immediateSize },
    };
  for (const made of [at, i, decoder]) made.free();
  return found;
}
/** Bits of a register operand. */
export const registerBits = (r: Register): number => RegisterExt.size(r) * 8;
