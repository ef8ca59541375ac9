/** Where a click on something printed leads. */
import type { Target } from './target.ts';
import { type Cell } from './text.ts';

/** An address as a link: code opens as code, everything else as words with symbols. */
export function addressLink(target: Target, address: bigint, text = target.address(address)): Cell {
  const at = target.linear(address),
    function_ = target.guest.symbols.nearest(at)?.symbol.kind === 'function';
  return { text, command: `${function_ ? 'u' : 'dps'} ${target.address(address)}` };
}
