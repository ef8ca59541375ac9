/** Registers and model-specific registers: r, rm, rdmsr, wrmsr. */
import type { Call, Command } from '../command.ts';
import { evaluate } from '../expression.ts';
import { floatRegister } from '../float-registers.ts';
import { effectiveAddress, printLocation } from '../location.ts';
import { readMsr, writeMsr } from '../../cpu/msrs.ts';
import { caret, plain } from '../refusal.ts';
import { registerNamed } from '../registers.ts';
import { paddedRegister, registerDump, registerText } from '../register-text.ts';
import { hex, tick64, u64 } from '../text.ts';
import { typedRegister } from '../typed-register.ts';

const MASK_NAMES: readonly (readonly [bit: number, text: string])[] = [
  [0x1, 'Integer state (32-bit) or'],
  [0x2, 'Integer state (64-bit)'],
  [0x4, 'Floating-point state'],
  [0x8, 'Segment registers'],
  [0x10, 'MMX registers'],
  [0x20, 'Debug registers and, in kernel, CR4'],
  [0x40, 'SSE XMM registers'],
  [0x80, 'Control registers, for example CR0'],
  [0x100, 'Descriptor and task state registers'],
  [0x200, 'AVX YMM registers in floating point'],
  [0x400, 'AVX YMM registers as integers'],
];
const KNOWN_MASK = 0x1ff;
const LETTER_MASK: Readonly<Record<string, number>> = { F: 4, X: 0x40, Y: 0x200, YI: 0x400, K: 0x1000, Z: 0x2000, ZI: 0x4000 };

function registers(call: Call): void {
  const { args, target, out, debugger: d } = call;
  if (args.rest.startsWith('.')) {
    operandsOfInstruction(call);
    return;
  }
  const letter = /^(?:M(?=\s)|YI|ZI|[FXYZK](?=\s|$))/.exec(args.rest)?.[0];
  if (letter !== undefined) {
    args.at += letter.length;
    const mask = letter === 'M' ? checkedMask(call, args.expression()) : LETTER_MASK[letter]!;
    if (args.atEnd) {
      for (const line of registerDump(target, mask)) out.line(line);
      if (mask & 3) printLocation(target, out);
      return;
    }
  }
  if (args.take(/\?/) !== undefined) {
    typedAssignment(call);
    return;
  }
  if (args.atEnd) {
    for (const line of registerDump(target, d.settings.registerMask)) out.line(line);
    printLocation(target, out);
    return;
  }
  const shown: string[] = [];
  do {
    const text = one(call);
    if (text !== undefined) shown.push(text);
  } while (separator(call));
  if (shown.length > 0) out.line(shown.join(' '));
}
/** `,` or a blank between registers. */
function separator({ args }: Call): boolean {
  if (args.atEnd) return false;
  if (args.take(/,/) !== undefined) return true;
  if (/[@$A-Za-z]/.test(args.peek()) && args.text[args.at - 1] === ' ') return true;
  throw caret('Syntax', args.consumed);
}

/** `name`, `name:type`, `name=value`, `name=`. Gives the text to show, or nothing for an assignment. */
function one(call: Call): string | undefined {
  const { args, target, debugger: d } = call;
  const fixed = args.take(/\$\.u([0-9])\s*=/);
  if (fixed !== undefined) {
    call.kind = 'alias_set';
    d.aliases.fixed.set(fixed[3]!, args.all());
    return undefined;
  }
  const name = args
    .take(/@?\$?[A-Za-z][A-Za-z0-9]*/)
    ?.replace(/^@/, '')
    .toLowerCase();
  if (name === undefined) throw caret('Syntax', args.consumed + 1);
  const float = floatRegister(name);
  if (float !== undefined) return float;
  const known = name.startsWith('$') ? d.pseudo.get(name) : target.register(name);
  if (known === undefined) throw caret('Bad register', args.consumed);
  const type = args.take(/:\s*\d*[a-z]{0,2}/);
  if (args.take(/=/) === undefined)
    return type === undefined ? plainText(call, name, known) : typedRegister(target, name, type.slice(1).trim());
  call.kind = 'register_set';
  if (args.atEnd) {
    ask(call, name);
    return undefined;
  }
  assign(call, name, args.expression());
  return undefined;
}
function plainText({ target }: Call, name: string, value: bigint): string {
  if (name.startsWith('$')) return `${name}=${target.bits === 64 ? hex(value, 16) : hex(value & 0xffff_ffffn, 8)}`;
  return registerText(target, name);
}
function assign(call: Call, name: string, value: bigint): void {
  const { target, debugger: d, args } = call;
  const done = name.startsWith('$') ? d.pseudo.set(name, value) : target.setRegister(name, value);
  if (!done) throw caret('Bad register', args.consumed);
}
/** `r rax=`: shows the value and waits for another. */
function ask(call: Call, name: string): void {
  const { debugger: d, target, out } = call;
  out.line(plainText(call, name, (name.startsWith('$') ? d.pseudo.get(name) : target.register(name))!));
  d.question = {
    prompt: 'Input>',
    command: 'r',
    kind: 'register_set',
    feed: line => {
      if (line.trim() !== '') assign(call, name, evaluate(line, 0, d.scope).value);
      return undefined;
    },
  };
}
function typedAssignment(call: Call): void {
  const { args, debugger: d } = call;
  const name = args
    .take(/@?\$?[A-Za-z][A-Za-z0-9]*/)
    ?.replace(/^@/, '')
    .toLowerCase();
  if (name === undefined || args.take(/=/) === undefined) throw caret('Syntax', args.consumed);
  call.kind = 'register_set';
  assign(call, name, u64(d.scope.cplusplus(args.all())));
}

