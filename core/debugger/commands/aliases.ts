/** Aliases and printed text: as ad al, .echo .printf */
import type { Call, Command } from '../command.ts';
import { conversions, printf } from '../printf.ts';
import { caret, plain } from '../refusal.ts';
import { readCounted, readString } from '../strings.ts';
import { hex, Output } from '../text.ts';
import type { Running } from '../types.ts';

function* define(call: Call): Running<void> {
  const { args, debugger: d, target } = call;
  let how = '';
  for (let option = args.take(/\/\w+(?=\s)/); option !== undefined; option = args.take(/\/\w+(?=\s)/)) how = option.slice(1);
  const name = args.word();
  if (name === undefined) throw caret('Syntax', args.consumed);
  if (/^\$u\d$/.test(name)) {
    d.aliases.fixed.set(name[2]!, args.all());
    return;
  }
  const address = (): bigint => {
    const value = args.expression();
    args.end();
    return value;
  };
  let value: string | undefined;
  switch (how) {
    case '':
      value = unquoted(args.all(), call.name === 'aS');
      break;
    case 'x':
      value = hex(address(), 1).replace(/^/, '0x');
      break;
    case 'ma':
      value = readString(target, address(), 1, 0x400);
      break;
    case 'mu':
      value = readString(target, address(), 2, 0x400);
      break;
    case 'msa':
      value = readCounted(target, address(), 1);
      break;
    case 'msu':
      value = readCounted(target, address(), 2);
      break;
    case 'c': {
      const captured = new Output();
      yield* d.perform(args.all(), captured);
      value = captured.text.trimEnd();
      break;
    }
    case 'f':
      value = d.script(args.all());
      break;
    case 'e':
      args.all();
      value = '';
      break;
    default:
      throw caret('Syntax', args.consumed);
  }
  if (value === undefined) throw caret('Memory access', args.consumed);
  d.aliases.user.set(name, value);
}
const unquoted = (text: string, short: boolean): string => (short ? text.replace(/^"([^"]*)"$/, '$1') : text);

function remove({ args, debugger: d }: Call): void {
  const quiet = args.take(/\/q\s/) !== undefined,
    names = args.all();
  if (names === '*') {
    d.aliases.user.clear();
    return;
  }
  for (const name of names.split(/\s+/)) {
    if (!d.aliases.user.delete(name.replace(/^\$\{(?:\/\w:)?(.*)\}$/, '$1')) && !quiet) throw plain(`Alias '${name}' not found`);
  }
}
function list({ args, debugger: d, out }: Call): void {
  args.end();
  if (d.aliases.user.size === 0) {
    out.line('No aliases');
    return;
  }
  out.line('  Alias            Value  ');
  out.line(' -------          ------- ');
  for (const [name, value] of [...d.aliases.user].sort(([a], [b]) => (a < b ? -1 : 1))) out.line(` ${name.padEnd(16)} ${value} `);
}

function echo({ args, out }: Call): void {
  const text = args.all();
  out.line(/^".*"$/s.test(text) ? text.slice(1, -1) : text.startsWith('"') ? text.slice(1).replace(/"\s*$/, '') : text);
}
function printFormatted({ args, out, target }: Call): void {
  while (args.take(/\/(?:D|o[a-z]*)(?=\s)/) !== undefined);
  if (args.peek() !== '"') throw caret('Syntax', args.consumed);
  const format = args.quoted()!,
    values: bigint[] = [];
  while (args.take(/,/) !== undefined) values.push(args.expression());
  args.end();
  if (values.length < conversions(format)) throw caret('Syntax', args.consumed);
  out.print(printf(target, format, values));
}

export const ALIASES: readonly Command[] = [
  {
    names: ['as', 'aS'],
    syntax: 'as [/x | /ma | /mu | /msa | /msu | /c] name value',
    summary: 'Define an alias.',
    arguments: ['/x: the number an expression gives', '/ma /mu /msa /msu: a string in memory', '/c: the output of commands'],
    kind: 'alias_set',
    run: define,
  },
  { names: ['ad'], syntax: 'ad [/q] name | *', summary: 'Delete aliases.', kind: 'alias_set', run: remove },
  { names: ['al'], syntax: 'al', summary: 'The aliases.', kind: 'text', run: list },
  { names: ['.echo'], syntax: '.echo text', summary: 'Print a text.', kind: 'text', run: echo },
  {
    names: ['.printf'],
    syntax: '.printf "format" [, values]',
    summary: 'Print values.',
    kind: 'text',
    run: printFormatted,
    arguments: [
      '%p pointer, %y symbol, %d %u %x %o numbers (I64 for 64 bits), %c character',
      '%ma %mu %msa %msu: strings in memory',
      '\\n ends a line; nothing else does',
    ],
  },
];
