/** A function's code by following its flow from its first instruction. */
import { codeLine, lineLength, type CodeLine } from './code-lines.ts';
import type { Target } from './target.ts';

/** The most instructions a function may have here. */
const LIMIT = 20000;

/**
 * Blocks in address order. `incomplete` where an indirect jump hides some of them. A jump to the start of another function is a tail
 * call and ends the flow.
 */
export function functionBlocks(
  target: Target,
  start: bigint,
): { readonly blocks: readonly (readonly CodeLine[])[]; readonly incomplete: boolean } {
  const found = new Map<bigint, CodeLine>(),
    leaders = new Set<bigint>([start]),
    pending = [start];
  const incomplete = target.still(() => followFlow(target, start, found, leaders, pending));
  return { blocks: intoBlocks(target, found, leaders), incomplete };
}
/** Fills `found` with every instruction reached from `pending`, and `leaders` with the starts of blocks; true where an indirect jump hides some. */
function followFlow(target: Target, start: bigint, found: Map<bigint, CodeLine>, leaders: Set<bigint>, pending: bigint[]): boolean {
  let incomplete = false;
  const follow = (address: bigint): void => {
    leaders.add(address);
    if (!found.has(address)) pending.push(address);
  };
  while (pending.length > 0 && found.size < LIMIT) {
    let at = pending.pop()!;
    while (!found.has(at) && found.size < LIMIT) {
      const line = codeLine(target, at);
      found.set(at, line);
      const next = target.linear(at + BigInt(lineLength(line)));
      if (line.kind !== 'instruction') break;
      const { flow, target: to } = line.instruction;
      if (flow === 'branch') {
        follow(to!);
        leaders.add(next);
      }
      if (flow === 'return' || flow === 'system-return' || flow === 'invalid') break;
      if (flow === 'jump') {
        if (to === undefined) incomplete ||= line.instruction.through !== undefined;
        else if (to === start || !beginsFunction(target, to)) follow(to);
        break;
      }
      at = next;
    }
  }
  return incomplete;
}
const beginsFunction = (target: Target, address: bigint): boolean => {
  const at = target.symbolAt(address);
  return at?.displacement === 0n && at.symbol.kind === 'function';
};
function intoBlocks(target: Target, found: ReadonlyMap<bigint, CodeLine>, leaders: ReadonlySet<bigint>): CodeLine[][] {
  const blocks: CodeLine[][] = [];
  let expected: bigint | undefined;
  for (const address of [...found.keys()].sort((a, b) => (a < b ? -1 : 1))) {
    const line = found.get(address)!;
    if (address !== expected || leaders.has(address)) blocks.push([]);
    blocks.at(-1)!.push(line);
    expected = target.linear(address + BigInt(lineLength(line)));
  }
  return blocks;
}