/** r.: the registers the current instruction uses. */
function operandsOfInstruction(call: Call): void {
  const { args, target, out } = call;
  args.at++;
  args.end();
  const i = target.instruction(target.ip);
  if (!i || i === 'unreadable') return;
  const used = new Set(
    i.plain
      .flatMap(text => text.replace(/\b[0-9][0-9A-F]*h?\b/g, '').match(/[a-z][a-z0-9]*/g) ?? [])
      .filter(name => registerNamed(name, target.bits)),
  );
  const values = [...used].map(name => {
    const value = target.register(name)!;
    return `${name}=${target.bits === 64 ? tick64(value) : paddedRegister(target, name)}`;
  });
  const memory = i.memory.filter(m => m.accessed).map(m => target.address(effectiveAddress(target, m)));
  if (values.length > 0 || memory.length > 0) out.line(values.join('  '));
}

function checkedMask({ out }: Call, value: bigint): number {
  const unknown = value & ~0x7fffn;
  if (unknown !== 0n) out.line(`Ignored invalid bits ${hex(unknown)}`);
  return Number(value & 0x7fffn);
}
/** rm: the mask of the dump. */
function mask(call: Call): void {
  const { args, out, target, debugger: d } = call;
  if (args.take(/\?/) !== undefined) {
    for (const [bit, text] of MASK_NAMES) out.line(`${hex(bit).padStart(8)} - ${text}`);
    return;
  }
  if (!args.atEnd) {
    const value = args.expression(),
      invalid = value & ~BigInt(KNOWN_MASK);
    args.end();
    if (invalid === 0n) call.kind = 'no_output';
    else out.line(`Ignored invalid bits ${hex(invalid)}`);
    d.settings.registerMask = Number(value & BigInt(KNOWN_MASK));
    return;
  }
  out.line(`Register output mask is ${hex(d.settings.registerMask)}:`);
  for (const [bit, text] of MASK_NAMES) {
    const name = bit === 1 ? 'Integer state (32-bit)' : text;
    if (d.settings.registerMask & bit && !(bit === 1 && target.bits === 64 && d.settings.registerMask & 2))
      out.line(`${hex(bit).padStart(8)} - ${name}`);
  }
}

function readModelSpecific({ args, target, out }: Call): void {
  const number = args.expression() & 0xffff_ffffn;
  args.end();
  const value = readMsr(target.state, Number(number));
  if (value === undefined)
    throw plain(`no such msr: ${hex(number)}`, `This processor has no MSR ${hex(number)}h: rdmsr of it raises #GP(0).`);
  out.line(`msr[${hex(number)}] = ${tick64(value)}`);
}
function writeModelSpecific(call: Call): void {
  const { args, target } = call,
    number = args.expression() & 0xffff_ffffn;
  if (args.atEnd) throw caret('Syntax', args.consumed);
  const value = args.expression();
  args.end();
  target.onEdit?.();
  if (!writeMsr(target.state, Number(number), value))
    throw plain(`no such msr: ${hex(number)}`, `This processor has no MSR ${hex(number)}h, or not this value for it: wrmsr raises #GP(0).`);
}

export const REGISTERS: readonly Command[] = [
  {
    names: ['r'],
    syntax: 'r[M mask] [reg[:type][=[value]] [, ...]]',
    summary: 'Registers: all of them, some, or a new value.',
    kind: 'registers',
    run: registers,
    arguments: [
      'reg: a register, flag or pseudo-register; @ may stand before it',
      'reg=value: change it',
      'reg=: show it and ask',
      'reg:type: as ib ub iw uw id ud iq uq f d',
      'M mask: other groups for this once',
      '.: the registers of the current instruction',
    ],
  },
  { names: ['rm'], syntax: 'rm [mask | ?]', summary: 'Which groups of registers r shows.', kind: 'text', run: mask },
  {
    names: ['rdmsr'],
    syntax: 'rdmsr msr',
    summary: 'A model-specific register.',
    arguments: ['msr: its number, such as c0000082 (IA32_LSTAR)'],
    kind: 'msr_read',
    run: readModelSpecific,
  },
  { names: ['wrmsr'], syntax: 'wrmsr msr value', summary: 'Change a model-specific register.', kind: 'no_output', run: writeModelSpecific },
];
