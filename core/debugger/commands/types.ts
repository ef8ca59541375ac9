/** Structures: dt. */
import type { Field, Layout } from '../../windows/layout.ts';
import type { Call, Command } from '../command.ts';
import { nearest } from '../hints.ts';
import { caret, plain, Refusal } from '../refusal.ts';
import { hex, link } from '../text.ts';
import { fieldSize, typeShape } from '../type-size.ts';
import { PLAIN, printField, printStructure, type ViewOptions } from '../type-view.ts';
import { hasWildcard, matcher } from '../wildcard.ts';
import type { Running } from '../types.ts';

interface Options extends ViewOptions {
  readonly verbose: boolean;
  readonly prefix: boolean;
  readonly size: boolean;
}
/** `-r2v`, `/b`, …; undefined where no option stands here. */
function options({ args }: Call, so: Options): Options | undefined {
  const typed = args.take(/[-/](?:[abceimnoptvyEBC]|r\d*|h)+(?=\s|$)/);
  if (typed === undefined) return undefined;
  const depth = /r(\d*)/.exec(typed);
  return {
    ...so,
    depth: depth ? Number(depth[1] || 99) : so.depth,
    hideOffsets: so.hideOffsets || typed.includes('o'),
    compact: so.compact || typed.includes('c'),
    arrays: typed.includes('a') ? 0x1000 : so.arrays,
    physical: so.physical || typed.includes('p'),
    verbose: so.verbose || typed.includes('v'),
    prefix: so.prefix || typed.includes('y'),
    size: so.size,
  };
}
const DEPTH_LIMIT = 6;

/** `module!` of a type name, and the rest. */
const split = (name: string): { module: string | undefined; bare: string } => {
  const bang = name.indexOf('!');
  return { module: bang < 0 ? undefined : name.slice(0, bang), bare: name.slice(bang + 1) };
};

function* displayType(call: Call): Running<void> {
  const { args, target, out, debugger: d } = call;
  let so: Options = { ...PLAIN, verbose: false, prefix: false, size: false };
  const more = (): void => {
    for (let next = options(call, so); next; next = options(call, so)) so = next;
  };
  if (/^\s*[-/]h\s*$/.test(args.rest)) {
    args.all();
    for (const line of HELP) out.line(line);
    return;
  }
  more();
  if (args.atEnd) throw caret('Syntax', args.consumed);
  let address: bigint | undefined;
  const found =
    typeHere(call) ??
    (() => {
      const before = args.at;
      try {
        address = target.linear(args.expression());
      } catch (error) {
        if (!(error instanceof Refusal) || !error.message.startsWith("Couldn't resolve")) throw error;
      }
      return (args.at > before ? typeHere(call) : undefined) ?? ((args.at = before), notFound(call));
    })();
  if (found === 'listed') return;
  const { layout, header } = found;
  address ??= found.address;
  more();
  const unknown: string[] = [];
  const paths = fieldsHere(call, layout, so, more, unknown);
  if (!args.atEnd && !/^-l\s/.test(args.rest.trimStart())) {
    const given = addressHere(call);
    address = so.physical ? given : target.linear(given);
  }
  more();
  if (!args.atEnd && paths.length === 0) paths.push(...fieldsHere(call, layout, so, more, unknown));
  const listField = args.take(/-l\s+\S+/)?.replace(/^-l\s+/, '');
  if (!args.atEnd && paths.length === 0) paths.push(...fieldsHere(call, layout, so, more, unknown));
  if (!args.atEnd && listField !== undefined) address = target.linear(args.expression());
  if (!args.atEnd && paths.length === 0) paths.push(...fieldsHere(call, layout, so, more, unknown));
  args.end();
  so = { ...so, depth: Math.min(so.depth, DEPTH_LIMIT) };
  d.cursor.type = layout.name;
  if (address !== undefined) call.kind = 'type_instance';
  if (header) out.line(link(`${found.module}!${layout.name}`, `dt ${found.module}!${layout.name}`));
  if (so.verbose) out.line(`struct ${layout.name}, ${layout.fields.length} elements, 0x${hex(layout.size)} bytes`);
  if (unknown.length > 0 && paths.length === 0) {
    out.line('Cannot find specified field members.');
    const hint = fieldHint(layout, unknown[0]!);
    if (hint !== undefined) call.hint = hint;
    return;
  }
  if (listField === undefined) {
    printOne(call, layout, paths, address, so);
    return;
  }
  yield* walkList(call, layout, paths, address, so, listField);
}

/** The nearest field to a name that is none. */
function fieldHint(layout: Layout, word: string): string | undefined {
  const near = nearest(
    word,
    layout.fields.map(f => f.name),
  );
  return near === undefined ? undefined : `Did you mean ${near}?`;
}

