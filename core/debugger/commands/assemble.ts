/** a: instructions typed in, one a line. */
import { assemble } from '../../asm/assemble.ts';
import { THIS_IMAGE } from '../../asm/expression.ts';
import { isRegister } from '../../asm/operand.ts';
import type { Call, Command } from '../command.ts';
import type { Question } from '../debugger.ts';
import { writeHint } from '../hints.ts';
import { caret, Refusal } from '../refusal.ts';
import { addressText } from '../text.ts';

function assembleLines(call: Call): void {
  const { args, target, debugger: d, out } = call;
  const start = args.atEnd ? (d.cursor.code ?? target.ip) : target.linear(args.expression());
  args.end();
  const hint = writeHint(target, start);
  if (hint !== undefined) call.hint = hint;
  out.line(addressText(start, target.bits), ' ');
  const question = (at: bigint): Question => ({
    prompt: 'Input>',
    command: 'a',
    kind: 'memory_write',
    remark: decimalHint,
    feed: (line, printed) => {
      if (line.trim() === '') return undefined;
      const bytes = encoded(call, line, at);
      if (!target.write(at, bytes)) throw caret('Memory access', line.length);
      const next = target.linear(at + BigInt(bytes.length));
      printed.line(addressText(next, target.bits), ' ');
      return question(next);
    },
  });
  d.question = question(start);
}
function encoded({ target }: Call, line: string, at: bigint): Uint8Array {
  const result = assemble(line, {
    origin: at,
    bits: target.codeBits,
    file: 'a',
    names: name => {
      const value = target.symbol(name);
      return value === undefined ? undefined : { value, label: THIS_IMAGE };
    },
  });
  if (result.ok) return result.value.bytes;
  const problem = result.problems[0];
  throw new Refusal('caret', 'Syntax', problem?.column ?? line.length, hexHint(line) ?? sentence(problem?.message));
}
/** A hex number as the console takes it, which the assembler takes for a name. */
function hexHint(line: string): string | undefined {
  const [, ...operands] = line.trim().split(/[\s,[\]+-]+/),
    token = operands.find(t => /^(?:[a-f][0-9a-f]*h?|[0-9]+[a-f][0-9a-f]*)$/i.test(t) && !isRegister(t) && !/^[01]+b$/i.test(t));
  if (token === undefined) return undefined;
  const digits = token.replace(/h$/i, '');
  return `A hex number is written 0${digits.replace(/^0+/, '')}h or 0x${digits} here; digits alone are decimal.`;
}
/** A number as the console would read in hex, taken as decimal. */
function decimalHint(line: string): string | undefined {
  const [, number] = /[\s,[+-]([1-9][0-9]+)\s*(?:$|[\],+-])/.exec(line) ?? [];
  return number && `${number} was taken as decimal: ${BigInt(number).toString(16)}h. In hex it is written ${number}h or 0x${number}.`;
}
const sentence = (text: string | undefined): string | undefined => text && `${text[0]!.toUpperCase()}${text.slice(1)}.`;

export const ASSEMBLE: readonly Command[] = [
  {
    names: ['a'],
    syntax: 'a [addr]',
    summary: 'Assemble instructions into memory, one a line; an empty line ends.',
    kind: 'memory_write',
    run: assembleLines,
  },
];
