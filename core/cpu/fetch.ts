/** The instruction at CS:RIP, or the fault that fetching it meets. */
import { SEGMENTS, type State } from './state.ts';
import type { Memory } from './memory.ts';
import { canonical } from './paging.ts';
import { oddSegments } from './segments.ts';
import { decode, type Decoded } from './decode.ts';

/** Bytes an instruction may have; one more is #GP. */
const LONGEST = 15;

/** 66 67 F0 F2 F3, segment overrides, and in 64-bit mode REX. */
const PREFIXES = [0x66, 0x67, 0xf0, 0xf2, 0xf3, 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65];
const isPrefix = (byte: number, bits: number): boolean => PREFIXES.includes(byte) || (bits === 64 && byte >> 4 === 4);

/**
 * Fetch and decode. `fault`: recorded in the state.
 * @faults #PF, #GP(0) outside the code segment, not canonical or longer than 15 bytes, #UD undefined or unknown to this processor (`onNotice` is told)
 */
export function fetchInstruction(state: State, memory: Memory): Decoded | 'fault' {
  const ip = state.get('RIP'), bits = Number(state.get('mode')) as 16 | 32 | 64, linear = bits === 64 ? ip : ip + state.get('CS.base') & 0xffff_ffffn;
  const room = bits === 64 ? (canonical(ip) ? LONGEST : 0) : Number(BigInt.asIntN(64, state.get('CS.limit') - ip)) + 1;
  const fault = (vector: number, error?: bigint): 'fault' => { state.raise({ vector, ...(error !== undefined && { error }) }); return 'fault'; };
  if (room <= 0) return fault(13, 0n);
  for (const crossing of [false, true]) {
    const bytes = memory.fetch(linear, crossing);
    if (!bytes) return 'fault';
    const found = decode(room < bytes.length ? bytes.subarray(0, room) : bytes, ip, bits, oddSegments(state));
    if (found === 'invalid') return bytes.length === LONGEST && bytes.every(b => isPrefix(b, bits)) ? fault(13, 0n) : fault(6);
    if (found === 'unsupported') { memory.onNotice?.('unsupported-instruction', ip); return fault(6); }
    if (found !== 'truncated') return found;
    if (Math.min(room, bytes.length) === LONGEST || room < bytes.length) return fault(13, 0n);
  }
  return fault(13, 0n);
}

export interface Fetcher { readonly fetch: () => Decoded | 'fault'; readonly forget: () => void }
/**
 * `fetchInstruction` with a memory, for an engine that has none of its own: what was decoded holds until its bytes, or what addresses mean,
 * have changed. Takes the hooks of `memory` that tell so.
 */
export function createFetcher(state: State, memory: Memory): Fetcher {
  const known = new Map<bigint, Map<bigint, Decoded>>(), forget = (): void => known.clear();
  memory.onFlush = forget;
  memory.onCodeWrite = forget;
  const remember = (i: Decoded, here: Map<bigint, Decoded>): void => {
    const pages = [i.fields.here, i.fields.next - 1n].map(address => memory.codePage(address));
    if (pages.some(page => page === undefined)) return;
    for (const page of pages) memory.markCode(page!);
    here.set(i.fields.here, i);
  };
  return { forget, fetch: () => {
    const context = state.get('engine.context');
    if (context & ODD_CODE) return fetchInstruction(state, memory);
    let here = known.get(context);
    if (!here) known.set(context, here = new Map<bigint, Decoded>());
    const found = here.get(state.get('RIP'));
    if (found) return found;
    const i = fetchInstruction(state, memory);
    if (i !== 'fault') remember(i, here);
    return i;
  } };
}
/** In `engine.context`: CS is not flat, so RIP is no linear address. */
const ODD_CODE = 1n << 8n + BigInt(SEGMENTS.indexOf('CS'));
