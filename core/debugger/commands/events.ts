/** Exceptions and events: the sx family is accepted and remembered. */
import type { Call, Command } from '../command.ts';
import { caret } from '../refusal.ts';

/** Event codes and what they are. */
const EVENTS: readonly (readonly [code: string, name: string])[] = [
  ['ct', 'Create thread'],
  ['et', 'Exit thread'],
  ['cpr', 'Create process'],
  ['epr', 'Exit process'],
  ['ld', 'Load module'],
  ['ud', 'Unload module'],
  ['ser', 'System error'],
  ['ibp', 'Initial breakpoint'],
  ['iml', 'Initial module load'],
  ['out', 'Debuggee output'],
];
const EXCEPTIONS: readonly (readonly [code: string, name: string])[] = [
  ['av', 'Access violation'],
  ['asrt', 'Assertion failure'],
  ['bpe', 'Break instruction exception'],
  ['dm', 'Data misaligned'],
  ['dz', 'Integer divide-by-zero'],
  ['eh', 'C++ EH exception'],
  ['gp', 'Guard page violation'],
  ['ii', 'Illegal instruction'],
  ['ip', 'In-page I/O error'],
  ['sov', 'Stack overflow'],
  ['sse', 'Single step exception'],
  ['wos', 'WOW64 single step exception'],
];
const WORDS: Readonly<Record<string, string>> = { sxe: 'break', sxd: 'second-chance break', sxn: 'output', sxi: 'ignore' };

function list({ out, args, debugger: d }: Call): void {
  args.all();
  for (const [code, name] of EVENTS) out.line(`${code.padStart(5)} - ${name} - ${d.events.get(code) ?? 'ignore'}`);
  out.line();
  for (const [code, name] of EXCEPTIONS) out.line(`${code.padStart(5)} - ${name} - ${d.events.get(code) ?? 'break'} - not handled`);
  out.line();
  out.line('    * - Other exception - Second-chance break - not handled');
}
/** `sxe [-c "commands"] [-h] {code | number | *}`. */
function set({ args, name, debugger: d }: Call): void {
  while (args.take(/-c2?\s+"(?:[^"\\]|\\.)*"|-h[id]?(?=\s|$)|-c2?(?=\s)/) !== undefined);
  const event = args.word();
  if (event === undefined) throw caret('Syntax', args.consumed);
  args.all();
  d.events.set(event.replace(/:.*$/, '').toLowerCase(), WORDS[name] ?? 'break');
}
function reset({ args, debugger: d }: Call): void {
  args.all();
  d.events.clear();
}

export const EVENT_COMMANDS: readonly Command[] = [
  { names: ['sx'], syntax: 'sx', summary: 'What happens at each event.', kind: 'text', run: list },
  {
    names: ['sxe', 'sxd', 'sxn', 'sxi', 'sx-'],
    syntax: 'sxe [-c "commands"] event',
    summary: 'What to do at an event: break, second chance, tell, ignore.',
    kind: 'no_output',
    run: set,
  },
  { names: ['sxr'], syntax: 'sxr', summary: 'All events as at first.', kind: 'no_output', run: reset },
];
