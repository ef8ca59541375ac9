/** How far a function has moved the stack pointer at an instruction: read from its code, since these images carry no unwind data. */
import type { Instruction } from './instruction.ts';
import type { Target } from './target.ts';

export interface Depth {
  /** Bytes between the stack pointer and what it was at the function's first instruction. */
  readonly bytes: bigint;
  /** The stack was exchanged for another on the way: `bytes` counts from that one's top. */
  readonly switched: boolean;
  /** Where the caller's frame pointer is kept: bytes below the entry stack pointer. */
  readonly savedFrame?: bigint;
  /** The frame pointer minus the entry stack pointer, where the function has set one. */
  readonly frame?: bigint;
}
interface Known {
  bytes: bigint;
  switched: boolean;
  savedFrame: bigint | undefined;
  frame: bigint | undefined;
}

/** Instructions read from a function's start. */
const LIMIT = 4000;

export interface Reached {
  readonly instruction: Instruction;
  readonly depth: Depth;
}
/** Follow the code from `start` in address order up to `end` (included), with the depth each forward branch brings along. */
export function* depths(target: Target, start: bigint, end: bigint): Generator<Reached> {
  const arriving = new Map<bigint, Known>(),
    word = BigInt(target.bits / 8);
  let known: Known | undefined = { bytes: 0n, switched: false, savedFrame: undefined, frame: undefined };
  let body: Known = known,
    at = start;
  for (let n = 0; n < LIMIT && at <= end; n++) {
    if (known === undefined && !arriving.has(at) && isPadding(target, at)) {
      at = nextCode(target, at, arriving);
      continue;
    }
    known = arriving.get(at) ?? known ?? { ...body };
    const instruction = target.instruction(at);
    if (!instruction || instruction === 'unreadable') return;
    const { bytes, switched, savedFrame, frame } = known;
    yield {
      instruction,
      depth: { bytes, switched, ...(savedFrame !== undefined && { savedFrame }), ...(frame !== undefined && { frame }) },
    };
    const to = instruction.target;
    if ((instruction.flow === 'branch' || instruction.flow === 'jump') && to !== undefined && to > at && !arriving.has(to))
      arriving.set(to, { ...known });
    known = /^(jump|return|system-return)$/.test(instruction.flow) ? undefined : after(instruction, { ...known }, word);
    if (known && (known.bytes > body.bytes || known.switched !== body.switched)) body = { ...known };
    at = target.linear(at + BigInt(instruction.length));
  }
}
/** Bytes between pieces of code. */
export function isPadding(target: Target, at: bigint): boolean {
  const bytes = target.read(at, 2);
  return bytes !== undefined && (bytes[0] === 0xcc || (bytes[0] === 0 && bytes[1] === 0));
}
/** Where code goes on: the next place a branch leads to, or the next symbol. */
function nextCode(target: Target, at: bigint, arriving: ReadonlyMap<bigint, Known>): bigint {
  const symbol = target.guest.symbols.following(at)?.address,
    places = [...arriving.keys(), ...(symbol === undefined ? [] : [symbol])].filter(a => a > at);
  return places.reduce((least, a) => (a < least ? a : least), places[0] ?? at + 0x10000n);
}
/** At the instruction at `ip` of the function that begins at `start`. */
export function depthAt(target: Target, start: bigint, ip: bigint): Depth | undefined {
  for (const { instruction, depth } of depths(target, start, ip)) if (instruction.address === ip) return depth;
  return undefined;
}

const SP = /^[re]sp$/,
  BP = /^[re]bp$/;
const number = (text: string | undefined): bigint | undefined => {
  const hex = /^([0-9A-F]+)h$/.exec(text ?? '')?.[1];
  if (hex !== undefined) return BigInt.asIntN(64, BigInt(`0x${hex}`));
  return /^\d$/.test(text ?? '') ? BigInt(text!) : undefined;
};
function after(i: Instruction, k: Known, word: bigint): Known {
  const [first, second] = i.plain,
    value = number(second);
  if (/^push/.test(i.mnemonic)) {
    k.bytes += word;
    if (BP.test(first ?? '') && k.savedFrame === undefined) k.savedFrame = k.bytes;
  } else if (/^pop/.test(i.mnemonic)) {
    k.bytes -= word;
    if (BP.test(first ?? '')) k.frame = undefined;
  } else if (i.mnemonic === 'sub' && SP.test(first ?? '') && value !== undefined) k.bytes += BigInt.asIntN(word === 4n ? 32 : 64, value);
  else if (i.mnemonic === 'add' && SP.test(first ?? '') && value !== undefined) k.bytes -= BigInt.asIntN(word === 4n ? 32 : 64, value);
  else if (i.mnemonic === 'mov' && SP.test(first ?? '') && BP.test(second ?? '') && k.frame !== undefined) k.bytes = -k.frame;
  else if (i.mnemonic === 'mov' && SP.test(first ?? '')) {
    k.bytes = 0n;
    k.switched = true;
  } else if (i.mnemonic === 'mov' && BP.test(first ?? '') && SP.test(second ?? '')) k.frame = -k.bytes;
  else if (i.mnemonic === 'lea' && (BP.test(first ?? '') || SP.test(first ?? ''))) lea(i, k);
  else if (i.mnemonic === 'leave' && k.frame !== undefined) k.bytes = -k.frame - word;
  return k;
}
function lea(i: Instruction, k: Known): void {
  const m = i.memory[0],
    to = i.plain[0]!;
  if (!m || m.index !== undefined) return;
  const offset = BigInt.asIntN(m.base?.startsWith('e') ? 32 : 64, m.displacement);
  if (BP.test(to) && SP.test(m.base ?? '')) k.frame = -k.bytes + offset;
  if (SP.test(to) && SP.test(m.base ?? '')) k.bytes -= offset;
  if (SP.test(to) && BP.test(m.base ?? '') && k.frame !== undefined) k.bytes = -(k.frame + offset);
}
