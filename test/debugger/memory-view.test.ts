/** The memory view: rows, what changed, what is left over, a structure laid over it; its text is what its command prints. */
import { expect, test } from 'vitest';
import { drawPicture, type PictureRequest } from '../../core/debugger/pictures/picture.ts';
import type { MemoryView } from '../../core/debugger/pictures/memory.ts';
import type { Debugger } from '../../core/debugger/debugger.ts';
import { note, printed } from './fixture.ts';

type Asked = Omit<PictureRequest & { readonly kind: 'memory' }, 'kind'>;
function view(d: Debugger, asked: Asked): MemoryView {
  const drawn = drawPicture(d, { kind: 'memory', ...asked });
  if (drawn?.picture.kind !== 'memory') throw new Error('no memory was drawn');
  return drawn.picture.memory;
}

test.each<Asked>([
  { address: 'ntdll!NtCreateFile', columns: 8, rows: 6 },
  { address: 'ntdll!NtCreateFile', columns: 16, rows: 3, skip: -2 },
  { address: '@rsp', unit: 'w', columns: 4, rows: 4 },
  { address: '@rsp', unit: 'd', columns: 4, rows: 4 },
  { address: '@rsp', unit: 'q', columns: 2, rows: 4 },
  { address: '@rsp', unit: 'p', rows: 4 },
  { address: '0', rows: 2 },
  { address: 'nt!KeServiceDescriptorTable', unit: 'p', rows: 4 },
  { address: '@$thread', layout: '_KTHREAD' },
])('the lines of %o are what its command prints', asked => {
  const d = note(),
    { command, lines } = drawPicture(d, { kind: 'memory', ...asked })!;
  expect(printed(d, command)).toBe(`${lines.join('\n')}\n`);
});

test('a stored value is marked until the next step, with what was there before', () => {
  const d = note();
  printed(d, 'g nt!KiSystemCall64+0x2b');
  const push = (): MemoryView => view(d, { address: '@rsp-8', unit: 'p', rows: 3 });
  expect(push().rows[0]!.cells[0], 'not looked at before the last step').toMatchObject({ changed: false });
  expect(push().rows.map(r => [r.stale, r.here])).toEqual([
    [true, false],
    [false, true],
    [false, false],
  ]);
  const rbp = printed(d, 'r rbp').trim().slice(4);
  printed(d, 'p');
  const at = view(d, { address: '@rsp', unit: 'p', rows: 1 }).rows[0]!;
  expect(at.cells[0]).toMatchObject({ text: `${rbp.slice(0, 8)}\`${rbp.slice(8)}`, changed: true, was: '00000000`00000000' });
  printed(d, 'p');
  expect(view(d, { address: '@rsp+158', unit: 'p', rows: 1 }).rows[0]!.cells[0]).toMatchObject({ changed: false });
});

test('a value is written by the line its cell begins, and is gone when time goes back over it', () => {
  const d = note();
  printed(d, 't');
  const cell = (): MemoryView['rows'][number]['cells'][number] => view(d, { address: '@rsp', unit: 'd', columns: 1, rows: 1 }).rows[0]!.cells[0]!;
  const { text, edit } = cell();
  printed(d, `${edit} 12345678`);
  expect(cell().text).toBe('12345678');
  printed(d, 't-');
  expect(cell().text).toBe(text);
});

test('fields of a structure with their values; bits and arrays are shown and not written', () => {
  const d = note();
  printed(d, 'g nt!KiSystemCall64+0x2b');
  const { rows } = view(d, { address: '@rsp-160', layout: 'KTRAP_FRAME' }),
    row = (name: string): MemoryView['rows'][number] => rows.find(r => r.field?.name === name)!;
  expect(row('Rip')).toMatchObject({ symbol: 'ntdll!NtCreateFile+0x14', field: { offset: '+168', type: 'Uint8B' } });
  expect(row('SegCs').cells[0]).toMatchObject({ text: '0033', edit: 'ew ffffc28f`5b6b7c70' });
  expect(view(d, { address: '@$thread', layout: '_KTHREAD' }).rows.some(r => r.cells[0]!.edit === undefined)).toBe(true);
});

test('what cannot be read has no line to write it; what names nothing is not drawn', () => {
  const d = note();
  expect(view(d, { address: '0', rows: 1, columns: 2 }).rows[0]!.cells).toEqual([
    { text: '??', changed: false },
    { text: '??', changed: false },
  ]);
  expect(drawPicture(d, { kind: 'memory', address: 'nothing!here' })).toBeUndefined();
  expect(drawPicture(d, { kind: 'memory', layout: '_NOTHING' })).toBeUndefined();
});
