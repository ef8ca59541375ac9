/** One instruction as the debugger sees it: its text in WinDbg's spelling, and the facts that stepping and flow analysis need. */
import {
  Code,
  Decoder,
  DecoderOptions,
  FlowControl,
  Formatter,
  FormatterSyntax,
  MemorySizeExt,
  MemorySizeOptions,
  Mnemonic,
  OpKind,
  Register,
  type Instruction as Iced,
} from 'iced-x86';
import { addressText, type Bits } from './text.ts';

export type Flow = 'next' | 'jump' | 'branch' | 'call' | 'return' | 'interrupt' | 'system-call' | 'system-return' | 'invalid';

export interface MemoryOperand {
  readonly segment: string;
  /** Register names; absent where there is none. RIP-relative operands have neither and an absolute displacement. */
  readonly base?: string;
  readonly index?: string;
  readonly scale: bigint;
  readonly displacement: bigint;
  /** Bytes; 0 where the size is not one a value has. */
  readonly size: number;
  /** False for `lea`, `nop` and prefetches: an address and no access. */
  readonly accessed: boolean;
}
export interface Instruction {
  readonly address: bigint;
  readonly length: number;
  readonly bytes: Uint8Array;
  /** With prefixes such as `lock ` and `rep `. */
  readonly mnemonic: string;
  /** Operand texts without any symbol. */
  readonly plain: readonly string[];
  readonly flow: Flow;
  /** Of a direct jump, branch or call. */
  readonly target?: bigint;
  /** Register of an indirect jump or call through one. */
  readonly through?: string;
  readonly repeats: boolean;
  /** In the order of operands; string instructions can have two. */
  readonly memory: readonly MemoryOperand[];
  /** Index into `plain` of the memory operand, and the address it names without any register. */
  readonly absolute?: { readonly operand: number; readonly address: bigint; readonly relative: boolean };
  /** Index into `plain` of an immediate wide enough to be a pointer. */
  readonly immediate?: { readonly operand: number; readonly value: bigint };
}

const formatter = new Formatter(FormatterSyntax.Masm);
formatter.memorySizeOptions = MemorySizeOptions.Always;
formatter.showBranchSize = false;
formatter.spaceAfterOperandSeparator = false;
formatter.ripRelativeAddresses = false;

const FLOW = new Map<FlowControl, Flow>([
  [FlowControl.UnconditionalBranch, 'jump'],
  [FlowControl.IndirectBranch, 'jump'],
  [FlowControl.ConditionalBranch, 'branch'],
  [FlowControl.Call, 'call'],
  [FlowControl.IndirectCall, 'call'],
  [FlowControl.Return, 'return'],
  [FlowControl.Interrupt, 'interrupt'],
]);
const SYSTEM_CALLS = new Set([Mnemonic.Syscall, Mnemonic.Sysenter]);
const SYSTEM_RETURNS = new Set([
  Mnemonic.Sysret,
  Mnemonic.Sysretq,
  Mnemonic.Sysexit,
  Mnemonic.Sysexitq,
  Mnemonic.Iret,
  Mnemonic.Iretd,
  Mnemonic.Iretq,
]);
/** Address registers of the string operands. */
const STRING_REGISTER = new Map<OpKind, string>([
  [OpKind.MemorySegSI, 'si'],
  [OpKind.MemorySegESI, 'esi'],
  [OpKind.MemorySegRSI, 'rsi'],
  [OpKind.MemoryESDI, 'di'],
  [OpKind.MemoryESEDI, 'edi'],
  [OpKind.MemoryESRDI, 'rdi'],
]);
const STRINGS = /^(rep |repe |repne )?(movs|stos|lods|scas|cmps|ins|outs)([bwdq])$/;
const SIZE_WORD: Readonly<Record<string, string>> = { b: 'byte', w: 'word', d: 'dword', q: 'qword' };
const BARE_ADDRESS = /^(prefetch|invlpg)/;

/** Decode the instruction at the start of `bytes`; undefined where none begins there. Never throws for any bytes. */
export function decodeInstruction(bytes: Uint8Array, address: bigint, bits: Bits | 16): Instruction | undefined {
  const decoder = new Decoder(bits, bytes, DecoderOptions.None);
  decoder.ip = address;
  const iced = decoder.decode();
  const result = iced.code === Code.INVALID ? undefined : describe(iced, bytes, address, bits);
  iced.free();
  decoder.free();
  return result;
}

