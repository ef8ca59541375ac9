/**
 * A whole exercise of every track by mouse: chosen in the catalog, done with buttons, rows, tabs and panes, every answer read from what a
 * pane shows. The keyboard only types words and numbers into fields that were clicked.
 */
import { Hand, hex, plain } from './hand.ts';
import { expect, test } from './lab.ts';

/** Bytes as the quadwords that hold them. */
const quadwords = (bytes: readonly number[]): readonly bigint[] =>
  Array.from({ length: Math.ceil(bytes.length / 8) }, (_, n) =>
    bytes.slice(8 * n, 8 * n + 8).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n),
  );

const TRACKS: readonly (readonly [track: string, exercise: string, work: (hand: Hand) => Promise<void>])[] = [
  [
    'Console',
    'The first breakpoint',
    async hand => {
      await hand.stopAt(await hand.told(/first instruction of (nt!Nt\w+)/));
      await hand.answer();
      await hand.choose('The two lowest bits of CS are 0');
      await hand.give((await hand.memory('')).values[0]!);
    },
  ],
  [
    'int 2Eh',
    'The arithmetic of stubs',
    async hand => {
      const vector = hex(await hand.told(/of vector (\w+) begin/)),
        code = await hand.code(`nt!KxUnexpectedInterrupt0+${plain(8n * vector)}`),
        [push, save, jump] = await code.all();
      await hand.give((await push!.locator('.address').innerText()).trim());
      const bytes = (await Promise.all([push, save, jump].map(row => row!.locator('.bytes').textContent()))).join('');
      expect(bytes).toHaveLength(16);
      await hand.give(bytes.slice(0, 8));
      await hand.give(/[0-9a-f`]{17}/.exec((await jump!.locator('.operands').textContent())!)![0]);
      await hand.give(plain(hex(await hand.told(/stub lies (\w+) bytes/)) / 8n));
    },
  ],
  [
    'SYSENTER and SYSEXIT',
    'The selectors of ring 0',
    async hand => {
      const value = await hand.sysenterCs(),
        cs = hex(value) & 0xfffcn;
      await hand.give(value);
      await hand.give(plain(cs));
      await hand.give(plain(cs + 8n));
      await hand.choose('Fixed flat values; the GDT is not read');
    },
  ],
  [
    'SYSCALL and SYSRET',
    "The entry's address",
    async hand => {
      await hand.press(/^Step into t/, 5);
      const place = (await hand.lab.place.textContent())!;
      await hand.give(place);
      if (place.includes('Shadow')) await hand.choose('No: with KVA shadow this is the entry Windows installs');
      await hand.give(await hand.address());
      await hand.choose('SYSCALL from compatibility mode, on AMD processors');
      await hand.choose('Yes: between its start and its end');
    },
  ],
  [
    'Trap frame',
    'A borrowed stack',
    async hand => {
      await hand.give(await hand.register('rsp'));
      await hand.give((await hand.memory('@$pcr+10')).address);
      await hand.press(/^Step into t/, 8);
      const stack = await hand.register('rsp');
      await hand.give(stack);
      await hand.give('28h');
      await hand.give(plain(hex(stack) - 0x190n));
      const kept = plain(hex(stack) - 0x10n),
        [task] = /gets \S+ as|lower: end at|In the routine, at which/.exec((await hand.exercise.textContent())!)!;
      if (task.startsWith('gets')) {
        await hand.write('@$pcr+10', 'qwords', hex(await hand.told(/gets (\S+) as/)));
        await hand.stopAt(await hand.told(/first instruction of (nt!\w+)/));
        await hand.answer();
        await hand.choose("It is safe: the frame on this thread's stack has it");
      } else if (task.startsWith('lower')) {
        await hand.write('@$pcr+1a8', 'qwords', hex(await hand.told(/lower: end at ([0-9a-f`]+)/)));
        await hand.stopAt(await hand.told(/first instruction of (nt!\w+)/));
        await hand.press(/^Go g/);
        await hand.answer();
        await hand.choose('The value at gs:[1A8h]: each thread has its stack');
      } else {
        await hand.stopAt(await hand.told(/g (nt!\w+);/));
        await hand.give(kept);
        await hand.write(kept, 'qwords', hex(await hand.told(/go on with RSP = ([0-9a-f`]+)/)));
        await hand.stopAt(await hand.told(/program's syscall, ([0-9a-f`]+),/));
        await hand.answer();
      }
    },
  ],
  [
    'Service tables',
    'Four fields',
    async hand => {
      const { values } = await hand.memory('nt!KeServiceDescriptorTable');
      await hand.give(...values.slice(0, 4));
      await hand.give(String(hex(values[2]!)));
      await hand.give('20h');
      const second = await hand.memory('nt!KeServiceDescriptorTableShadow+20');
      await hand.give(second.address, second.values[2]!);
      await hand.choose('The argument table');
    },
  ],
  [
    'Hunting',
    'The neighbours know',
    async hand => {
      const stub = hex(await hand.told(/begins with a jump, at (\S+)\./)),
        jump = (await hand.code(plain(stub))).first();
      await hand.give((await jump.locator('.bytes').textContent())!);
      await hand.give(/[0-9a-f`]{17}/.exec((await jump.locator('.operands').textContent())!)![0]);
      const asked = await hand.told(/Which number does (?:the stub|the one) (\d+ bytes \w+) it load/),
        away = BigInt(parseInt(asked)) * (asked.endsWith('before') ? -1n : 1n),
        near = await hand.loads(stub + away),
        number = near - away / 0x20n;
      await hand.give(plain(near));
      await hand.give(plain(number));
      await hand.setRegister('rip', plain(stub + 0x12n));
      await hand.setRegister('rax', plain(number));
      await hand.stopAt(await hand.routine(plain(number)));
      await hand.answer();
    },
  ],
  [
    'Building',
    'Write a stub',
    async hand => {
      const page = await hand.told(/At (\S+) there is an empty page/),
        number = hex(await hand.told(/The number is (\w+),/)),
        routine = await hand.told(/that performs (nt!\w+),/),
        tested = (await hand.told(/(VSM is on|Write it)/)) === 'VSM is on';
      const door = tested
        ? [0xf6, 0x04, 0x25, 0x08, 0x03, 0xfe, 0x7f, 0x01, 0x75, 0x03, 0x0f, 0x05, 0xc3, 0xcd, 0x2e, 0xc3]
        : [0x0f, 0x05, 0xc3];
      const stub = [0x4c, 0x8b, 0xd1, 0xb8, Number(number & 0xffn), Number(number >> 8n), 0, 0, ...door];
      await hand.write(plain(hex(page)), 'qwords', ...quadwords(stub));
      if (tested) {
        await hand.stopAt('nt!KiSystemService');
        await hand.answer();
      }
      await hand.stopAt(routine);
      await hand.answer();
      await hand.give((await hand.memory('@$thread+88')).values[0]!);
      await hand.stopAt(await hand.told(/Come back to the caller, at (\S+)/));
      await hand.answer();
      if (tested) {
        await hand.write('7ffe0308', 'bytes', 0n);
        await hand.stopAt('nt!KiSystemCall64');
        await hand.answer();
      }
      await hand.give(plain(BigInt(stub.length)));
    },
  ],
  [
    'The note',
    'The note, 5: the numbers',
    async hand => {
      const note = /fffff806`\w{8}, 0, \w+, fffff806`\w{8}/.exec((await hand.exercise.textContent())!)![0].split(', '),
        descriptor = async (): Promise<readonly bigint[]> => (await hand.memory('nt!KeServiceDescriptorTable')).values.slice(0, 4).map(hex),
        end = ([base, , limit]: readonly bigint[]): bigint => base! + 4n * limit!;
      const door = 'ntdll!NtCreateFile+0x12',
        limit = plain((await descriptor())[2]!),
        seen = async (verdict: string): Promise<void> => {
          await hand.seenNow();
          await hand.choose(verdict);
        };
      await hand.stopAt('nt!KiSystemServiceRepeat+39');
      await seen('Holds');
      await hand.press(/^Step into t/, 3);
      await seen('The shift gives the distance; the low nibble is the count');
      await hand.goOnTo(door);
      await hand.setRegister('rax', limit);
      await hand.stopAt('nt!KiSystemServiceExit');
      await seen('Holds: 471');
      await hand.give(plain(end(note.map(hex))));
      await hand.choose('Does not hold: it is the argument table');
      const here = await descriptor();
      await hand.memory(plain(end(here) - 8n));
      await hand.print();
      await hand.seenNow();
      await hand.give(plain(end(here)));
      await hand.give(plain(here[3]! - end(here)));
      await hand.lab.ready();
      await hand.give(plain((await descriptor())[3]! & 0xfn));
      await hand.goOnTo(door);
      await hand.setRegister('rax', '1000');
      await hand.stopAt('nt!KiSystemServiceRepeat+2a');
      await seen('It is one descriptor of an array');
      await hand.give('20h');
      await hand.choose('471 services and KPRCB+3140h: 2004, 20H2 or 21H1 at an early patch level');
    },
  ],
];

test('a whole exercise of every track by mouse', async ({ lab, page }) => {
  test.setTimeout(240_000);
  page.setDefaultTimeout(15_000);
  for (const [track, exercise, work] of TRACKS)
    await test.step(`${track}: ${exercise}`, async () => {
      const hand = new Hand(lab);
      await hand.begin(track, exercise);
      await work(hand);
      await hand.end();
    });
});
