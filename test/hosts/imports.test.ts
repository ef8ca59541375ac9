/** Packs on their way in: told before anything is kept, kept whole when that is confirmed, refused without a trace. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImportState } from '../../core/lab/import-report.ts';
import { packMessage, type PackCode } from '../../core/lab/pack-problem.ts';
import { encodeUtf8 } from '../../core/lab/utf8.ts';
import { writeZip } from '../../core/lab/zip-write.ts';
import { checkPack } from '../../main/files/pack-check.ts';
import { seal } from '../../main/files/pack-seal.ts';
import { packing } from '../../main/files/zip-host.ts';
import { checkInThread } from '../../main/services/check-thread.ts';
import { Imports, type StartCheck } from '../../main/services/imports.ts';
import { Packs } from '../../main/services/packs.ts';
import { Store } from '../../main/store/store.ts';
import { BYTES } from '../lab/spoiled/bytes.ts';
import { changed } from '../lab/spoiled/spoil.ts';
import { PROSE, SPOILED, UNPROVEN } from '../lab/spoiled/table.ts';
import { content, editionFiles, KEYS, labpack, type Edition } from './pack-bytes.ts';
import { root } from './services.ts';

/** Fewer than in earnest, where a test is not about them. */
let seeds = 2;
/** The check as the thread runs it, without one. */
const here: StartCheck = ({ name, bytes }, tell) => {
  const checking = checkPack(name, bytes, seeds);
  let answer: Parameters<ReturnType<StartCheck>['answer']>[0];
  queueMicrotask(() => {
    for (let step = checking.next(); !step.done; step = checking.next(answer)) tell(step.value);
  });
  return { answer: given => (answer = given), stop: () => void checking.return() };
};
interface Lab {
  readonly store: Store;
  readonly packs: Packs;
  readonly imports: Imports;
  /** Offer a file and wait for the end of its check. */
  readonly look: (bytes: Uint8Array) => Promise<ImportState & { readonly ticket: string }>;
  readonly take: (edition?: Edition) => Promise<void>;
}
const open: (() => void)[] = [];
afterAll(() => {
  for (const close of open) close();
});
/** @param builtIn with the packs that come with the program: they take a while to read */
function lab(startCheck = here, builtIn = false): Lab {
  const folder = mkdtempSync(path.join(tmpdir(), 'syscall-lab-imports-')),
    none = path.join(folder, 'exercises'),
    store = new Store(folder, () => '2026-01-31T10:00:00.000Z'),
    packs = new Packs(builtIn ? path.join(root, 'exercises') : none, store.packs),
    imports = new Imports(packs, store.packs, startCheck, error => {
      throw error;
    });
  mkdirSync(none);
  open.push(() => {
    imports.close();
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const look: Lab['look'] = async bytes => {
    const begun = imports.offer('small.labpack', bytes);
    if (!begun.ok) throw new Error(begun.problem.message);
    const { ticket } = begun.value;
    for (;;) {
      const state = imports.state(ticket);
      if (!state.ok) throw new Error(state.problem.message);
      if (!['receiving', 'reading', 'playing'].includes(state.value.stage)) return { ...state.value, ticket };
      await new Promise(done => setTimeout(done, 2));
    }
  };
  const take = async (edition?: Edition): Promise<void> => {
    const { ticket } = await look(labpack(edition));
    expect(imports.confirm(ticket, true)).toEqual({ ok: true, value: null });
  };
  return { store, packs, imports, look, take };
}
const small = ({ packs }: Lab): unknown => packs.list().filter(p => !p.builtIn);
const start = { ref: { machine: 'bench-x64', seed: 'note', set: {} }, exercise: { pack: 'small', id: 'first' } };

describe('a good pack', () => {
  test('is told whole before anything is kept, and then is there to be worked on', async () => {
    const l = lab(),
      told = await l.look(labpack());
    expect(told).toMatchObject({
      stage: 'ready',
      name: 'small.labpack',
      played: { done: 6, of: 6 },
      report: {
        ...{ files: 16, problems: [], count: 0, signer: { state: 'unsigned' } },
        pack: {
          ...{ id: 'small', version: '1.0.0', licence: 'MIT', authors: ['Somebody'], languages: ['en', 'zh-CN'], pages: 1 },
          exercises: [{ id: 'words' }, { id: 'first', title: { en: 'The stack pointer', 'zh-CN': '栈指针' } }, { id: 'second' }],
        },
      },
    });
    expect(told.report).not.toHaveProperty('update');
    expect(small(l)).toEqual([]);
    expect(l.imports.confirm(told.ticket, false)).toEqual({ ok: true, value: null });
    expect(small(l)).toMatchObject([{ id: 'small', version: '1.0.0', builtIn: false, content: content().hash }]);
    expect(l.packs.exercise('small', 'first')).toMatchObject({
      version: '1.0.0',
      content: content().hash,
      files: { 'pack.yml': expect.any(String) as string },
    });
    expect(l.packs.page('small', 'stack')).toMatchObject({
      machine: 'bench-x64',
      texts: { en: expect.stringContaining('# Stacks') as string },
    });
    expect(l.imports.confirm(told.ticket, false)).toMatchObject({ problem: { code: 'import/gone' } });
  });
  test('goes out as the bytes it came in', async () => {
    const l = lab();
    await l.take({ key: 'one' });
    expect(l.packs.exported('small')).toMatchObject({ name: 'small-1.0.0.labpack' });
    expect(Buffer.from(l.packs.exported('small')!.bytes).equals(labpack({ key: 'one' }))).toBe(true);
  });
  test('one that came with the program goes out whole too, and cannot come in again', async () => {
    const l = lab(here, true),
      told = await l.look(l.packs.exported('syscalls')!.bytes);
    expect(told).toMatchObject({ stage: 'refused', report: { problems: [], taken: 'built-in', pack: { id: 'syscalls' } } });
    expect(l.packs.remove('syscalls')).toBe(false);
  }, 60_000);
  test('is removed, and what was done on it is kept', async () => {
    const l = lab();
    await l.take();
    const { session } = l.store.openSession(start, { content: content().hash });
    l.store.appendInput(session, 0, { kind: 'line', text: 'r' });
    expect([l.packs.remove('small'), l.packs.remove('small')]).toEqual([true, false]);
    expect(l.packs.exercise('small', 'first')).toBeUndefined();
    await l.take();
    expect(l.store.openSession(start)).toMatchObject({ session, inputs: [{ text: 'r' }] });
  });
});

describe('an update', () => {
  const text = 'exercises/first/text.en.md',
    exercise = 'exercises/first/exercise.yml';
  const cases: readonly (readonly [string, Edition, unknown])[] = [
    ['wording', { version: '1.0.1', edit: [[text, 'RSP holds an address.', 'RSP holds one address.']] }, { says: 'patch', is: 'patch', touched: [{ id: 'first', change: 'wording', open: 1, ended: 0 }] }],
    ['a misconception more', { version: '1.1.0', edit: [[exercise, "- { id: down, value: reg('rsp') - n, say: down }", "- { id: down, value: reg('rsp') - n, say: down }\n      - { id: less, value: reg('rsp') - 2 * n, say: down }"]] }, { says: 'minor', is: 'minor', touched: [{ id: 'first', change: 'additive', open: 1 }] }],
    ['another key, under a version that hides it', { version: '1.0.1', edit: [[exercise, "expect: reg('rsp') & 0xffff", "expect: reg('rsp') & 0xfff0"]] }, { says: 'patch', is: 'major', touched: [{ id: 'first', change: 'grading', open: 1 }] }],
    ['an exercise less', { version: '2.0.0', edit: [['pack.yml', 'exercises: [first, second]', 'exercises: [first]'], ['pack.yml', 'class: [first], homework: [second]', 'class: [first], homework: []'], ['pack.yml', 'of: [first, second]', 'of: [first]'], ['exercises/words/exercise.yml', 'needs: [second]', 'needs: []']] }, { says: 'major', is: 'major', touched: [{ id: 'words', change: 'wording' }, { id: 'second', change: 'removed', open: 0 }] }],
    ['a machine of the pack', { version: '1.0.1', files: { 'machines/mine.yml': 'base: bench-x64\nstart:\n  - { reg: rcx, is: 5 }\n' }, edit: [['exercises/second/exercise.yml', 'machine: { base: bench-x64 }', 'machine: { base: mine }']] }, { says: 'patch', is: 'major', touched: [{ id: 'second', change: 'grading' }] }],
    ['an older one', { version: '0.9.0' }, { says: 'older', is: undefined, touched: [] }],
    ['the same', {}, { says: 'same', is: undefined, touched: [] }],
    ['other content under the same version', { edit: [[text, 'RSP holds an address.', 'RSP holds one address.']] }, { says: 'replaced', is: 'patch' }],
  ]; // prettier-ignore
  test.each(cases)('%s', async (_name, edition, update) => {
    const l = lab();
    await l.take();
    l.store.openSession(start, { content: content().hash });
    const files = editionFiles(edition);
    if (edition.version === '2.0.0') for (const name of [...files.keys()]) if (name.startsWith('exercises/second/')) files.delete(name);
    const told = await l.look(writeZip(seal(files), packing));
    expect(told.report?.problems).toEqual([]);
    expect(told.report?.update).toMatchObject({ from: '1.0.0', ...(update as object) });
  });
  test('leaves an open attempt with the version it was begun with, until it is started over', async () => {
    const l = lab(),
      newer = { version: '1.1.0' };
    await l.take();
    l.store.openSession(start, { content: l.packs.contentFor('small', 'first') });
    await l.take(newer);
    const [mine, other] = ['first', 'second'].map(id => l.packs.exercise('small', id, l.packs.contentFor('small', id)));
    expect(mine).toMatchObject({ version: '1.0.0', content: content().hash });
    expect(other).toMatchObject({ version: '1.1.0', content: content(newer).hash });
    l.store.openSession(start, { content: content(newer).hash, fresh: true });
    expect(l.packs.contentFor('small', 'first')).toBe(content(newer).hash);
    expect(l.packs.exercise('small', 'first', 'f'.repeat(64))).toBeUndefined();
  });
  test('that another window overtook is not installed', async () => {
    const l = lab();
    await l.take();
    const { ticket } = await l.look(labpack({ version: '1.0.1' }));
    await l.take({ version: '1.0.2' });
    expect(l.imports.confirm(ticket, true)).toMatchObject({ problem: { code: 'import/moved-on' } });
    expect(small(l)).toMatchObject([{ version: '1.0.2' }]);
  });
});

test('who signed: unsigned, unknown, known since, changed, and that is asked about', async () => {
  const l = lab(),
    standing = async (edition: Edition): Promise<unknown> => (await l.look(labpack(edition))).report?.signer;
  expect(await standing({})).toEqual({ state: 'unsigned' });
  expect(await standing({ key: 'one' })).toEqual({ state: 'unknown', fingerprint: KEYS.one.fingerprint });
  await l.take({ key: 'one' });
  expect(await standing({ version: '1.0.1', key: 'one' })).toEqual({
    state: 'known',
    fingerprint: KEYS.one.fingerprint,
    since: '2026-01-31',
  });
  const { ticket, report } = await l.look(labpack({ version: '1.0.1', key: 'two' }));
  expect(report?.signer).toEqual({
    state: 'changed',
    fingerprint: KEYS.two.fingerprint,
    before: KEYS.one.fingerprint,
    since: '2026-01-31',
  });
  expect(await standing({ version: '1.0.1' })).toMatchObject({ state: 'changed', fingerprint: undefined });
  expect(l.imports.confirm(ticket, false)).toMatchObject({ problem: { code: 'import/key' } });
  expect(small(l)).toMatchObject([{ version: '1.0.0', signer: KEYS.one.fingerprint }]);
  expect(l.imports.confirm(ticket, true).ok).toBe(true);
  expect(small(l)).toMatchObject([{ version: '1.0.1', signer: KEYS.two.fingerprint }]);
});

test('an id that another author’s pack has is taken', async () => {
  const l = lab();
  await l.take();
  const told = await l.look(labpack({ edit: [['pack.yml', '0f6a2f0e', '1f6a2f0e']] }));
  expect(told).toMatchObject({ stage: 'refused', report: { taken: 'other', problems: [] } });
  expect(l.imports.confirm(told.ticket, true)).toMatchObject({ problem: { code: 'import/not-ready' } });
});

describe('every spoiled pack that a file can carry is refused, and leaves what is stored as it was', () => {
  const l = lab(),
    kept = (): string => JSON.stringify([l.store.counts(), l.store.packs.installed(), l.store.packs.trust()]);
  let before = '';
  beforeAll(async () => {
    await l.take();
    before = kept();
  });
  const sealed = (files: ReadonlyMap<string, string>): Uint8Array =>
    writeZip(seal(new Map([...files].map(([name, text]) => [name, encodeUtf8(text)]))), packing);
  const prose = PROSE.map(([code, name, what]) => [code, name, sealed(changed({ file: 'exercises/first/text.en.md', from: '`r rsp`', to: `\`r rsp\`\n\n${what.replace('|', '')}` }))] as const); // prettier-ignore
  const broken = writeZip(new Map(editionFiles({ key: 'one' })).set('MANIFEST.json', editionFiles({ version: '1.0.1' }).get('MANIFEST.json')!), packing), // prettier-ignore
    forged = new Map(editionFiles({ version: '1.0.1' })).set('SIGNATURE.json', editionFiles({ key: 'one' }).get('SIGNATURE.json')!);
  const rows: readonly (readonly [string, string, () => Uint8Array])[] = [
    ...BYTES.map(([code, name, , zip]) => [code, name, zip] as const),
    ...[...SPOILED, ...UNPROVEN].map(s => [s.code, s.name, () => sealed(s.files)] as const),
    ...prose.map(([code, name, bytes]) => [code, name, () => bytes] as const),
    ['manifest-differs', 'a manifest of another version', () => broken],
    ['manifest-missing', 'no manifest', () => writeZip(new Map([...editionFiles()].filter(([name]) => name !== 'MANIFEST.json')), packing)],
    ['signature-broken', 'a signature of other files', () => writeZip(forged, packing)],
  ];
  test.each(rows)('%s: %s', async (code, name, bytes) => {
    seeds = /transferable|on some seeds/.test(`${code} ${name}`) ? 10 : 2;
    if (code === 'zip-size')
      return void expect(l.imports.offer('small.labpack', bytes())).toMatchObject({ problem: { code: 'import/large' } });
    const { stage, report, ticket } = await l.look(bytes()),
      warning = packMessage(code as PackCode).severity === 'warning';
    expect(report?.problems.map(p => p.code)).toContain(code);
    expect(stage).toBe(warning ? 'ready' : 'refused');
    if (!warning) expect(l.imports.confirm(ticket, true)).toMatchObject({ ok: false });
    l.imports.cancel(ticket);
    expect(kept()).toBe(before);
  });
});

describe('pieces', () => {
  const begin = (l: Lab, size: number): string => {
    const begun = l.imports.begin('a.labpack', size);
    return begun.ok ? begun.value.ticket : '';
  };
  test('in order and as many as were said, or it is over', () => {
    const l = lab(),
      piece = new Uint8Array(10);
    for (const [at, size] of [
      [1, 20],
      [0, 9],
      [-1, 20],
    ] as const) {
      // prettier-ignore
      const ticket = begin(l, size);
      expect(l.imports.piece(ticket, at, piece)).toMatchObject({ problem: { code: 'import/part' } });
      expect(l.imports.state(ticket)).toMatchObject({ problem: { code: 'import/gone' } });
    }
    const ticket = begin(l, 20);
    expect(l.imports.piece(ticket, 0, piece).ok).toBe(true);
    expect(l.imports.piece(ticket, 0, piece)).toMatchObject({ problem: { code: 'import/part' } });
    expect(l.imports.piece(begin(l, 20), 0, new Uint8Array(0))).toMatchObject({ problem: { code: 'import/part' } });
    expect(l.imports.piece('0'.repeat(32), 0, piece)).toMatchObject({ problem: { code: 'import/gone' } });
    expect(l.imports.begin('a.labpack', (64 << 20) + 1)).toMatchObject({ problem: { code: 'import/large' } });
  });
  test('a fifth import ends the first', () => {
    const l = lab(),
      tickets = Array.from({ length: 5 }, () => begin(l, 20));
    expect(tickets.map(t => l.imports.state(t).ok)).toEqual([false, true, true, true, true]);
  });
});

describe('in a thread of its own', () => {
  test('the same is told, and the host answers meanwhile', async () => {
    const l = lab(checkInThread),
      looking = l.look(labpack());
    let turns = 0;
    const turn = setInterval(() => turns++, 5);
    const told = await looking;
    clearInterval(turn);
    expect(told).toMatchObject({ stage: 'ready', played: { done: 30, of: 30 }, report: { problems: [] } });
    expect(turns).toBeGreaterThan(10);
    expect(l.imports.confirm(told.ticket, false).ok).toBe(true);
    expect((await l.look(labpack({ version: '1.0.1' }))).report?.update).toMatchObject({ from: '1.0.0', says: 'patch' });
  }, 60_000);
  test('cancelled in the middle: it ends and nothing is kept', async () => {
    const l = lab(checkInThread),
      before = l.store.counts(),
      begun = l.imports.offer('small.labpack', labpack());
    const { ticket } = begun.ok ? begun.value : { ticket: '' };
    while ((l.imports.state(ticket) as { value: ImportState }).value.stage !== 'playing') await new Promise(done => setTimeout(done, 5));
    l.imports.cancel(ticket);
    await new Promise(done => setTimeout(done, 200));
    expect(l.imports.state(ticket)).toMatchObject({ problem: { code: 'import/gone' } });
    expect(l.store.counts()).toEqual(before);
  }, 60_000);
});