function describe(i: Iced, bytes: Uint8Array, address: bigint, bits: Bits | 16): Instruction {
  let mnemonic = formatter
    .formatMnemonic(i)
    .replace(/^(sysret|sysexit)q$/, '$1')
    .replace(/^pushw$/, 'push');
  let plain = splitOperands(formatter.formatAllOperands(i));
  const memory: MemoryOperand[] = [];
  let absolute: Instruction['absolute'], immediate: Instruction['immediate'], through: string | undefined;
  for (let n = 0; n < i.opCount; n++) {
    const kind = i.opKind(n),
      register = STRING_REGISTER.get(kind);
    if (register)
      memory.push({
        segment: kind >= OpKind.MemoryESDI ? 'es' : name(i.memorySegment),
        base: register,
        scale: 1n,
        displacement: 0n,
        size: MemorySizeExt.size(i.memorySize),
        accessed: true,
      });
    else if (kind === OpKind.Memory) {
      const operand = memoryOperand(i, mnemonic);
      memory.push(operand);
      if (!operand.base && !operand.index && !/^[fg]s$/.test(operand.segment))
        absolute = { operand: n, address: operand.displacement, relative: i.memoryBase !== Register.None };
    } else if ((kind === OpKind.Immediate32 && bits === 32) || kind === OpKind.Immediate64)
      immediate = { operand: n, value: i.immediate(n) };
    else if (kind === OpKind.Register && n === 0 && FLOW.get(i.flowControl) !== undefined) through = name(i.opRegister(0));
  }
  // A selector has 16 bits, whatever the encoding says of the register it comes from.
  if (mnemonic === 'mov' && /^[cdefgs]s$/.test(plain[0] ?? ''))
    plain[1] = plain[1]!.replace(/^[er]([a-d]x|[sd]i|[sb]p)$/, '$1').replace(/^(r\d+)d?$/, '$1w');
  const string = STRINGS.exec(mnemonic);
  if (string) {
    mnemonic = (string[1] ?? '') + string[2]!;
    const size = SIZE_WORD[string[3]!]!;
    plain = memory.map(
      m => `${size} ptr ${bits !== 64 && m.segment === 'es' ? 'es:' : /^[fg]s$/.test(m.segment) ? `${m.segment}:` : ''}[${m.base}]`,
    );
    if (string[2] === 'ins') plain.push('dx');
    if (string[2] === 'outs') plain.unshift('dx');
  }
  const flow =
    i.code === Code.INVALID
      ? 'invalid'
      : SYSTEM_CALLS.has(i.mnemonic)
        ? 'system-call'
        : SYSTEM_RETURNS.has(i.mnemonic)
          ? 'system-return'
          : (FLOW.get(i.flowControl) ?? 'next');
  const direct = i.isJccShortOrNear || i.isJmpShortOrNear || i.isCallNear || i.isJcxShort || i.isLoop || i.isLoopcc;
  return {
    address,
    length: i.length,
    bytes: bytes.slice(0, i.length),
    mnemonic,
    plain,
    flow,
    memory,
    repeats: (i.hasRepPrefix && string !== null) || (i.hasRepnePrefix && string !== null),
    ...(direct && { target: i.nearBranchTarget }),
    ...(through !== undefined && { through }),
    ...(absolute && { absolute }),
    ...(immediate && { immediate }),
  };
}

const name = (register: Register): string => formatter.formatRegister(register);
/** At commas outside brackets. */
const splitOperands = (text: string): string[] => (text === '' ? [] : text.split(/,(?![^[]*\])/));

function memoryOperand(i: Iced, mnemonic: string): MemoryOperand {
  const base = i.memoryBase,
    index = i.memoryIndex;
  const relative = base === Register.RIP || base === Register.EIP;
  const size = MemorySizeExt.size(i.memorySize);
  return {
    segment: name(i.memorySegment),
    ...(base !== Register.None && !relative && { base: name(base) }),
    ...(index !== Register.None && { index: name(index) }),
    scale: BigInt(i.memoryIndexScale),
    displacement: BigInt.asUintN(64, i.memoryDisplacement),
    size: [1, 2, 4, 8, 16].includes(size) ? size : 0,
    accessed: mnemonic !== 'lea' && mnemonic !== 'nop' && !BARE_ADDRESS.test(mnemonic),
  };
}

/** Names an address as listings do: `nt!X+0x1c`. */
export type Naming = (address: bigint) => string | undefined;

/** The operand column, with addresses named: `[nt!X (fffff806`73451c30)]`, `nt!X+0x1ac (fffff806`72e0d4ec)`. */
export function operandText(i: Instruction, bits: Bits, naming: Naming, exact: Naming): string {
  const withName = (address: bigint): string => {
    const symbol = naming(address);
    return symbol === undefined ? addressText(address, bits) : `${symbol} (${addressText(address, bits)})`;
  };
  if (i.target !== undefined) return withName(i.target);
  const operands = i.plain.map((text, n) => {
    if (i.absolute?.operand === n) {
      const { address, relative } = i.absolute;
      if (relative || naming(address) !== undefined) return text.replace(/(?:ds:)?\[[0-9A-F]+h?\]$/, () => `[${withName(address)}]`);
      return text;
    }
    if (i.immediate?.operand === n) {
      const symbol = exact(i.immediate.value);
      if (symbol !== undefined) return `offset ${symbol} (${addressText(i.immediate.value, bits)})`;
    }
    return text;
  });
  if (BARE_ADDRESS.test(i.mnemonic)) operands[0] = operands[0]!.replace(/^\w+ ptr /, '');
  return operands.join(',');
}

const BYTE = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, '0'));
export function bytesText({ bytes }: { readonly bytes: Uint8Array }): string {
  let text = '';
  for (const b of bytes) text += BYTE[b];
  return text;
}

/** Bytes, mnemonic and operands in WinDbg's columns; the operand column stays put for long encodings by shrinking the mnemonic's. */
export function instructionColumns(bytes: string, mnemonic: string, operands: string): string {
  const width = Math.max(16, bytes.length + 1);
  const pad = Math.max(1, 8 - Math.max(0, width - 17) - mnemonic.length);
  return bytes.padEnd(width) + mnemonic + (operands === '' ? '' : ' '.repeat(pad) + operands);
}
