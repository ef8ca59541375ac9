import { describe, expect, test, vi } from 'vitest';
import { CALLS, PIECE, type FilePiece } from '../../core/host.ts';
import type { ImportState } from '../../core/lab/import-report.ts';
import { Random } from '../../core/machine/random.ts';
import { labpack } from './pack-bytes.ts';
import { services } from './services.ts';

const start = { ref: { machine: 'win10-x64', seed: 'note', set: {} }, exercise: { pack: 'syscalls', id: 'ssdt-descriptor' } };

/** Text that no packing makes much smaller. */
function noise(size: number): string {
  const random = new Random('noise');
  return Array.from({ length: size }, () => String.fromCharCode(33 + random.below(90))).join('');
}
describe('the one door', () => {
  test('an exercise is opened, worked on, started over', () => {
    const { dispatch } = services();
    const opened = dispatch('sessions/open', start) as { ok: true; value: { session: number } };
    expect(opened.ok).toBe(true);
    const { session } = opened.value,
      input = { kind: 'answer', step: 'count', text: '470' };
    expect(dispatch('attempts/record', { session, index: 0, input, result: 'misconception', points: 0, feedback: 'last-number' })).toEqual({
      ok: true,
      value: null,
    });
    expect(dispatch('sessions/append', { session, index: 5, input: { kind: 'line', text: 'r' } })).toMatchObject({
      ok: false,
      problem: { code: 'host/out-of-order' },
    });
    expect(dispatch('progress/get', {})).toMatchObject({
      ok: true,
      value: { steps: [{ step: 'count', result: 'wrong', attempts: 1 }], exercises: [{ exercise: 'ssdt-descriptor', attempts: 1 }] },
    });
    expect(dispatch('sessions/open', start)).toMatchObject({ ok: true, value: { session, inputs: [input] } });
    expect(dispatch('sessions/open', { ...start, fresh: true })).toMatchObject({ ok: true, value: { inputs: [] } });
  });

  test('the catalog lists the built-in exercises in both languages', () => {
    const listed = services().dispatch('packs/list', {}) as {
      ok: true;
      value: { exercises: { id: string; title: Record<string, string> }[] }[];
    };
    const exercises = listed.value.flatMap(p => p.exercises);
    expect(exercises.map(e => e.id)).toEqual(expect.arrayContaining(['ssdt-descriptor', 'ssdt-decode-forward', 'trap-frame-five-pushes']));
    for (const e of exercises) expect(Object.keys(e.title).sort()).toEqual(['en', 'zh-CN']);
  });

  test('a pack comes in by pieces, is confirmed, goes out by pieces and is removed', async () => {
    const { dispatch } = services(),
      file = Buffer.from(labpack({ files: { 'exercises/first/notes.txt': noise(400_000) } })),
      must = (name: string, argument: unknown): unknown => {
        const result = dispatch(name, argument);
        expect(result).toMatchObject({ ok: true });
        return (result as { value: unknown }).value;
      };
    expect(file.length).toBeGreaterThan(PIECE);
    expect(dispatch('import/begin', { name: 'x', size: 2 ** 40 })).toMatchObject({ problem: { code: 'import/large' } });
    const { ticket } = must('import/begin', { name: 'small.labpack', size: file.length }) as { ticket: string };
    for (let at = 0; at < file.length; at += PIECE)
      must('import/piece', { ticket, at, data: file.subarray(at, at + PIECE).toString('base64') });
    const stage = (): unknown => (must('import/state', { ticket }) as ImportState).stage;
    expect(dispatch('import/confirm', { ticket })).toMatchObject({ problem: { code: 'import/not-ready' } });
    await vi.waitFor(() => expect(stage()).toBe('ready'), { timeout: 60_000, interval: 50 });
    must('import/confirm', { ticket });
    expect(dispatch('import/state', { ticket })).toMatchObject({ problem: { code: 'import/gone' } });
    expect(must('packs/list', {})).toEqual(expect.arrayContaining([expect.objectContaining({ id: 'small', builtIn: false })]));
    const out: Buffer[] = [];
    let size = 1;
    for (let at = 0; at < size; at += PIECE) {
      const piece = must('packs/export', { pack: 'small', at }) as FilePiece;
      out.push(Buffer.from(piece.data, 'base64'));
      size = piece.size;
    }
    expect(Buffer.concat(out).equals(file)).toBe(true);
    must('packs/remove', { pack: 'small' });
    for (const name of ['packs/remove', 'packs/export']) expect(dispatch(name, { pack: 'small', at: 0 })).toMatchObject({ ok: false });
    expect(dispatch('packs/remove', { pack: 'syscalls' })).toMatchObject({ problem: { code: 'host/no-pack' } });
  }, 90_000);

  test.each<[string, unknown]>([
    ['import/begin', { name: '', size: 1 }],
    ['import/begin', { name: 'x', size: 0 }],
    ['import/piece', { ticket: '../x', at: 0, data: '' }],
    ['import/piece', { ticket: '0'.repeat(32), at: 0, data: 'AAAA' }],
    ['import/piece', { ticket: '0'.repeat(32), at: 0, data: 'A'.repeat(400_000) }],
    ['import/confirm', { ticket: '0'.repeat(32), newKey: 'yes' }],
    ['packs/export', { pack: '../syscalls', at: 0 }],
    ['packs/exercise', { pack: 'syscalls', id: 'ssdt-descriptor', content: '0'.repeat(64) }],
    ['constructor', {}],
    ['toString', {}],
    ['__proto__', {}],
    ['no/such', {}],
    ['sessions/open', null],
    ['sessions/open', { ref: { machine: '../etc', seed: 'note', set: {} } }],
    ['packs/exercise', { pack: 'syscalls', id: '../../main' }],
    ['packs/exercise', { pack: 'none', id: 'none' }],
    ['sessions/append', { session: 1.5, index: 0, input: {} }],
    ['settings/set', { theme: 'pink' }],
    ['settings/set', { extra: 1 }],
    ['history/add', { line: 'x'.repeat(5000) }],
  ])('refuses %s %j with a problem', (name, argument) => {
    expect(services().dispatch(name, argument)).toMatchObject({ ok: false, problem: { message: expect.any(String) as string } });
  });

  test('random calls throw nothing and break nothing', () => {
    const { dispatch } = services(),
      random = new Random('calls'),
      names = [...Object.keys(CALLS), 'x', 'hasOwnProperty'];
    const scraps: unknown[] = [
      null,
      0,
      -1,
      1e300,
      '',
      'note',
      '__proto__',
      [],
      {},
      true,
      { kind: 'line', text: 'r' },
      { machine: 'win10-x64', seed: 'note', set: {} },
      'a'.repeat(300),
    ];
    const value = (depth: number): unknown =>
      depth === 0 || random.below(3) === 0
        ? random.pick(scraps)
        : Object.fromEntries(
            Array.from({ length: random.below(4) }, () => [
              random.pick(['session', 'index', 'input', 'ref', 'exercise', 'pack', 'id', 'line', 'theme', '__proto__']),
              value(depth - 1),
            ]),
          );
    for (let n = 0; n < 2000; n++) {
      const result = dispatch(random.pick(names), value(3));
      expect(typeof result.ok).toBe('boolean');
    }
    expect(dispatch('app/info', {})).toMatchObject({ ok: true });
  });
});