/** An option behind an address, which would read as a subtraction; letters that are digits of an address do not count. */
const OPTION_BEHIND = /\s[-/](?:r\d*|[ynovipt]+|l)(?=\s|$)/g;
function addressHere({ args }: Call): bigint {
  OPTION_BEHIND.lastIndex = args.at;
  return args.expression(OPTION_BEHIND.exec(args.text)?.index);
}
interface Found {
  readonly layout: Layout;
  readonly module: string;
  readonly header: boolean;
  readonly address?: bigint;
}
/** The type named here. `listed`: it was a pattern, and its matches have been printed. */
function typeHere(call: Call): Found | 'listed' | undefined {
  const { args, target, debugger: d } = call,
    start = args.at,
    name = args.take(/[A-Za-z_$][\w$]*!?[\w$*?:]*|\.(?=\s|$)|\*/);
  if (name === undefined) return undefined;
  if (name === '.') {
    const last = d.cursor.type && target.guest.layouts.find(d.cursor.type);
    if (!last) throw caret('Syntax', args.consumed);
    call.out.line(`Using sym ${last.name}`);
    return { layout: last, module: 'nt', header: false };
  }
  const { module, bare } = split(name);
  if (hasWildcard(bare)) {
    listTypes(call, module ?? '*', bare);
    args.all();
    return 'listed';
  }
  const known =
    module === undefined || target.guest.symbols.modules.some(m => m.name.toLowerCase() === module.toLowerCase()) || /^nt/i.test(module);
  const layout = known ? target.guest.layouts.find(bare) : undefined;
  const moduleName = module?.toLowerCase() ?? 'nt';
  if (layout) return { layout, module: moduleName, header: module === undefined };
  const symbol = target.guest.symbols.find(name),
    typed = symbol?.type === undefined ? undefined : target.guest.layouts.find(symbol.type);
  if (symbol && typed) return { layout: typed, module: moduleName, header: module === undefined, address: symbol.address };
  args.at = start;
  if (module !== undefined && !symbol) notFound(call);
  return undefined;
}
function notFound(call: Call): never {
  const name = call.args.word() ?? '',
    { bare } = split(name);
  const near = nearest(
    bare.replace(/^_?/, '_').toUpperCase(),
    call.target.guest.layouts.all.map(l => l.name),
  );
  throw plain(`Symbol ${name.includes('!') ? name : `${name}`} not found.`, near === undefined ? undefined : `Did you mean ${near}?`);
}
function listTypes({ target, out }: Call, module: string, pattern: string): void {
  const matches = matcher(pattern),
    nt = target.guest.symbols.modules.find(m => m.name === 'nt');
  if (!matcher(module)('nt') && module !== '*') return;
  const image = nt?.image.replace(/^.*[\\/]/, '').replace(/\.\w+$/, '') ?? 'nt';
  for (const layout of target.guest.layouts.all)
    if (matches(layout.name)) out.line('          ', link(`${image}!${layout.name}`, `dt nt!${layout.name}`));
}

