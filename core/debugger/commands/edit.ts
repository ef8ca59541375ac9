/** Memory writing: the e family, f, m. */
import type { Call, Command } from '../command.ts';
import type { Question } from '../debugger.ts';
import { evaluate } from '../expression.ts';
import { writeHint } from '../hints.ts';
import { caret } from '../refusal.ts';
import { addressText, hex, tick64, toBytes } from '../text.ts';

const SIZES: Readonly<Record<string, 1 | 2 | 4 | 8>> = { b: 1, w: 2, d: 4, q: 8, f: 4, D: 8 };
const floats = new DataView(new ArrayBuffer(8));

/** Bytes of one value: an expression, or a decimal fraction for ef and eD. */
function valueBytes(call: Call, type: string): Uint8Array {
  const { args, target } = call,
    size = type === 'p' ? target.bits / 8 : SIZES[type]!;
  if (type === 'f' || type === 'D') {
    const text = args.word();
    if (text === undefined || Number.isNaN(Number(text))) throw caret('Syntax', args.consumed);
    if (type === 'f') floats.setFloat32(0, Number(text), true);
    else floats.setFloat64(0, Number(text), true);
    return new Uint8Array(floats.buffer.slice(0, size));
  }
  const text = type === 'b' && args.peek() === '"' ? args.quoted() : undefined;
  if (text !== undefined) return Uint8Array.from(text, c => c.charCodeAt(0) & 0xff);
  return toBytes(args.expression(), size);
}
function store(call: Call, address: bigint, bytes: Uint8Array, physical: boolean): void {
  const { target, args } = call;
  if (!(physical ? target.writePhysical(address, bytes) : target.write(address, bytes))) throw caret('Memory access', args.consumed);
}

function edit(call: Call): void {
  const { args, target, debugger: d, name } = call,
    type = name === 'e' ? d.cursor.edit : name.slice(1);
  d.cursor.edit = type;
  const physical = args.take(/\/p(?:\[\w+\])?(?=\s)/) !== undefined;
  let at = physical ? args.expression() : target.linear(args.expression());
  if (args.atEnd) {
    ask(call, at, type, physical);
    return;
  }
  const hint = writeHint(target, at);
  if (hint !== undefined) call.hint = hint;
  while (!args.atEnd) {
    const bytes = valueBytes(call, type);
    store(call, at, bytes, physical);
    at += BigInt(bytes.length);
  }
}
/** One value at a time: a value is stored, a blank skips, an empty line ends. */
function ask(call: Call, start: bigint, type: string, physical: boolean): void {
  const { target, debugger: d, name } = call,
    size = type === 'p' ? target.bits / 8 : (SIZES[type] ?? 1);
  const show = (address: bigint, out: Call['out']): void => {
    const value = physical ? undefined : target.value(address, size);
    if (value === undefined) throw caret('Memory access', call.args.consumed);
    out.line(`${addressText(address, target.bits)} ${size === 8 ? tick64(value) : hex(value, size * 2)} `);
  };
  show(start, call.out);
  const question = (address: bigint): Question => ({
    prompt: 'Input>',
    command: name,
    kind: 'memory_write',
    feed: (line, out) => {
      if (line === '') return undefined;
      if (line.trim() !== '')
        for (let at = 0, place = address; at < line.trimEnd().length; place += BigInt(size)) {
          const { value, next } = evaluate(line, at, d.scope);
          store(call, place, toBytes(value, size), physical);
          at = next;
          address = place;
        }
      const following = address + BigInt(size);
      show(following, out);
      return question(following);
    },
  });
  d.question = question(start);
}

/** ea eu eza ezu: text, with a NUL for the z forms. */
function editText(call: Call): void {
  const { args, target, name } = call,
    address = target.linear(args.expression());
  if (args.peek() !== '"') throw caret('Syntax', args.consumed);
  const text = args.quoted()!,
    ended = name.includes('z') ? `${text}\0` : text;
  args.end();
  const bytes = name.endsWith('u')
    ? Uint8Array.from([...ended].flatMap(c => [...toBytes(BigInt(c.charCodeAt(0)), 2)]))
    : Uint8Array.from(ended, c => c.charCodeAt(0) & 0xff);
  store(call, address, bytes, false);
}

/** The bytes of a pattern: `b1 b2 …` or `"text"`. */
export function pattern({ args }: Call): Uint8Array {
  const bytes: number[] = [];
  while (!args.atEnd) {
    if (args.peek() === '"') bytes.push(...Array.from(args.quoted()!, c => c.charCodeAt(0) & 0xff));
    else bytes.push(Number(args.expression() & 0xffn));
  }
  if (bytes.length === 0) throw caret('Syntax', args.consumed);
  return Uint8Array.from(bytes);
}
const CHUNK = 0x10000;
function fill(call: Call): void {
  const { args, target, out, name } = call,
    physical = name === 'fp';
  args.take(/\[\w+\]/);
  const { start, count } = args.fullRange(1),
    bytes = pattern(call);
  for (let done = 0; done < count; done += CHUNK) {
    const part = Uint8Array.from({ length: Math.min(CHUNK, count - done) }, (_, n) => bytes[(done + n) % bytes.length]!);
    const address = start + BigInt(done);
    if (physical ? !target.writePhysical(address, part) : !target.write(address, part)) throw caret('Memory access', args.consumed);
  }
  out.line(`Filled 0x${hex(count)} bytes`);
}
function move(call: Call): void {
  const { args, target } = call,
    { start, count } = args.fullRange(1),
    to = args.expression();
  args.end();
  const bytes = target.read(start, count);
  if (!bytes || !target.write(to, bytes)) throw caret('Memory access', args.consumed);
}

const VALUES = [
  'addr: where',
  'values: expressions separated by blanks; without any it asks for one after the other',
  '/p: physical address',
];
const editor = (name: string, what: string): Command => ({
  names: [name],
  syntax: `${name} [/p] addr [values]`,
  summary: `Write ${what}.`,
  arguments: VALUES,
  kind: 'memory_write',
  run: edit,
});

export const EDIT: readonly Command[] = [
  editor('eb', 'bytes'),
  editor('ew', 'words'),
  editor('ed', 'double words'),
  editor('eq', 'quad words'),
  editor('ep', 'pointers'),
  editor('ef', 'floats'),
  editor('eD', 'doubles'),
  editor('e', 'values of the last type'),
  {
    names: ['ea', 'eu', 'eza', 'ezu'],
    syntax: 'ea addr "text"',
    summary: 'Write a text: a ASCII, u UTF-16, z with its NUL.',
    kind: 'memory_write',
    run: editText,
  },
  { names: ['f', 'fp'], syntax: 'f range bytes', summary: 'Fill a range with a pattern; fp physical.', kind: 'memory_write', run: fill },
  { names: ['m'], syntax: 'm range addr', summary: 'Copy memory.', kind: 'memory_write', run: move },
];
