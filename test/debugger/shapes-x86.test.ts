/** On a machine that runs 32-bit code: eight digits everywhere, and x86's own layouts. @source published debugger transcripts of 32-bit targets */
import { expect, test } from 'vitest';
import { Debugger } from '../../core/debugger/debugger.ts';
import { buildGuest } from '../../core/windows/machines.ts';
import { printed } from './fixture.ts';

function bench(): Debugger {
  const guest = buildGuest({ machine: 'bench-x86', seed: 'note', set: {} });
  if (!guest.ok) throw new Error(guest.problem.message);
  return new Debugger(guest.value);
}
const H = '[0-9a-f]{8}';

test.each([
  ['r', `^eax=${H} ebx=${H} ecx=${H} edx=${H} esi=${H} edi=${H}\neip=${H} esp=${H} ebp=${H} iopl=0         nv up ei `],
  ['r', `\ncs=001b  ss=0023  ds=0023  es=0023  fs=[0-9a-f]{4}  gs=[0-9a-f]{4}             efl=${H}\n`],
  ['r idtr, idtl', `^idtr=${H} idtl=000007ff\n$`],
  ['rdmsr 176', '^msr\\[176\\] = 00000000`[0-9a-f]{8}\n$'],
  ['!idt 2e', `^\nDumping IDT: ${H}\n\n2e:\t${H} \\S+\n\n$`],
  ['dq @idtr+2e*8 L1', `^${H}  ${H}\`${H}\n$`],
  ['dds @esp L2', `^(?:${H}  ${H}(?: \\S+)?\n){2}$`],
  ['dps @esp L2', `^(?:${H}  ${H}(?: \\S+)?\n){2}$`],
  ['dp @esp L4', `^${H}(?:  ${H})(?: ${H}){3}\n$`],
  ['dpp @esp L1', `^${H}  ${H}`],
  ['dg cs', `^ {34}P Si Gr Pr Lo\nSel    Base     Limit     Type    l ze an es ng Flags\n---- -------- -------- ---------- - -- -- -- -- --------\n001b 00000000 ffffffff Code RE Ac 3 Bg Pg P  Nl 00000cfb\n$`],
  ['!pte @eip', `^${H}  - PDE at C0300[0-9A-F]{3}        PTE at C0[0-9A-F]{6}\n          contains [0-9A-F]{8}      contains [0-9A-F]{8}\n`],
  ['u . L1', `^\\S+:\n${H} 0f34            sysenter\n$`],
  ['k', '^ # ChildEBP RetAddr  \n00 '],
  ['kv', '^ # ChildEBP RetAddr  Args to Child              \n00 '],
  ['? 80000000', '^Evaluate expression: -2147483648 = 80000000\n$'],
  ['.formats 4700', '^Evaluate expression:\n  Hex:     00004700\n  Decimal: 18176\n  Octal:   00000043400\n  Binary:  00000000 00000000 01000111 00000000\n  Chars:   \\.\\.G\\.\n'],
  ['.printf "%p", 80001510', '^80001510$'],
  ['lm', '^start    end        module name\n'],
  ['t', `^eax=${H}[^]*\ncs=0008  ss=0010 [^]*\nring0!SysenterEntry:\n${H} `],
])('%s', (line, shape) => expect(printed(bench(), line)).toMatch(new RegExp(shape)));
