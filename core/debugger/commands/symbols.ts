/** Names: ln, x, lm and the commands about symbol files. */
import type { Call, Command } from '../command.ts';
import { imagePath, loadedIn } from '../../windows/loader.ts';
import { isLoaded, type Module, type Symbol } from '../../windows/symbols.ts';
import { fileTime } from '../formats.ts';
import { addressLink } from '../links.ts';
import { caret } from '../refusal.ts';
import { hex, link, type Cell } from '../text.ts';
import { matcher } from '../wildcard.ts';

const full = (s: Symbol): string => `${s.module}!${s.name}`;
/** `(<no parameter info>)` for code, nothing for data. */
const parameters = (s: Symbol): string => (s.kind === 'data' ? '' : ' (<no parameter info>)');

function nearest(call: Call): void {
  const { args, target, out, debugger: d } = call;
  const address = target.linear(args.expressionOr(() => target.ip));
  args.end();
  const found = target.symbolAt(address);
  if (!found) return;
  const { symbol, displacement } = found,
    next = target.guest.symbols.following(address);
  if (d.settings.dml) {
    const module = target.guest.symbols.moduleAt(address);
    if (module) out.line(link('Browse module', `lmvm ${module.name}`));
    out.line(link('Set bu breakpoint', `bu ${full(symbol)}${displacement ? `+0x${hex(displacement)}` : ''}`));
    out.line();
  }
  const offset = displacement === 0n ? '' : `+0x${hex(displacement)}`;
  const cells: Cell[] = ['(', addressLink(target, symbol.address), ')   ', link(full(symbol), `u ${full(symbol)}`), offset];
  if (next) cells.push('   |  (', addressLink(target, next.address), ')   ', link(full(next), `u ${full(next)}`));
  out.line(...cells);
  if (displacement === 0n) {
    out.line('Exact matches:');
    out.line(`    ${full(symbol)}${parameters(symbol)}${symbol.kind === 'data' ? ' = <no type information>' : ''}`);
  }
}

const ORDER: Readonly<Record<string, (a: Symbol, b: Symbol) => number>> = {
  a: (a, b) => compare(a.address, b.address),
  A: (a, b) => compare(b.address, a.address),
  n: (a, b) => compare(full(a), full(b)),
  N: (a, b) => compare(full(b), full(a)),
  z: (a, b) => (a.size ?? 0) - (b.size ?? 0),
  Z: (a, b) => (b.size ?? 0) - (a.size ?? 0),
};
const compare = <T>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

function examine(call: Call): void {
  const { args, target, out } = call,
    chosen = new Set<string>();
  for (let option = args.option(); option !== undefined; option = args.option()) {
    if (!/^([012vtfdaAnNzZDqps])+/.test(option)) throw caret('Syntax', args.consumed);
    if (option === 's') args.operand();
    for (const letter of option) chosen.add(letter);
  }
  const pattern = args.all();
  if (pattern === '') throw caret('Syntax', args.consumed);
  const bang = pattern.indexOf('!'),
    modules = bang < 0 ? '*' : pattern.slice(0, bang),
    names = pattern.slice(bang + 1);
  if (bang >= 0 && names === '') {
    moduleTable(
      call,
      target.guest.symbols.modules.filter(m => matcher(modules || '*')(m.name)),
    );
    return;
  }
  const inModule = matcher(modules),
    byName = matcher(names);
  let found = target.guest.symbols.matching('*', '*').filter(s => inModule(s.module) && byName(s.name));
  if (chosen.has('f')) found = found.filter(s => s.kind !== 'data');
  if (chosen.has('d')) found = found.filter(s => s.kind === 'data');
  const order = [...'aAnNzZ'].find(letter => chosen.has(letter));
  if (order) found = [...found].sort(ORDER[order]);
  for (const symbol of found) out.line(...symbolCells(call, symbol, chosen));
}
function symbolCells({ target }: Call, s: Symbol, chosen: ReadonlySet<string>): Cell[] {
  const address = addressLink(target, s.address),
    name = link(full(s), `${s.kind === 'data' ? 'dps' : 'u'} ${full(s)}`);
  if (chosen.has('0')) return [address];
  if (chosen.has('1')) return [name];
  if (chosen.has('2')) return [address, ' ', name];
  const tail = s.kind === 'data' ? ' = <no type information>' : ' (<no parameter info>)';
  if (chosen.has('v'))
    return [
      `${s.exported ? 'pub' : 'prv'} ${s.kind === 'data' ? 'global' : 'func  '} `,
      address,
      `  ${hex(s.size ?? 0).padStart(4)} `,
      name,
      tail,
    ];
  return [address, ' ', name, tail];
}

