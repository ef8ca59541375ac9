/** Breakpoints: set, list, clear, switch. */
import type { Breakpoint, BreakpointType } from '../breakpoints.ts';
import type { Call, Command } from '../command.ts';
import { evaluate, unescape } from '../expression.ts';
import { lethalHint } from '../hints.ts';
import { caret, plain, Refusal } from '../refusal.ts';
import { link, type Cell } from '../text.ts';
import type { Running } from '../types.ts';
import { matches } from '../wildcard.ts';

type Options = Pick<Breakpoint, 'oneShot' | 'condition'> & { process?: bigint; thread?: bigint };

/** `/1 /p addr /t addr /c n /C n /w "expression"`, and what bm adds. */
function options(call: Call): Options {
  const { args } = call;
  let oneShot = false,
    condition = '';
  const meant: { process?: bigint; thread?: bigint } = {};
  for (;;) {
    if (args.take(/\/1(?=\s|$)/)) oneShot = true;
    else if (args.take(/\/p\s/)) meant.process = args.operand();
    else if (args.take(/\/t\s/)) meant.thread = args.operand();
    else if (args.take(/\/[cC]\s*(?=[0-9a-f])/)) args.operand();
    else if (args.take(/\/w\s*/)) condition = `@@c++(${unescape(args.quoted() ?? '')})`;
    else if (args.take(/\/[ad(](?=\s)/)) continue;
    else if (args.peek() === '/') throw caret('Syntax', args.consumed + 1);
    else return { oneShot, condition, ...meant };
  }
}
/** The text of an address that cannot be resolved now. */
const addressToken = (call: Call): string => /^\s*[^\s";]+/.exec(call.args.rest)?.[0].trim() ?? '';

/** `[address [passes]] ["commands"]`. */
function place(call: Call): { address: bigint | undefined; expression: string; passes: number; command: string } {
  const { args, target } = call;
  let address: bigint | undefined = target.ip,
    expression = target.address(target.ip);
  if (args.peek() !== '"' && !args.atEnd) {
    const start = args.at,
      token = addressToken(call);
    try {
      address = target.linear(args.expression());
      expression = args.text.slice(start, args.at).trim();
    } catch (error) {
      if (!(error instanceof Refusal) || !error.message.startsWith("Couldn't resolve") || !/^@?!?"?[A-Za-z_]/.test(token)) throw error;
      address = undefined;
      expression = token;
      args.at = start;
      args.take(/[^\s";]+/);
    }
  }
  let passes = 1;
  if (args.peek() !== '"' && !args.atEnd) passes = Math.max(1, Number(args.expression() & 0xffff_ffffn));
  const command = args.peek() === '"' ? unescape(args.quoted()!) : '';
  args.end();
  return { address, expression, passes, command };
}
function add(call: Call, type: BreakpointType, size: number, fixedId: number | undefined, chosen: Options): void {
  const { debugger: d, out, target } = call,
    where = place(call);
  if (where.address === undefined && call.name === 'bp')
    out.line(`Bp expression '${where.expression}' could not be resolved, adding deferred bp`);
  if (type !== 'x' && type !== 'i' && where.address !== undefined && where.address % BigInt(size) !== 0n)
    throw plain('Data breakpoint must be aligned', `${size} bytes can only be watched at an address that is a multiple of ${size}.`);
  const same = d.breakpoints.list.find(b => b.address !== undefined && b.address === where.address && b.type === type);
  const id = fixedId ?? same?.id ?? d.breakpoints.freeId;
  if (same) out.line(`breakpoint ${same.id} redefined`);
  if (same && same.id !== id) d.breakpoints.remove(same.id);
  d.breakpoints.add({ id, type, size, enabled: true, remaining: where.passes, ...where, ...chosen });
  const hint = where.address !== undefined && type === 'x' ? lethalHint(target, where.address) : undefined;
  if (hint !== undefined) call.hint = hint;
}
/** A number glued to the name: `bp0`. */
const fixedId = ({ args }: Call): number | undefined => {
  const digits = /^\d+/.exec(args.rest)?.[0];
  if (digits === undefined) return undefined;
  args.at += digits.length;
  return Number(digits);
};

function setBreakpoint(call: Call): void {
  const id = fixedId(call),
    { args } = call;
  if (!args.atEnd && id === undefined && args.at === 0 && /^\S/.test(args.text) && !/^["/@$(.\w`[!]/.test(args.text))
    throw caret('Syntax', args.consumed + 1);
  add(call, 'x', 1, id, options(call));
}
function setAccess(call: Call): void {
  const id = fixedId(call),
    { args, target } = call;
  const access = args.take(/[erwi]/i)?.toLowerCase() as BreakpointType | undefined;
  if (access === undefined) throw caret('Syntax', args.consumed);
  const digit = args.take(/[0-9]/);
  if (digit === undefined) throw caret('Syntax', args.consumed);
  const size = Number(digit);
  if (!(access === 'e' ? [1] : target.bits === 64 ? [1, 2, 4, 8] : [1, 2, 4]).includes(size)) throw caret('Syntax', args.consumed);
  if (access === 'e') call.hint = 'A hardware breakpoint changes no byte, so the guest cannot see it in its code.';
  add(call, access, size, id, options(call));
}
function* setMany(call: Call): Running<void> {
  const { args, target, out, debugger: d } = call,
    chosen = options(call);
  const pattern = args.take(/[^\s"]+/);
  if (pattern === undefined) throw caret('Syntax', args.consumed);
  let passes = 1;
  if (args.peek() !== '"' && !args.atEnd) passes = Math.max(1, Number(args.expression()));
  const command = args.peek() === '"' ? unescape(args.quoted()!) : '';
  args.end();
  const bang = pattern.indexOf('!');
  const found = target.guest.symbols
    .matching(bang < 0 ? '*' : pattern.slice(0, bang), pattern.slice(bang + 1))
    .filter(s => s.kind === 'function');
  for (const symbol of found) {
    const name = `${symbol.module}!${symbol.name}`,
      id = d.breakpoints.at(symbol.address)[0]?.id ?? d.breakpoints.freeId;
    d.breakpoints.add({
      id,
      type: 'x',
      size: 1,
      address: symbol.address,
      expression: name,
      enabled: true,
      remaining: passes,
      passes,
      command,
      ...chosen,
    });
    if (id % 128 === 127) yield* d.execution.breathe();
    out.line(`${String(id).padStart(3)}: `, link(target.address(symbol.address), `u ${name}`), ` @!"${name}"`);
  }
  if (found.length === 0) throw plain(`No matching code symbols found, no breakpoints set.`);
}

function list({ args, target, out, debugger: d }: Call): void {
  const chosen = args.atEnd ? d.breakpoints.list : selected(args.all(), d.breakpoints.list, d);
  for (const b of chosen) {
    const address = b.address === undefined ? ' '.repeat(target.bits === 64 ? 17 : 8) : target.address(b.address);
    const flag = b.address === undefined ? 'u' : ' ';
    const kind = b.type === 'x' ? '     ' : ` ${b.type} ${b.size} `;
    const name = b.address === undefined ? `(${b.expression})` : (target.symbolText(b.address) ?? '');
    const head: Cell[] = d.settings.dml
      ? [
          `${String(b.id).padStart(6)} ${b.enabled ? 'e' : 'd'} `,
          link(b.enabled ? 'Disable' : 'Enable', `${b.enabled ? 'bd' : 'be'} ${b.id}`),
          ' ',
          link('Clear', `bc ${b.id}`),
          ` ${flag}`,
        ]
      : [`${String(b.id).padStart(2)} ${b.enabled ? 'e' : 'd'}${flag}`];
    const four = (n: number): string => String(n).padStart(4, '0');
    out.line(
      ...head,
      b.address === undefined ? address : link(address, `u ${address}`),
      kind,
      `${four(b.remaining)} (${four(b.passes)}) ${name}`.trimEnd(),
      b.command === '' ? '' : ` "${b.command}"`,
    );
  }
  out.line();
}

/** Breakpoints meant by `0 2`, `0,2`, `0-3`, `*`, `[expr]`, `"pattern"`. */
function selected(text: string, all: readonly Breakpoint[], d: Call['debugger']): readonly Breakpoint[] {
  const chosen = new Set<Breakpoint>();
  for (const part of text.match(/\[[^\]]*\]|"[^"]*"|[^\s,]+/g) ?? []) {
    const range = /^(\d+)(?:-(\d+))?$/.exec(part);
    let found: readonly Breakpoint[];
    if (part === '*') found = all;
    else if (range) found = all.filter(b => b.id >= Number(range[1]) && b.id <= Number(range[2] ?? range[1]));
    else if (part.startsWith('"'))
      found = all.filter(b => b.address !== undefined && matches(part.slice(1, -1), d.target.symbolText(b.address) ?? ''));
    else if (part.startsWith('[')) {
      const id = Number(evaluate(part.slice(1, -1), 0, d.scope).value);
      found = all.filter(b => b.id === id);
    } else throw caret('Syntax', 3);
    for (const b of found) chosen.add(b);
  }
  return [...chosen];
}
const each =
  (apply: (b: Breakpoint, d: Call['debugger']) => void) =>
  (call: Call): void => {
    const { args, debugger: d } = call;
    if (args.atEnd) throw caret('Syntax', args.consumed);
    const found = selected(args.all(), d.breakpoints.list, d);
    for (const b of found) apply(b, d);
    if (found.length === 0) call.hint = 'No breakpoint has that number; bl lists them.';
  };

function renumber({ args, debugger: d }: Call): void {
  const numbers = args
    .all()
    .split(/[\s,]+/)
    .map(Number);
  if (numbers.length < 2 || numbers.length % 2 || numbers.some(Number.isNaN)) throw caret('Syntax', args.consumed);
  for (let n = 0; n < numbers.length; n += 2) {
    const breakpoint = d.breakpoints.get(numbers[n]!);
    if (!breakpoint) throw plain(`Breakpoint ${numbers[n]} does not exist`);
    if (d.breakpoints.get(numbers[n + 1]!)) throw plain(`Breakpoint ${numbers[n + 1]} already exists`);
    breakpoint.id = numbers[n + 1]!;
  }
}
function command(call: Call): void {
  const { args, debugger: d } = call,
    id = Number(args.take(/\d+/) ?? NaN),
    breakpoint = d.breakpoints.get(id);
  if (Number.isNaN(id)) throw caret('Syntax', args.consumed);
  if (!breakpoint) throw plain(`Breakpoint ${id} does not exist`);
  if (call.name === 'bsc') {
    const condition = args.take(/"(?:[^"\\]|\\.)*"|[^\s"]+/);
    if (condition === undefined) throw caret('Syntax', args.consumed);
    breakpoint.condition = unescape(condition.replace(/^"|"$/g, ''));
  }
  if (call.name === 'bs' || !args.atEnd) breakpoint.command = args.peek() === '"' ? unescape(args.quoted()!) : args.all();
}
function commandsThatSetThem({ out, debugger: d, target }: Call): void {
  for (const b of d.breakpoints.list) {
    const name = b.type === 'x' ? (b.address === undefined ? 'bu' : 'bp') : 'ba',
      access = b.type === 'x' ? '' : ` ${b.type}${b.size}`;
    const at = b.address === undefined ? b.expression : target.address(b.address);
    out.line(
      `${name}${b.id}${access} ${at}${b.passes === 1 ? '' : ` ${b.passes.toString(16)}`}${b.command === '' ? '' : ` "${b.command.replaceAll('"', '\\"')}"`};`,
    );
  }
}

const WHERE = [
  'address: where to stop; without one, here',
  'passes: stop at that many hits',
  '"commands": run at each hit; gc goes on',
  '/1: once only',
  '/w "expression": only where it is true',
  '/p process, /t thread: only there',
];
const IDS = ['numbers: 0, 0 2, 0-3, * (all), [expression], "pattern of symbols"'];

export const BREAKPOINTS: readonly Command[] = [
  {
    names: ['bp', 'bu'],
    syntax: 'bp[id] [options] [address [passes]] ["commands"]',
    summary: 'Stop before an instruction; bu waits for its symbol.',
    arguments: WHERE,
    kind: 'bp_set',
    run: setBreakpoint,
  },
  {
    names: ['bm'],
    syntax: 'bm [options] pattern [passes] ["commands"]',
    summary: 'Breakpoints on all functions of a pattern.',
    arguments: WHERE,
    kind: 'bp_set',
    run: setMany,
  },
  {
    names: ['ba'],
    syntax: 'ba[id] {e|r|w|i} size [options] [address [passes]] ["commands"]',
    summary: 'Stop at an access: e execute, r read or write, w write, i port.',
    arguments: WHERE,
    kind: 'bp_set',
    run: setAccess,
  },
  { names: ['bl'], syntax: 'bl [numbers]', summary: 'The breakpoints.', arguments: IDS, kind: 'bp_list', run: list },
  {
    names: ['bc'],
    syntax: 'bc numbers',
    summary: 'Clear breakpoints.',
    arguments: IDS,
    kind: 'bp_clear',
    run: each((b, d) => d.breakpoints.remove(b.id)),
  },
  {
    names: ['bd'],
    syntax: 'bd numbers',
    summary: 'Disable breakpoints.',
    arguments: IDS,
    kind: 'bp_clear',
    run: each(b => {
      b.enabled = false;
    }),
  },
  {
    names: ['be'],
    syntax: 'be numbers',
    summary: 'Enable breakpoints.',
    arguments: IDS,
    kind: 'bp_clear',
    run: each(b => {
      b.enabled = true;
    }),
  },
  { names: ['br'], syntax: 'br old new', summary: 'Give a breakpoint another number.', kind: 'bp_clear', run: renumber },
  {
    names: ['bs', 'bsc'],
    syntax: 'bs id "commands" | bsc id condition ["commands"]',
    summary: 'Give a breakpoint commands or a condition.',
    kind: 'bp_clear',
    run: command,
  },
  {
    names: ['.bpcmds'],
    syntax: '.bpcmds',
    summary: 'The commands that would set the breakpoints again.',
    kind: 'text',
    run: commandsThatSetThem,
  },
];