interface Path {
  /** Outermost first. */
  readonly steps: readonly { readonly layout: Layout; readonly field: Field; readonly element?: number }[];
  readonly open: number;
}
/** Field names that stand here; the first word with a value is the address, and those without go to `unknown`. */
function fieldsHere(call: Call, layout: Layout, so: Options, more: () => void, unknown: string[]): Path[] {
  const { args } = call,
    paths: Path[] = [];
  for (;;) {
    more();
    const start = args.at,
      word = args.take(/[A-Za-z_][\w$]*(?:\[\d+\])?(?:\.[A-Za-z_][\w$]*(?:\[\d+\])?)*\.*\*?(?=\s|,|$)/);
    if (word === undefined) return paths;
    const found = resolve(call, layout, word, so.prefix || args.text.slice(0, start).includes('-y'));
    if (found.length === 0) {
      args.at = start;
      if (isAddress(call)) return paths;
      args.at = start + word.length;
      args.skip();
      unknown.push(word);
      continue;
    }
    paths.push(...found);
    args.take(/,/);
  }
}
/** Does a word that is no field have a value? */
function isAddress({ args }: Call): boolean {
  const before = args.at;
  try {
    args.expression();
    return true;
  } catch (error) {
    if (!(error instanceof Refusal) || !error.message.startsWith("Couldn't resolve")) throw error;
    return false;
  } finally {
    args.at = before;
  }
}
function resolve({ target }: Call, layout: Layout, word: string, prefix: boolean): Path[] {
  const open = /\.*$/.exec(word)![0].length,
    names = word.replace(/\.*$/, '').split('.'),
    steps: Path['steps'][number][] = [];
  let here: Layout | undefined = layout;
  for (const [n, text] of names.entries()) {
    const [, name, element] = /^([^[]+)(?:\[(\d+)\])?$/.exec(text) ?? [];
    if (!here || name === undefined) return [];
    const last = n === names.length - 1,
      lower = name.toLowerCase(),
      inside: Layout = here;
    if (last && (prefix || hasWildcard(name))) {
      const matches = hasWildcard(name) ? matcher(name) : (field: string) => field.toLowerCase().startsWith(lower);
      return inside.fields.filter(f => matches(f.name)).map(field => ({ steps: [...steps, { layout: inside, field }], open }));
    }
    const field: Field | undefined = inside.fields.find(f => f.name === name) ?? inside.fields.find(f => f.name.toLowerCase() === lower);
    if (!field) return [];
    steps.push({ layout: inside, field, ...(element !== undefined && { element: Number(element) }) });
    const shape = typeShape(field.type),
      of = shape.kind === 'array' ? typeShape(shape.of) : shape;
    here =
      of.kind === 'structure' ? target.guest.layouts.find(of.name) : of.kind === 'pointer' ? target.guest.layouts.find(of.to) : undefined;
  }
  return [{ steps, open }];
}

function printOne(call: Call, layout: Layout, paths: readonly Path[], address: bigint | undefined, so: Options): void {
  const { target, out } = call;
  if (paths.length === 0) {
    printStructure(target, out, layout, address, so);
    return;
  }
  const width = paths.length === 1 && paths[0]!.steps.length === 1 ? 0 : Math.max(...paths.map(p => p.steps[0]!.field.name.length));
  for (const path of paths) printPath(call, path, address, so, width);
}
function printPath({ target, out }: Call, { steps, open }: Path, address: bigint | undefined, so: Options, width: number): void {
  let base = address,
    indent = '';
  for (const [n, { layout, field, element }] of steps.entries()) {
    const last = n === steps.length - 1,
      shape = typeShape(field.type);
    const shown =
      element === undefined || shape.kind !== 'array'
        ? field
        : {
            name: `${field.name}[${element}]`,
            offset: field.offset + element * fieldSize(target.guest.layouts, layout, { ...field, type: shape.of }),
            type: shape.of,
          };
    if (last)
      printField(target, out, layout, shown, base, { ...so, depth: Math.max(so.depth, open) }, n === 0 ? width : field.name.length, indent);
    else {
      out.line(`${indent}   ${so.hideOffsets ? '' : `+0x${hex(shown.offset, 3)} `}${shown.name.padEnd(n === 0 ? width : 0)} : `);
      indent += '   ';
    }
    const inside = base === undefined ? undefined : base + BigInt(shown.offset);
    base = inside !== undefined && typeShape(shown.type).kind === 'pointer' ? target.pointer(inside) : inside;
  }
}

const LIST_LIMIT = 1000;
/** -l: the structure at each element of a list it is linked by. */
function* walkList(
  call: Call,
  layout: Layout,
  paths: readonly Path[],
  start: bigint | undefined,
  so: Options,
  linkText: string,
): Running<void> {
  const { target, out, debugger: d, args } = call;
  const path = resolve(call, layout, linkText, false)[0];
  if (!path || start === undefined) throw caret('Syntax', args.consumed);
  const offset = BigInt(path.steps.reduce((sum, s) => sum + s.field.offset, 0));
  const inList = path.steps.some(s => s.field.type === '_LIST_ENTRY') || path.steps.at(-1)!.field.type.endsWith('_LIST_ENTRY');
  const seen = new Set<bigint>();
  for (let at = start; at !== 0n && !seen.has(at) && seen.size < LIST_LIMIT;) {
    seen.add(at);
    out.line(`${linkText} at 0x${target.address(at)}`);
    out.line('---------------------------------------------');
    printOne(call, layout, paths, at, so);
    out.line();
    const next = target.pointer(at + offset);
    if (next === undefined || next === 0n) return;
    at = inList ? target.linear(next - offset) : next;
    yield* d.execution.breathe();
  }
}

const HELP = [
  'dt [-options] [module!]type [fields] [address] [-l linkfield]',
  '  -r[n] open structures inside   -v sizes   -o no offsets   -y fields by their beginning',
  '  -p physical address   -a arrays element by element   -l walk a list',
];

export const TYPES: readonly Command[] = [
  {
    names: ['dt'],
    syntax: 'dt [-options] [module!]type [fields] [address] [-l linkfield]',
    summary: 'A structure: its layout, or its values at an address.',
    kind: 'type_layout',
    run: displayType,
    arguments: [
      'type: such as nt!_KTRAP_FRAME; with * a list of matches; . the last one',
      'fields: Rip, Prcb.CurrentThread, InterruptObject[2e]; a dot at the end opens a level',
      'address: without it, the types of the fields',
      '-r[n]: open structures inside',
      '-l field: walk a list',
    ],
  },
];
