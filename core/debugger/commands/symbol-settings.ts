/** How symbols and sources are found. Here they come with the machine, so these only keep what they are told and say it. */
import type { Call, Command } from '../command.ts';
import { caret } from '../refusal.ts';
import { hex } from '../text.ts';

/** Names of the bits of `.symopt`. @source Debugging Tools for Windows documentation, "Setting Symbol Options" */
const OPTIONS: readonly (readonly [bit: number, name: string])[] = [
  [0x1, 'SYMOPT_CASE_INSENSITIVE'],
  [0x2, 'SYMOPT_UNDNAME'],
  [0x4, 'SYMOPT_DEFERRED_LOADS'],
  [0x8, 'SYMOPT_NO_CPP'],
  [0x10, 'SYMOPT_LOAD_LINES'],
  [0x20, 'SYMOPT_OMAP_FIND_NEAREST'],
  [0x40, 'SYMOPT_LOAD_ANYTHING'],
  [0x80, 'SYMOPT_IGNORE_CVREC'],
  [0x100, 'SYMOPT_NO_UNQUALIFIED_LOADS'],
  [0x200, 'SYMOPT_FAIL_CRITICAL_ERRORS'],
  [0x400, 'SYMOPT_EXACT_SYMBOLS'],
  [0x800, 'SYMOPT_ALLOW_ABSOLUTE_SYMBOLS'],
  [0x1000, 'SYMOPT_IGNORE_NT_SYMPATH'],
  [0x4000, 'SYMOPT_PUBLICS_ONLY'],
  [0x8000, 'SYMOPT_NO_PUBLICS'],
  [0x1_0000, 'SYMOPT_AUTO_PUBLICS'],
  [0x2_0000, 'SYMOPT_NO_IMAGE_SEARCH'],
  [0x4_0000, 'SYMOPT_SECURE'],
  [0x8_0000, 'SYMOPT_NO_PROMPTS'],
  [0x8000_0000, 'SYMOPT_DEBUG'],
];
const LINES = 0x10,
  NO_PROMPTS = 0x8_0000,
  DEBUG = 0x8000_0000;

/** A bit of the options set or cleared. */
function put(call: Call, bit: number, on: boolean): void {
  const { settings } = call.debugger;
  settings.symbolOptions = ((on ? settings.symbolOptions | bit : settings.symbolOptions & ~bit) >>> 0);
}
function options(call: Call): void {
  const { args, out, debugger: d } = call,
    sign = args.take(/[+-]/);
  if (sign !== undefined) put(call, Number(args.expression() & 0xffff_ffffn), sign === '+');
  else if (!args.atEnd) d.settings.symbolOptions = Number(args.expression() & 0xffff_ffffn);
  args.end();
  out.line(`Symbol options are 0x${hex(d.settings.symbolOptions)}:`);
  for (const [bit, name] of OPTIONS) if ((d.settings.symbolOptions & bit) !== 0) out.line(`  0x${hex(bit, 8)} - ${name}`);
}
function lines(call: Call): void {
  const { args, out, debugger: d } = call,
    option = args.take(/[-/][edt](?=\s|$)/i)?.slice(1).toLowerCase() ?? 't',
    before = (d.settings.symbolOptions & LINES) !== 0;
  args.end();
  put(call, LINES, option === 't' ? !before : option === 'e');
  out.line(`Line number information will ${d.settings.symbolOptions & LINES ? '' : 'not '}be loaded`);
}
/** `!sym noisy | quiet | prompts | prompts off`. */
function noise(call: Call): void {
  const { args, out, debugger: d } = call,
    asked = args.all().toLowerCase();
  if (asked === 'noisy' || asked === 'quiet') put(call, DEBUG, asked === 'noisy');
  else if (asked.startsWith('prompts')) put(call, NO_PROMPTS, /off$/.test(asked));
  const { symbolOptions } = d.settings;
  const state = `${symbolOptions & DEBUG ? 'noisy' : 'quiet'} mode - symbol prompts ${symbolOptions & NO_PROMPTS ? 'off' : 'on'}`;
  out.line(asked === '' ? `!sym <noisy/quiet - prompts/prompts off> - ${state}` : state);
}
const PATHS: Readonly<Record<string, string>> = {
  '.sympath': 'Symbol search path is: srv*c:\\sym*lab',
  '.srcpath': 'Source search path is: ',
  '.exepath': 'Executable image search path is: ',
};
function path({ args, out, name }: Call): void {
  args.all();
  out.line(PATHS[name]!);
}
/** ld: nothing is left to load. */
function load({ args, out, target }: Call): void {
  while (args.take(/\/\S+/) !== undefined);
  const name = args.word();
  if (name === undefined) throw caret('Syntax', args.consumed);
  args.all();
  const modules = target.guest.symbols.modules.filter(m => name === '*' || m.name.toLowerCase() === name.toLowerCase());
  for (const m of modules) out.line(`Symbols already loaded for ${m.name}`);
  if (modules.length === 0) out.line(`No modules matched '${name}'`);
}
const silent = ({ args }: Call): void => {
  args.all();
};

export const SYMBOL_SETTINGS: readonly Command[] = [
  {
    names: ['.sympath', '.srcpath', '.exepath'],
    syntax: '.sympath [+] [path]',
    summary: 'Where symbols come from; here they come with the machine.',
    kind: 'text',
    run: path,
  },
  { names: ['.symopt'], syntax: '.symopt [+ | -] [flags]', summary: 'Symbol options, kept and shown.', kind: 'text', run: options },
  { names: ['.lines'], syntax: '.lines [-e | -d | -t]', summary: 'Line numbers; there is no source here.', kind: 'text', run: lines },
  { names: ['!sym'], syntax: '!sym noisy | quiet | prompts [off]', summary: 'How much is said of symbol loading.', kind: 'text', run: noise },
  { names: ['ld'], syntax: 'ld module', summary: 'Load symbols; all are loaded.', kind: 'text', run: load },
  { names: ['.symfix'], syntax: '.symfix[+] [path]', summary: 'The symbol path; nothing to do here.', kind: 'no_output', run: silent },
];