function moduleTable(call: Call, modules: readonly Module[], withDetails = false): void {
  const { target, out } = call;
  const width = target.bits === 64 ? 17 : 8;
  out.line(`${'start'.padEnd(width)} ${'end'.padEnd(width)}   module name`);
  for (const m of modules) {
    out.line(...moduleCells(target, m));
    if (withDetails) details(call, m);
  }
}
function moduleCells(target: Call['target'], m: Module): Cell[] {
  const pdb = m.image.replace(/\.\w+$/, '.pdb');
  return [
    target.address(m.base),
    ' ',
    target.address(m.end),
    '   ',
    link(m.name.padEnd(10), `lmvm ${m.name}`),
    ` ${'(pdb symbols)'.padEnd(22)} c:\\sym\\${pdb}`,
  ];
}

function modules(call: Call): void {
  const { args, target, out, debugger: d } = call;
  const options: string[] = [];
  let at: bigint | undefined, pattern: string | undefined;
  while (!args.atEnd) {
    const letters = args.take(/(?:sm|1m|[vDkuolecifnpt])*[amM]?/)!.match(/sm|1m|./g);
    if (!letters) throw caret('Syntax', args.consumed + 1);
    options.push(...letters);
    const last = letters.at(-1);
    if (last === 'm' || last === 'M') pattern = args.take(/\S+/) ?? '*';
    else if (last === 'a') at = target.linear(args.expression());
    else if (/^\S/.test(args.rest)) throw caret('Syntax', args.consumed + 1);
  }
  let shown = target.guest.symbols.modules.filter(isLoaded).sort((a, b) => compare(a.base, b.base));
  if (pattern !== undefined) {
    const match = matcher(pattern.replace(/\.\w+$/, ''));
    shown = shown.filter(m => match(m.name) || match(m.image.replace(/\.\w+$/, '')));
  }
  if (at !== undefined) shown = shown.filter(m => at >= m.base && at < m.end);
  for (const [letter, half] of [
    ['k', 'kernel'],
    ['u', 'user'],
  ] as const)
    if (options.includes(letter)) shown = loadedIn(half, shown, target.bits);
  if (options.includes('1m')) {
    for (const m of shown) out.line(m.name);
    return;
  }
  if (pattern !== undefined && d.settings.dml) out.line(link('Browse full module list', 'lm'));
  moduleTable(call, shown, options.includes('v'));
}
function details({ out, target }: Call, m: Module): void {
  out.line(`    Loaded symbol image file: ${m.image}`);
  out.line(`    Image path: ${imagePath(m, target.bits)}`);
  out.line(`    Image name: ${m.image}`);
  out.line(`    ImageSize:        ${hex(m.end - m.base, 8)}`);
  out.line(`    Symbols:          ${target.guest.symbols.matching(m.name, '*').length}, made with the image`);
}

/** Marketing names, for `.reload`. */
const WINDOWS: Readonly<Record<number, string>> = { 19041: '10', 7601: '7', 2600: 'XP' };
function reload(call: Call): void {
  const { args, out, target } = call;
  args.all();
  const now = target.value(0x7ffe_0014n, 8),
    { number } = target.guest.build;
  const when = now === undefined ? '' : ` at (${fileTime(now)})`;
  out.line(
    `Connected to Windows ${WINDOWS[number] ?? ''} ${number} x${target.bits === 64 ? '64' : '86 compatible'} target${when}, ptr64 ${target.bits === 64 ? 'TRUE' : 'FALSE'}`,
  );
  for (const line of [
    'Loading Kernel Symbols',
    '.'.repeat(target.guest.symbols.modules.length),
    'Loading User Symbols',
    '.',
    'Loading unloaded module list',
  ])
    out.line(line);
}

export const SYMBOLS: readonly Command[] = [
  { names: ['ln'], syntax: 'ln [addr]', summary: 'The symbols around an address.', kind: 'symbol_nearest', run: nearest },
  {
    names: ['x'],
    syntax: 'x [/options] module!pattern',
    summary: 'Symbols whose names match a pattern.',
    kind: 'symbol_list',
    run: examine,
    arguments: [
      'pattern: with * ? [set]',
      '/0 /1 /2: address, name, both only',
      '/f /d: functions, data',
      '/a /A /n /N /z /Z: sorted by address, name, size',
      '/v: kind and size',
    ],
  },
  {
    names: ['lm'],
    syntax: 'lm[options] [a addr] [m pattern]',
    summary: 'Loaded modules.',
    arguments: ['v: more of each', 'k u: kernel, user', 'a addr: the one that holds an address', 'm pattern: by name', '1m: names only'],
    kind: 'module_list',
    run: modules,
  },
  { names: ['.reload'], syntax: '.reload [/f] [/user] [module]', summary: 'Read the module list again.', kind: 'text', run: reload },
];
