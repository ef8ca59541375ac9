/** Control flow, script files and comments. */
import type { Call, Command } from '../command.ts';
import { evaluateAll } from '../expression.ts';
import { closing } from '../parse.ts';
import { caret, plain, Refusal } from '../refusal.ts';
import { Output } from '../text.ts';
import type { Running } from '../types.ts';

/** `.break`, `.continue`, `.leave`: ends what runs up to the loop or block it is for. */
class Leaving extends Error {
  readonly what: 'break' | 'continue' | 'leave';
  constructor(what: Leaving['what']) {
    super(what);
    this.what = what;
  }
}
const leave =
  (what: Leaving['what']) =>
  (call: Call): void => {
    call.args.end();
    throw new Leaving(what);
  };

/** `{ … }` here, without the braces. */
function block({ args }: Call): string {
  if (args.peek() !== '{') throw caret('Syntax', args.consumed);
  const end = closing(args.text, args.at);
  if (end === undefined) throw caret('Syntax', args.offset + args.text.length);
  const text = args.text.slice(args.at + 1, end);
  args.at = end + 1;
  return text;
}
/** `( … )` here, without the parentheses. */
function parenthesised({ args }: Call): string {
  if (args.peek() !== '(') throw caret('Syntax', args.consumed);
  const end = closing(args.text, args.at);
  if (end === undefined) throw caret('Syntax', args.offset + args.text.length);
  const text = args.text.slice(args.at + 1, end);
  args.at = end + 1;
  return text;
}
/** A condition: everything up to the block, parentheses or not. */
function condition({ args }: Call): string {
  const open = args.text.indexOf('{', args.at);
  if (open < 0) throw caret('Syntax', args.offset + args.text.length);
  const text = args.text.slice(args.at, open);
  if (text.trim() === '') throw caret('Syntax', args.consumed);
  args.at = open;
  return text;
}
const truth = (call: Call, text: string): boolean => evaluateAll(text, call.debugger.scope) !== 0n;

/** A loop's body; false where it was left. */
function* once(call: Call, body: string): Running<boolean> {
  try {
    yield* call.debugger.perform(body, call.out);
    return true;
  } catch (error) {
    if (!(error instanceof Leaving) || error.what === 'leave') throw error;
    return error.what === 'continue';
  }
}

function* ifElse(call: Call): Running<void> {
  const { args } = call,
    branches: { when: string | undefined; body: string }[] = [];
  branches.push({ when: condition(call), body: block(call) });
  while (!args.atEnd) {
    if (args.take(/\.elsif\b/i) !== undefined) branches.push({ when: condition(call), body: block(call) });
    else if (args.take(/\.else\b/i) !== undefined) {
      branches.push({ when: undefined, body: block(call) });
      args.end();
    } else throw caret('Syntax', args.consumed + 1);
  }
  for (const { when, body } of branches)
    if (when === undefined || truth(call, when)) {
      yield* call.debugger.perform(body, call.out);
      return;
    }
}
function* forLoop(call: Call): Running<void> {
  const { args, debugger: d, out } = call,
    head = parenthesised(call),
    body = block(call);
  args.end();
  const [initial, test, ...increments] = splitHead(head);
  if (test === undefined || !head.includes(';')) throw caret('Syntax', args.offset + 1);
  yield* d.perform(initial!, out);
  while (test.trim() === '' || truth(call, test)) {
    if (!(yield* once(call, body))) return;
    yield* d.perform(increments.join(';'), out);
    yield* d.execution.breathe();
  }
}
/** At semicolons outside quotes. */
const splitHead = (head: string): string[] => head.match(/(?:"(?:[^"\\]|\\.)*"|[^;"])*(?:;|$)/g)!.map(part => part.replace(/;$/, ''));

function* whileLoop(call: Call): Running<void> {
  const test = condition(call),
    body = block(call);
  call.args.end();
  while (truth(call, test)) {
    if (!(yield* once(call, body))) return;
    yield* call.debugger.execution.breathe();
  }
}
function* doLoop(call: Call): Running<void> {
  const body = block(call),
    test = parenthesised(call);
  call.args.end();
  do {
    if (!(yield* once(call, body))) return;
    yield* call.debugger.execution.breathe();
  } while (truth(call, test));
}

