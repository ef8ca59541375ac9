/** !chkimg: a module's code and constants against those of a machine nobody has touched. */
import { buildGuest } from '../../windows/machines.ts';
import type { Call, Command } from '../command.ts';
import { plain } from '../refusal.ts';
import { Target } from '../target.ts';
import { hex, link } from '../text.ts';
import type { Running } from '../types.ts';

const PAGE = 4096n;
/** Bytes listed of one changed run. */
const SHOWN = 16;

function* checkImage(call: Call): Running<void> {
  const { args, target, debugger: d } = call;
  while (args.take(/-(?:d|db|f|lo\s+\d+|v|nospec|noplock|np|ss\s+\S+|as|r\s+\S+\s+\S+|nar|p\s+\S+|mmw|y\s+\S+)(?=\s|$)/) !== undefined);
  const name = args.atEnd ? 'nt' : args.word()!.toLowerCase();
  args.end();
  const module = target.guest.symbols.modules.find(m => m.name === name);
  if (!module) throw plain(`Unable to find module ${name}`);
  const { ref } = target.guest,
    set = Object.fromEntries(Object.entries(ref.set).filter(([key]) => key !== 'plant')),
    made = buildGuest({ machine: ref.machine, seed: ref.seed, set });
  if (!made.ok) throw plain('There is nothing to compare this image with.');
  const pristine = new Target(made.value);
  let compared = 0,
    different = 0,
    pages = 0;
  for (
    let at: bigint | undefined = module.base;
    (at = pristine.nextReadable(at, module.end)) !== undefined;
    at = (at & ~(PAGE - 1n)) + PAGE
  ) {
    const mapping = pristine.walk(at).mapping;
    if (mapping && mapping.write && !mapping.execute) continue;
    const original = pristine.read(at, Number(PAGE - (at & (PAGE - 1n))))!,
      now = target.readSparse(at, original.length);
    compared += original.length;
    different += printChanges(call, at, original, now);
    if (++pages % 64 === 0) yield* d.execution.breathe();
  }
  call.out.line(`Number of different bytes: ${different}`);
  call.out.line(`Total bytes compared: ${compared}`);
}
/** Runs of changed bytes of one page; how many bytes they are. */
function printChanges({ out, target }: Call, at: bigint, original: Uint8Array, now: Int16Array): number {
  let count = 0;
  for (let n = 0; n < original.length; n++) {
    if (original[n] === now[n]) continue;
    let end = n;
    while (end < original.length && original[end] !== now[end]) end++;
    const start = at + BigInt(n),
      size = end - n,
      symbol = target.symbolText(start),
      digits = (bytes: ArrayLike<number>): string =>
        Array.from(bytes, b => (b < 0 ? '??' : hex(b, 2)))
          .slice(0, SHOWN)
          .join(' ');
    out.line(
      '    ',
      link(`${target.address(start)}-${target.address(start + BigInt(size - 1))}`, `u ${target.address(start)}`),
      `  ${size} byte${size === 1 ? '' : 's'}${symbol === undefined ? '' : ` - ${symbol}`}`,
    );
    out.line(`\t[ ${digits(original.subarray(n, end))}:${digits(now.subarray(n, end))} ]`);
    count += size;
    n = end;
  }
  return count;
}

export const CHECK: readonly Command[] = [
  {
    names: ['!chkimg'],
    syntax: '!chkimg [-d] [module]',
    summary: 'What differs between a module and its untouched image.',
    kind: 'compare',
    run: checkImage,
  },
];
