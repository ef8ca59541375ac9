/** What the window draws, in words: !ring !path !selectors !bits !service !walk !registers !steps. */
import type { Call, Command } from '../command.ts';
import { doorText } from '../event-text.ts';
import { takeMoment } from '../moment.ts';
import { pathLines, ringLines } from '../moment/words.ts';
import { TRIED } from '../pictures/bits.ts';
import { drawPicture, type PictureRequest } from '../pictures/picture.ts';
import { caret } from '../refusal.ts';

function print(call: Call, request: PictureRequest): void {
  const drawn = drawPicture(call.debugger, request);
  if (!drawn) throw caret('Syntax', call.args.consumed);
  for (const line of drawn.lines) call.out.line(line);
}
/** The words of the rest of the line. */
function words({ args }: Call, most: number): readonly string[] {
  const found = args.rest.trim().split(/\s+/).filter(Boolean);
  if (found.length > most) throw caret('Extra character', args.consumed);
  return found;
}
const optional = <K extends string>(name: K, value: string | undefined): Partial<Record<K, string>> =>
  value === undefined ? {} : ({ [name]: value } as Record<K, string>);

export const PICTURES: readonly Command[] = [
  {
    names: ['!ring'],
    syntax: '!ring',
    summary: 'Ring, selectors, stack, GS or FS base, IF and CR3, and what each was before the last change of ring.',
    kind: 'text',
    run: ({ args, debugger: d, out }) => {
      args.end();
      const event = d.execution.known.ringChange?.event;
      for (const line of ringLines(takeMoment(d), event && doorText(event))) out.line(line);
    },
  },
  {
    names: ['!path'],
    syntax: '!path',
    summary: 'The stages of a system call: * is behind, > is here.',
    kind: 'text',
    run: ({ args, debugger: d, out }) => {
      args.end();
      for (const line of pathLines(takeMoment(d))) out.line(line);
    },
  },
  {
    names: ['!selectors'],
    syntax: '!selectors [star | sysenter] [value]',
    summary: 'The selectors SYSCALL, SYSRET, SYSENTER and SYSEXIT make of their MSR, and the descriptors they name.',
    arguments: ['value: a value the MSR has not, to see what would come of it'],
    kind: 'text',
    run: call => {
      const [first, ...rest] = words(call, 2),
        msr = first === 'star' || first === 'sysenter' ? first : undefined;
      if (msr === undefined && first !== undefined) throw caret('Syntax', call.args.consumed, 'Say star or sysenter, then a value if you like.');
      print(call, { kind: 'selectors', msr: msr ?? (call.target.bits === 64 ? 'star' : 'sysenter'), ...optional('value', rest[0]) });
    },
  },
  {
    names: ['!bits'],
    syntax: '!bits [vector [selector]] [rflags=value] [fmask=value] [efer=value]',
    summary: 'RFLAGS through the system call’s door, EFER, a gate and a descriptor, bit by bit.',
    arguments: ['rflags, fmask, efer: values the machine has not, to see what would come of them'],
    kind: 'text',
    run: call => {
      const all = words(call, 2 + TRIED.length),
        plain = all.filter(word => !word.includes('=')),
        tried = all.filter(word => word.includes('=')).map(word => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] as const);
      if (plain.length > 2) throw caret('Extra character', call.args.consumed);
      if (tried.some(([what]) => !TRIED.some(known => known === what))) throw caret('Syntax', call.args.consumed, 'Say rflags=, fmask= or efer=, then a value.');
      print(call, { kind: 'bits', ...optional('vector', plain[0]), ...optional('selector', plain[1]), ...Object.fromEntries(tried) });
    },
  },
  {
    names: ['!service'],
    syntax: '!service [number]',
    summary: 'A service number followed through the table to its routine.',
    kind: 'text',
    run: call => print(call, { kind: 'service', ...optional('number', words(call, 1)[0]) }),
  },
  {
    names: ['!walk'],
    syntax: '!walk [address]',
    summary: 'An address on its way through the paging structures.',
    kind: 'text',
    run: call => print(call, { kind: 'walk', ...optional('address', words(call, 1)[0]) }),
  },
  {
    names: ['!registers'],
    syntax: '!registers',
    summary: 'Flags and control bits by name, and the hidden parts of the segment registers.',
    kind: 'text',
    run: call => {
      call.args.end();
      print(call, { kind: 'registers' });
    },
  },
  {
    names: ['!steps'],
    syntax: '!steps [n]',
    summary: 'The next instruction step by step, with the values it reads, computes and writes; nothing runs.',
    arguments: ['n: the step being done: * is behind it, > is here, and what the steps so far leave in the registers follows'],
    kind: 'text',
    run: call => {
      const at = call.args.atEnd ? undefined : Number(call.args.expression() & 0xffn);
      call.args.end();
      print(call, { kind: 'steps', ...(at !== undefined && { at }) });
    },
  },
];
