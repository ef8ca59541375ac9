/** A pack that is being written, in the window: which folders can be opened, and that no path comes from the page. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AuthorPlaces, AuthorState, WrittenPack } from '../../core/host.ts';
import type { Result } from '../../core/problem.ts';
import { openServices } from '../../main/services/open.ts';
import { GOOD } from '../lab/spoiled/good.ts';
import { settled, type Double } from './electron/double.ts';
import { started } from './electron/started.ts';
import { dataFolder, root, services } from './services.ts';

function packIn(parent: string, name = 'small'): string {
  for (const [file, text] of Object.entries(GOOD)) {
    const full = path.join(parent, name, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text);
  }
  return path.join(parent, name);
}
const state = (call: (name: string, argument: object) => unknown): AuthorState =>
  (call('author/state', {}) as { value: AuthorState }).value;
const code = (result: unknown): string | undefined => (result as { problem?: { code: string } }).problem?.code;

describe('in a browser', () => {
  test('packs of the data folder and those named at the start are offered, and opened by their place', () => {
    const data = dataFolder(),
      named = packIn(dataFolder(), 'named');
    packIn(path.join(data, 'packs'), 'beside');
    mkdirSync(path.join(data, 'packs', 'nothing-in-it'));
    const { dispatch, close } = openServices({ root }, data, 'web', 'en', { packs: [named] });
    const places = state(dispatch) as AuthorPlaces;
    expect(places).toMatchObject({ kind: 'places', dialog: false, parent: path.join(data, 'packs') });
    expect(places.offered.map(p => p.name)).toEqual(['named', 'beside']);
    expect(dispatch('author/state', { since: places.revision })).toEqual({ ok: true, value: null });
    expect(dispatch('author/open', { place: places.offered[0]!.place }).ok).toBe(true);
    const open = state(dispatch) as WrittenPack;
    expect(open).toMatchObject({ kind: 'pack', folder: 'named', problems: [], good: { pack: { id: 'small' } } });
    expect(dispatch('author/exercise', { id: 'first' })).toMatchObject({ ok: true, value: { pack: 'small', version: '1.0.0' } });
    expect(dispatch('author/file', { name: 'pack.yml' })).toMatchObject({ value: { text: GOOD['pack.yml'] } });
    dispatch('author/close', {});
    expect(state(dispatch).kind).toBe('places');
    expect(code(dispatch('author/file', { name: 'pack.yml' }))).toBe('host/no-file');
    expect(code(dispatch('author/exercise', { id: 'first' }))).toBe('host/no-exercise');
    close();
  });
  test('a new pack is written beside the others, is right at once, and nothing is written over', () => {
    const data = dataFolder(),
      { dispatch } = services(data);
    expect(dispatch('author/new', { name: 'my-pack' })).toEqual({ ok: true, value: null });
    expect(state(dispatch)).toMatchObject({ folder: 'my-pack', problems: [], good: { pack: { id: 'my-pack' } } });
    const file = path.join(data, 'packs/my-pack/pack.yml'),
      before = readFileSync(file, 'utf8');
    expect(code(dispatch('author/new', { name: 'my-pack' }))).toBe('author/exists');
    expect(readFileSync(file, 'utf8')).toBe(before);
  });
  test.each(['', '..', '../x', 'a/b', '/etc', 'A', 'x'.repeat(49), '.git'])('%j is no name of a pack, and nothing is written', name => {
    const data = dataFolder();
    expect(code(services(data).dispatch('author/new', { name }))).toBe('author/name');
    expect(existsSync(path.join(data, 'packs'))).toBe(false);
  });
  test('no path of the page is opened, and there is no dialog', () => {
    const elsewhere = packIn(dataFolder()),
      { dispatch } = services();
    for (const argument of [{ place: elsewhere }, { place: '../small' }, { folder: elsewhere }, { place: 'x', folder: elsewhere }, {}])
      expect(code(dispatch('author/open', argument))).toBe('host/invalid');
    for (const argument of [{ folder: elsewhere }, { place: elsewhere }]) expect(code(dispatch('author/choose', argument))).toBe('host/invalid'); // prettier-ignore
    expect(code(dispatch('author/new', { name: 'a', folder: elsewhere }))).toBe('host/invalid');
    expect(code(dispatch('author/open', { place: '0123456789abcdef' }))).toBe('author/no-place');
    expect(code(dispatch('author/choose', {}))).toBe('author/no-dialog');
    expect(state(dispatch).kind).toBe('places');
  });
});

describe('in Electron', () => {
  const choose = async (double: Double, folder: string | undefined, ask: () => unknown): Promise<unknown> => {
    double.chosen = folder;
    const result = ask();
    await settled();
    return result;
  };
  test('a folder comes from the dialog alone, and is offered again at the next start', async () => {
    const folder = packIn(dataFolder()),
      { double, data, call } = await started();
    expect(state(call)).toMatchObject({ kind: 'places', dialog: true, offered: [] });
    expect(state(call)).not.toHaveProperty('parent');
    await choose(double, undefined, () => call('author/choose'));
    expect(state(call).kind).toBe('places');
    await choose(double, folder, () => (call('author/choose'), call('author/choose')));
    expect(double.names().filter(n => n === 'choose')).toHaveLength(2);
    expect(state(call)).toMatchObject({ kind: 'pack', folder: 'small' });
    expect(double.dialogs).toEqual([]);
    double.app.deliver('quit');
    const again = await started({ data }),
      places = state(again.call) as AuthorPlaces;
    expect(places.offered).toEqual([{ place: expect.stringMatching(/^[0-9a-f]{16}$/) as string, name: 'small', parent: path.dirname(folder) }]); // prettier-ignore
    again.call('author/open', { place: places.offered[0]!.place });
    expect(state(again.call)).toMatchObject({ kind: 'pack', folder: 'small' });
  });
  test('a folder without a pack is said to be none; a new pack is made where the dialog says', async () => {
    const parent = dataFolder(),
      { double, call } = await started();
    await choose(double, parent, () => call('author/choose'));
    expect(double.dialogs[0]).toMatchObject({ type: 'warning', message: `There is no pack.yml in ${parent}.` });
    expect(((await choose(double, parent, () => call('author/new', { name: 'mine' }))) as Result<null>).ok).toBe(true);
    expect(state(call)).toMatchObject({ kind: 'pack', folder: 'mine', parent, problems: [] });
    await choose(double, parent, () => call('author/new', { name: 'mine' }));
    expect(double.dialogs[1]!.message).toContain('already; it was left as it is');
  });
});