/** `.foreach [/pS n] [/ps n] [/s | /f] ( name source ) { body }`. */
function* forEach(call: Call): Running<void> {
  const { args, debugger: d } = call;
  let first = 0,
    between = 0,
    source: 'commands' | 'text' | 'file' = 'commands';
  for (;;) {
    if (args.take(/\/pS\s*(?=\S)/) !== undefined) first = Number(args.operand());
    else if (args.take(/\/ps\s*(?=\S)/) !== undefined) between = Number(args.operand());
    else if (args.take(/\/s(?=[\s(])/) !== undefined) source = 'text';
    else if (args.take(/\/f(?=[\s(])/) !== undefined) source = 'file';
    else break;
  }
  const offset = args.offset + args.at,
    head = parenthesised(call),
    body = block(call);
  args.end();
  const parts = /^\s*([^\s{"]+)\s*([{"][^]*)$/.exec(head);
  if (!parts) throw caret('Syntax', offset + 1);
  const text = yield* tokensOf(call, parts[2]!.trim(), source);
  const tokens = text
      .split(/\s+/)
      .filter(token => token !== '')
      .slice(first),
    name = parts[1]!,
    outer = d.aliases.user.get(name);
  try {
    for (let n = 0; n < tokens.length; n += 1 + between) {
      d.aliases.user.set(name, tokens[n]!);
      if (!(yield* once(call, body))) break;
      yield* d.execution.breathe();
    }
  } finally {
    if (outer === undefined) d.aliases.user.delete(name);
    else d.aliases.user.set(name, outer);
  }
}
function* tokensOf(call: Call, source: string, kind: 'commands' | 'text' | 'file'): Running<string> {
  if (kind === 'text') return source.replace(/^"|"\s*$/g, '');
  if (kind === 'file') return scriptText(call, source.replace(/^"|"\s*$/g, ''));
  const end = source.startsWith('{') ? closing(source, 0) : undefined;
  if (end === undefined) throw caret('Syntax', call.args.consumed);
  const captured = new Output();
  try {
    yield* call.debugger.perform(source.slice(1, end), captured);
  } catch (error) {
    if (error instanceof Refusal) call.out.append(captured);
    throw error;
  }
  return captured.text;
}

function* plainBlock(call: Call): Running<void> {
  const body = block(call);
  call.args.end();
  yield* call.debugger.perform(body, call.out);
}
/** .catch: what is refused inside is printed and goes no further. */
function* catchBlock(call: Call): Running<void> {
  const body = block(call);
  call.args.end();
  try {
    yield* call.debugger.perform(body, call.out);
  } catch (error) {
    if (!(error instanceof Refusal) && !(error instanceof Leaving && error.what === 'leave')) throw error;
  }
}

/** `j condition 'commands' ; 'commands'`. */
function* jump(call: Call): Running<void> {
  const { args, debugger: d, out } = call,
    taken = args.expression() !== 0n;
  const rest = args.all(),
    parts = /^('[^']*'|"(?:[^"\\]|\\.)*"|[^;]*)\s*(?:;\s*([^]*))?$/.exec(rest);
  const unquote = (text: string): string => text.trim().replace(/^(['"])([^]*)\1$/, '$2');
  const chosen = unquote((taken ? parts?.[1] : parts?.[2]) ?? '');
  if (chosen !== '') yield* d.perform(chosen, out);
}
/** z: the commands before it on the line again, while its condition holds. */
function* again(call: Call): Running<void> {
  const { args, debugger: d, out } = call,
    test = parenthesised(call);
  args.end();
  while (truth(call, test)) {
    yield* d.perform(d.lineBefore, out);
    yield* d.execution.breathe();
  }
}

function scriptText(call: Call, name: string): string {
  const text = call.debugger.script(name);
  if (text === undefined)
    throw plain(
      'Command file execution failed, Win32 error 0n2\n    "The system cannot find the file specified."',
      `Scripts come from the open pack; it has none named ${name}.`,
    );
  return text;
}
/** `$<`, `$><`, `$$<`, `$$><`, `$$>a<`: commands from a file; with `>` as one block. */
function* scriptFile(call: Call): Running<void> {
  const { args, debugger: d, out, name } = call;
  const whole = args.all(),
    quoted = /^"([^"]*)"\s*(.*)$/.exec(whole);
  const words = name === '$$>a<' ? (quoted ? [quoted[1]!, ...split(quoted[2]!)] : split(whole)) : [quoted?.[1] ?? whole];
  let text = scriptText(call, words[0] ?? '');
  if (name === '$$>a<') text = text.replace(/\$\{\$arg(\d+)\}/g, (all, n: string) => words[Number(n)] ?? all);
  const lines = text.split(/\r?\n/).filter(line => line.trim() !== '');
  if (name.includes('>')) yield* d.perform(lines.map(line => (/^\s*\*/.test(line) ? '' : line)).join(';'), out);
  else
    for (const line of lines) {
      out.line(`${d.prompt} ${line}`);
      yield* d.perform(line, out);
    }
}
const split = (text: string): string[] => (text.match(/"[^"]*"|\S+/g) ?? []).map(word => word.replace(/^"|"$/g, ''));
const nothing = ({ args }: Call): void => {
  args.all();
};

export const SCRIPTING: readonly Command[] = [
  {
    names: ['.if'],
    syntax: '.if (condition) { commands } [.elsif (condition) { ... }] [.else { ... }]',
    summary: 'Commands under a condition.',
    kind: 'script',
    run: ifElse,
  },
  {
    names: ['.for'],
    syntax: '.for (command; condition; commands) { commands }',
    summary: 'A counted loop.',
    kind: 'script_loop',
    run: forLoop,
  },
  {
    names: ['.foreach'],
    syntax: '.foreach [/pS n] [/ps n] (name { commands }) { commands }',
    summary: "For each word of some commands' output.",
    kind: 'script_loop',
    run: forEach,
    arguments: [
      '/pS n: skip the first n words',
      '/ps n: skip n words after each one used',
      '/s (name "text"): the words of a text',
      'name: replaced where it stands as a whole word; ${name} inside other text',
    ],
  },
  { names: ['.while'], syntax: '.while (condition) { commands }', summary: 'A loop.', kind: 'script_loop', run: whileLoop },
  { names: ['.do'], syntax: '.do { commands } (condition)', summary: 'A loop that runs at least once.', kind: 'script_loop', run: doLoop },
  { names: ['.break'], syntax: '.break', summary: 'Leave a loop.', kind: 'script', run: leave('break') },
  { names: ['.continue'], syntax: '.continue', summary: 'Go on with the next round of a loop.', kind: 'script', run: leave('continue') },
  { names: ['.leave'], syntax: '.leave', summary: 'Leave a .catch block.', kind: 'script', run: leave('leave') },
  {
    names: ['.block'],
    syntax: '.block { commands }',
    summary: 'Commands of their own, aliases replaced once more.',
    kind: 'script',
    run: plainBlock,
  },
  {
    names: ['.catch'],
    syntax: '.catch { commands }',
    summary: 'Commands whose errors end only this block.',
    kind: 'script',
    run: catchBlock,
  },
  { names: ['j'], syntax: "j condition ['commands'] ; ['commands']", summary: 'One or the other.', kind: 'script', run: jump },
  { names: ['z'], syntax: 'commands ; z(condition)', summary: 'The line again while a condition holds.', kind: 'script_loop', run: again },
  {
    names: ['$<', '$><', '$$<', '$$><', '$$>a<'],
    syntax: '$$>a<file [arguments]',
    summary: 'Commands from a file of the open pack.',
    kind: 'script',
    run: scriptFile,
  },
  { names: ['$$', '*'], syntax: '$$ text', summary: 'A comment.', kind: 'no_output', run: nothing },
];
export { Leaving };
