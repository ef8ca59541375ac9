/** Would a conditional branch be taken, with the flags and counters of the current context? */
import type { Target } from './target.ts';

type Flags = Readonly<Record<'c' | 'p' | 'z' | 's' | 'o', boolean>>;
/** Suffix of the mnemonic -> test of the flags. @source SDM Vol. 1 "EFLAGS Condition Codes" */
const TESTS: Readonly<Record<string, (f: Flags) => boolean>> = {
  o: f => f.o,
  no: f => !f.o,
  b: f => f.c,
  ae: f => !f.c,
  e: f => f.z,
  ne: f => !f.z,
  be: f => f.c || f.z,
  a: f => !f.c && !f.z,
  s: f => f.s,
  ns: f => !f.s,
  p: f => f.p,
  np: f => !f.p,
  l: f => f.s !== f.o,
  ge: f => f.s === f.o,
  le: f => f.z || f.s !== f.o,
  g: f => !f.z && f.s === f.o,
};

export function condition(target: Target, mnemonic: string): boolean | undefined {
  const flag = (name: string): boolean => target.register(name) === 1n;
  const name = mnemonic.split(' ').at(-1)!;
  const counter = /^j(r|e|)cxz$/.exec(name);
  if (counter) return target.register(counter[1] === 'r' ? 'rcx' : counter[1] === 'e' ? 'ecx' : 'cx') === 0n;
  const loop = /^loop(e|ne|)/.exec(name);
  if (loop) {
    const left = target.register(target.bits === 64 ? 'rcx' : 'ecx') !== 1n;
    return left && (loop[1] === '' || (loop[1] === 'e') === flag('zf'));
  }
  const test = name.startsWith('j') ? TESTS[name.slice(1)] : undefined;
  return test?.({ c: flag('cf'), p: flag('pf'), z: flag('zf'), s: flag('sf'), o: flag('of') });
}
