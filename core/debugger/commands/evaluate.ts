/** Values: ? ?? .formats n .expr */
import type { Call, Command } from '../command.ts';
import { formatLines } from '../formats.ts';
import { caret } from '../refusal.ts';
import { addressText, signed, u64 } from '../text.ts';
import { commandSummary } from '../help.ts';

function evaluate(call: Call): void {
  const { args, out, target, debugger: d } = call;
  if (args.atEnd) {
    call.kind = 'text';
    for (const line of commandSummary()) out.line(line);
    return;
  }
  const value = d.settings.evaluator === 'masm' ? args.expression() : u64(d.scope.cplusplus(args.all()));
  args.end();
  d.pseudo.exp = value;
  out.line(`Evaluate expression: ${signed(value)} = ${addressText(value, target.bits)}`);
}

function formats({ args, out, target }: Call): void {
  const value = args.expression();
  args.end();
  for (const line of formatLines(value, target.bits)) out.line(line);
}

function radix({ args, out, debugger: d }: Call): void {
  if (!args.atEnd) {
    const wanted = Number(args.take(/\d+/) ?? 0);
    if (wanted !== 8 && wanted !== 10 && wanted !== 16) throw caret('Syntax', args.consumed);
    args.end();
    d.settings.radix = wanted;
  }
  out.line(`base is ${d.settings.radix}`);
}

const EVALUATORS = { masm: 'MASM - Microsoft Assembler expressions', 'c++': 'C++ - C++ source expressions' } as const;
function evaluator({ args, out, debugger: d }: Call): void {
  if (args.take(/\/s\s+/) !== undefined) {
    const name = args.word()?.toLowerCase();
    if (name !== 'masm' && name !== 'c++') throw caret('Syntax', args.consumed);
    d.settings.evaluator = name;
  }
  args.end();
  out.line(`Current expression evaluator: ${EVALUATORS[d.settings.evaluator]}`);
}

export const EVALUATE: readonly Command[] = [
  {
    names: ['?'],
    syntax: '? expression',
    summary: 'The value of an expression, in decimal and hex; alone: the commands.',
    kind: 'eval',
    run: evaluate,
  },
  { names: ['.formats'], syntax: '.formats expression', summary: 'A value in every notation.', kind: 'formats', run: formats },
  { names: ['n'], syntax: 'n [8 | 10 | 16]', summary: 'The radix of numbers without a prefix.', kind: 'text', run: radix },
  { names: ['.expr'], syntax: '.expr [/s masm | /s c++]', summary: 'Which evaluator reads expressions.', kind: 'text', run: evaluator },
];
