import { describe, expect, test } from 'vitest';
import { Decoder, DecoderOptions, Formatter, FormatterSyntax, MemorySizeOptions } from 'iced-x86';
import { assemble, type AssemblyResult } from '../../core/asm/assemble.ts';

const at = 0xfffff80672e0d340n;
const asm = (text: string, bits: 32 | 64 = 64): AssemblyResult => assemble(text, { origin: at, bits, file: 'a.asm' });
const hex = (r: AssemblyResult): string =>
  r.ok ? Buffer.from(r.value.bytes).toString('hex') : r.problems.map(p => `${p.line}:${p.column} ${p.message}`).join('\n');

/** Encodings as the published stubs and entry code have them (stub bytes: curriculum; entry: design's note machine), or by the manual's tables. */
test.each([
  ['mov r10,rcx', '4c8bd1'],
  ['mov eax,55h', 'b855000000'],
  ['test byte ptr [7FFE0308h],1', 'f604250803fe7f01'],
  ['syscall', '0f05'],
  ['int 2Eh', 'cd2e'],
  ['swapgs', '0f01f8'],
  ['mov qword ptr gs:[10h],rsp', '654889242510000000'],
  ['mov rsp,qword ptr gs:[1A8h]', '65488b2425a8010000'],
  ['push 2Bh', '6a2b'],
  ['push qword ptr gs:[10h]', '65ff342510000000'],
  ['push r11', '4153'],
  ['push 102h', '6802010000'],
  ['mov rcx,r10', '498bca'],
  ['sub rsp,8', '4883ec08'],
  ['sub rsp,158h', '4881ec58010000'],
  ['lea rbp,[rsp+80h]', '488dac2480000000'],
  ['mov qword ptr [rbp+0C0h],rbx', '48899dc0000000'],
  ['test byte ptr [rbp+0F0h],1', 'f685f000000001'],
  ['stac', '0f01cb'],
  ['sysretq', '480f07'],
  ['iretq', '48cf'],
  ['rep stosq', 'f348ab'],
  ['movsxd r11,dword ptr [r10+rax*4]', '4d631c82'],
  ['jmp $', 'ebfe'],
])('%s', (text, bytes) => expect(hex(asm(text))).toBe(bytes));

describe('the assembler', () => {
  test.each(['jmp 401000h', 'call 401000h', 'lea rax,[rip+10h]'])('%s is encoded anew wherever it stands', line => {
    const [near, far] = [0x402000n, 0x403000n].map(origin => {
      const made = assemble(line, { origin, bits: 64 });
      if (!made.ok) throw new Error(made.problems[0]!.message);
      const view = new DataView(made.value.bytes.buffer, made.value.bytes.byteOffset);
      return view.getInt32(made.value.bytes.length - 4, true);
    });
    expect(near! - far!).toBe(0x1000);
  });
  test('what it writes, a decoder reads back', () => {
    const lines = [
      'mov rax,qword ptr [rbx+rcx*8+12345678h]',
      'lea r9,[r9+r8]',
      'adc dl,7',
      'cmovb rax,r15',
      'movaps xmm3,xmmword ptr [rsp+20h]',
      'shld rax,rbx,5',
      'imul ecx,edx,1000',
      'bts qword ptr [rax],3',
      'mov cr8,rcx',
      'in al,dx',
      'jmp qword ptr [rax+8]',
    ];
    const formatter = new Formatter(FormatterSyntax.Masm);
    formatter.memorySizeOptions = MemorySizeOptions.Always;
    for (const line of lines) {
      const made = asm(line);
      if (!made.ok) throw new Error(`${line}: ${hex(made)}`);
      const decoder = new Decoder(64, made.value.bytes, DecoderOptions.None);
      expect(
        formatter
          .format(decoder.decode())
          .replace(/, /g, ',')
          .replace(/ ?([+*]) ?/g, '$1'),
      ).toBe(line.replace('12345678h', '12345678h').replace('1000', '3E8h'));
    }
  });
  test('branches are short where they reach and long where they do not', () => {
    expect(hex(asm('a: jmp b\nb: ret'))).toBe('eb00c3');
    expect(hex(asm('a: jmp b\ntimes 200 nop\nb: ret')).slice(0, 10)).toBe('e9c8000000');
    expect(hex(asm('top: nop\njne top'))).toBe('9075fd');
  });
  test('labels in memory operands are relative to RIP in 64-bit code, absolute in 32-bit code', () => {
    expect(hex(asm('mov rax,[x]\nx: dq 5'))).toBe('488b05000000000500000000000000');
    const made = assemble('mov eax,[x]\nx: dd 5', { origin: 0x1000n, bits: 32 });
    expect(hex(made)).toBe('8b050610000005000000');
  });
  test('data, alignment, constants, local and hidden labels', () => {
    const made = asm('size equ 8*2+1\nvar Table _X\ndb "ab",0\ndw size\nalign 8\n.end: dq Table,.end\n@hidden: db 1\nproc F\nret');
    if (!made.ok) throw new Error(hex(made));
    expect(made.value.symbols.map(s => [s.name, s.kind, Number(s.address - at)])).toEqual([
      ['Table', 'data', 0],
      ['F', 'function', 25],
    ]);
    expect(Buffer.from(made.value.bytes).subarray(0, 8).toString('hex')).toBe('6162001100cccccc');
  });
  test.each([
    ['mov eax,foo', '1:9 foo is not defined'],
    ['nop\n  frob eax', '2:3 frob is not an instruction'],
    ['mov [rax],1', '1:1 say how large the memory operand is (byte, word, dword, qword ptr)'],
    ['mov eax,rbx', '1:1 mov does not take these operands'],
    ['mov eax,[ebx', '1:13 "]" is missing'],
    ['a: nop\na: nop', '2:1 a is defined twice'],
    ['lea rax,[rbx+rcx+rdx]', '1:18 an address takes two registers at most'],
    ['mov eax,1 2', '1:11 "2" was not expected here'],
    ['times 9999999 nop', '1:1 times is limited to 1048576'],
  ])('%j: %s', (text, message) => expect(hex(asm(text))).toBe(message));
  test('every problem of a text is reported at once', () => {
    const made = asm('frob\nmov eax,foo\nbar 1');
    expect(made.ok ? 0 : made.problems.length).toBe(3);
  });
});
