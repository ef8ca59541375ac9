/** The lab's remarks beside WinDbg's text: what was probably meant, and what would go wrong on a real machine. */
import type { Debugger } from './debugger.ts';
import type { Target } from './target.ts';
import { registerNamed } from './registers.ts';

/** Letters to change, add, drop or swap with their neighbour to turn one word into the other; at most `limit` + 1. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [],
    row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j]!, before[j - 2]! + 1);
    }
    if (Math.min(...next) > limit) return limit + 1;
    before = row;
    row = next;
  }
  return row[b.length]!;
}
/** The nearest of `names` to `word`, where one is near. */
export function nearest(
  word: string,
  names: Iterable<string>,
  limit = Math.max(1, Math.min(3, Math.floor(word.length / 4))),
): string | undefined {
  let best: string | undefined,
    least = limit + 1;
  const lower = word.toLowerCase();
  for (const name of names) {
    const d = distance(lower, name.toLowerCase(), limit);
    if (d < least) {
      least = d;
      best = name;
    }
  }
  return best;
}

/** For a name the evaluator could not resolve. */
export function suggestName(d: Debugger, name: string): string | undefined {
  const bare = name.replace(/^@/, '');
  if (name.startsWith('@')) {
    const register = nearest(bare, bare.startsWith('$') ? d.pseudo.names : registers(d.target));
    return register && `Did you mean @${register}?`;
  }
  if (name.startsWith('!') && /^!\d/.test(name)) return 'MASM expressions have no `!x`: use `not x`.';
  if (name.startsWith('~')) return 'MASM expressions have no `~x`: use x ^ ffffffffffffffff.';
  const bang = bare.indexOf('!'),
    module = bang < 0 ? '*' : bare.slice(0, bang),
    symbol = bare.slice(bang + 1);
  const candidates = d.guest.symbols.matching(module, '*');
  const found = nearest(
    symbol,
    candidates.map(s => s.name),
  );
  if (found !== undefined) {
    const owner = candidates.find(s => s.name === found)!;
    return `Did you mean ${owner.module}!${found}?`;
  }
  if (bang >= 0 && !d.guest.symbols.modules.some(m => m.name.toLowerCase() === module.toLowerCase()))
    return `No module is named ${module}; lm lists them.`;
  return undefined;
}
const registers = (target: Target): readonly string[] =>
  [
    'rax',
    'rbx',
    'rcx',
    'rdx',
    'rsi',
    'rdi',
    'rsp',
    'rbp',
    'rip',
    'r8',
    'r9',
    'r10',
    'r11',
    'r12',
    'r13',
    'r14',
    'r15',
    'eax',
    'ebx',
    'ecx',
    'edx',
    'esi',
    'edi',
    'esp',
    'ebp',
    'eip',
    'efl',
    'cs',
    'ss',
    'ds',
    'es',
    'fs',
    'gs',
    'cr0',
    'cr2',
    'cr3',
    'cr4',
    'cr8',
    'gdtr',
    'idtr',
    'idtl',
    'gdtl',
    'tr',
    'ldtr',
    'dr7',
  ].filter(name => registerNamed(name, target.bits));

/** For a line that was refused without a better remark: a register's name typed where a command belongs. */
export function hintFor(d: Debugger, line: string, command: string): string | undefined {
  const word = /^[A-Za-z0-9]+/.exec(line)?.[0];
  if (word !== undefined && word !== command && registerNamed(word.toLowerCase(), d.target.bits)) return `To see register ${word} type: r ${word}`;
  return undefined;
}

/** For a line that worked, and may not do what was meant. */
export function remarkOn(d: Debugger, { name }: { readonly name: string }, line: string): string | undefined {
  if (/^(?:\?|u|ln|r)$/.test(name) && /\bdwo\s*\(.*>>>/.test(line))
    return 'dwo() is zero-extended, so >>> finds no sign to keep: for an entry of 80000000 or more subtract 1`00000000 from it first.';
  if (name === '?' && /\bpoi\s+[^\s(][^+)-]*[+-]/.test(line))
    return 'poi binds before + and -: poi X+8 is poi(X)+8. poi(X+8) reads at X+8.';
  if (/^d[pq]s$/.test(name) && d.target.bits === 64 && /\b(?:nt!)?KiServiceTable\b/i.test(line))
    return 'On x64 the table holds 4-byte encoded offsets, not pointers: dd /c1 nt!KiServiceTable, and nt!KiServiceTable + (entry >>> 4) is the routine.';
  if (name === 'r' && /^(?:[re]?[a-d]x|[re]?[sd]i|[re]?[sb]p|[re]?ip)$/i.test(line))
    return `${line} was read as the command r and a register ${line.slice(1)}: r ${line} shows ${line}.`;
  return undefined;
}

/** A software breakpoint where the kernel still has the user's stack or GS. */
export function lethalHint(target: Target, address: bigint): string | undefined {
  const at = target.symbolAt(address);
  if (!at || !/^(KiSystemCall(32|64)(Shadow)?|KiFastCallEntry)$/.test(at.symbol.name)) return undefined;
  const safe = stackLoaded(target, at.symbol.address);
  if (safe === undefined || address >= safe) return undefined;
  return `A breakpoint here would crash a real machine: the stack${target.bits === 64 ? ' and GS are' : ' is'} still the user's. The first safe place is ${target.symbolText(safe)}.`;
}
/** Address after the first instruction that loads the stack pointer from memory through GS or FS, or from the TSS. */
function stackLoaded(target: Target, start: bigint): bigint | undefined {
  let at = start;
  for (let n = 0; n < 12; n++) {
    const i = target.instruction(at);
    if (!i || i === 'unreadable') return undefined;
    at += BigInt(i.length);
    if (i.mnemonic === 'mov' && /^[re]sp$/.test(i.plain[0] ?? '') && i.memory.length > 0) return at;
  }
  return undefined;
}

/** For a write into the kernel's code or its service table. */
export function writeHint(target: Target, address: bigint): string | undefined {
  const at = target.symbolAt(address);
  if (!at || at.symbol.module !== 'nt') return undefined;
  if (at.symbol.kind === 'function')
    return `This changes ${target.symbolText(address)}: on a real machine PatchGuard would stop it within minutes.`;
  return /^(KiServiceTable|KeServiceDescriptorTable|KiArgumentTable)/.test(at.symbol.name)
    ? 'This changes how system calls are dispatched: on a real machine PatchGuard would stop it.'
    : undefined;
}
