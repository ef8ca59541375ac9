/** Call stacks: the k family. */
import type { Call, Command } from '../command.ts';
import { addressLink } from '../links.ts';
import { caret } from '../refusal.ts';
import { walkStack, type Frame } from '../stack-walk.ts';
import type { Target } from '../target.ts';
import { addressText, hex, link, type Cell, type Output } from '../text.ts';

interface Style {
  readonly arguments: boolean;
  readonly verbose: boolean;
  readonly bare: boolean;
  readonly distance: boolean;
  /** Without frame numbers, as in `!thread`. */
  readonly unnumbered?: boolean;
  /** One frame alone, without the header. */
  readonly only?: number;
}
const GUESS = 'WARNING: Stack unwind information not available. Following frames may be wrong.';
const FRAMES_LIMIT = 0xffff;

function stack(call: Call): void {
  const { args, target, out, debugger: d, name } = call;
  const glued = /^[bcdfLMnpPv]*(?![A-Za-z])/.exec(args.rest)?.[0] ?? '';
  args.at += glued.length;
  // c and f may stand alone too, but a lone one is a count; n, L and M cannot be.
  const apart = args.take(/[nLM](?:\s*[nLM])*(?=[\s0-9]|$)/) ?? '';
  const letters = name.slice(1) + glued + apart;
  if (letters.includes('d')) {
    raw(call);
    return;
  }
  let from: { ip: bigint; sp: bigint } | undefined;
  if (args.take(/=/) !== undefined) {
    const first = target.linear(args.expression());
    if (target.bits === 64) from = { sp: first, ip: args.atEnd ? target.ip : target.linear(args.expression()) };
    else
      from = { sp: args.atEnd ? first : target.linear(args.expression()), ip: args.atEnd ? target.ip : target.linear(args.expression()) };
  }
  const count = args.atEnd ? d.settings.frames : Number(args.expression() & 0xffffn);
  args.end();
  if (count === 0) throw caret('Range', args.consumed);
  const style: Style = {
    arguments: /[bvpP]/.test(letters) && !/[pP]/.test(letters),
    verbose: letters.includes('v'),
    bare: letters.includes('c'),
    distance: letters.includes('f'),
  };
  printFrames(target, out, walkStack(target, Math.min(count, FRAMES_LIMIT), from), style);
}

/** Frames as `k`, `kb`, `kv`, `kc` or `kf` print them. */
export function printFrames(target: Target, out: Output, frames: readonly Frame[], style: Style): void {
  const header = (target.bits === 64 ? header64 : header32)(style);
  if (style.only === undefined)
    out.line(style.unnumbered ? header.slice(3).replace('RetAddr               :', 'RetAddr           :') : header);
  let guessed = false,
    last: bigint | undefined;
  frames.forEach((frame, n) => {
    if (style.only !== undefined && n !== style.only) return;
    const before: Cell[] = style.distance ? [(last === undefined ? '' : hex(frame.sp - last)).padStart(9), ' '] : [];
    last = frame.sp;
    out.line(style.unnumbered ? '' : `${hex(n, 2)} `, ...before, ...(target.bits === 64 ? row64 : row32)(target, frame, style));
    if (frame.guessed && !guessed) {
      out.line(GUESS);
      guessed = true;
    }
  });
}
const ARGUMENTS64 = 'Args to Child'.padEnd(71);
function header64(style: Style): string {
  if (style.bare) return ' # Call Site';
  const sp = style.arguments && !style.verbose ? '' : 'Child-SP          ';
  return ` # ${style.distance ? '  Memory  ' : ''}${sp}RetAddr               ${style.arguments ? `: ${ARGUMENTS64} : ` : ''}Call Site`;
}
function header32(style: Style): string {
  if (style.bare) return ' #';
  return ` # ${style.distance ? '  Memory  ' : ''}ChildEBP RetAddr  ${style.arguments ? 'Args to Child              ' : ''}`;
}
const site = (target: Target, frame: Frame): Cell => {
  const symbol = target.symbolText(frame.ip);
  return symbol === undefined ? `0x${target.address(frame.ip)}` : link(symbol, `u ${symbol}`);
};
function row64(target: Target, frame: Frame, style: Style): Cell[] {
  if (style.bare) return [site(target, frame)];
  const cells: Cell[] = style.arguments && !style.verbose ? [] : [addressLink(target, frame.sp), ' '];
  cells.push(addressLink(target, frame.returnTo), style.unnumbered ? ' ' : '     ');
  if (style.arguments) cells.push(`: ${words(target, frame, 4).join(' ')} : `);
  cells.push(site(target, frame));
  if (style.verbose && frame.trap !== undefined)
    cells.push(' (', link(`TrapFrame @ ${target.address(frame.trap)}`, `.trap ${target.address(frame.trap)}`), ')');
  return cells;
}
function row32(target: Target, frame: Frame, style: Style): Cell[] {
  if (style.bare) return [site(target, frame)];
  const cells: Cell[] = [addressLink(target, frame.slot - 4n), ' ', addressLink(target, frame.returnTo), ' '];
  if (style.arguments) cells.push(`${words(target, frame, 3).join(' ')} `);
  cells.push(site(target, frame));
  if (style.verbose && frame.trap !== undefined)
    cells.push(' (FPO: [0,3] ', link(`TrapFrame @ ${target.address(frame.trap)}`, `.trap ${target.address(frame.trap)}`), ')');
  return cells;
}
/** The words above the return address: home space on x64, arguments on x86. */
function words(target: Target, frame: Frame, count: number): string[] {
  const size = target.bits / 8;
  return Array.from({ length: count }, (_, n) => {
    const value = target.value(frame.slot + BigInt(size * (n + 1)), size);
    return value === undefined ? (target.bits === 64 ? '????????`????????' : '????????') : addressText(value, target.bits);
  });
}

/** kd: the stack's words with their symbols. */
function raw({ args, target, out }: Call): void {
  const count = args.atEnd ? 16 : Number(args.expression() & 0xffffn),
    size = target.bits / 8;
  args.end();
  for (let n = 0; n < count; n++) {
    const at = target.sp + BigInt(n * size),
      value = target.value(at, size);
    const symbol = value === undefined ? undefined : target.symbolText(value);
    out.line(
      addressLink(target, at),
      '  ',
      value === undefined ? '?'.repeat(size * 2) : addressText(value, target.bits),
      symbol === undefined ? '' : ` ${symbol}`,
    );
  }
}

export const STACK: readonly Command[] = [
  {
    names: ['k', 'kb', 'kc', 'kd', 'kf', 'kn', 'kp', 'kP', 'kv', 'kL', 'kM'],
    syntax: 'k[b|c|d|f|n|p|v][L] [= sp ip] [frames]',
    summary: 'The call stack.',
    kind: 'stack',
    run: stack,
    arguments: [
      'b: with the first arguments',
      'v: also trap frames',
      'c: names only',
      'f: distances',
      'd: the raw words',
      'frames: at most this many (hex)',
    ],
  },
];
