/** From the start of the program to its end, on a double of Electron. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { dataFolder } from '../services.ts';
import { labpack } from '../pack-bytes.ts';
import { Double, Preventable, settled } from './double.ts';
import { started } from './started.ts';

const LINK = 'syscalllab://open?pack=syscalls&exercise=ssdt-descriptor';
const OPEN = { kind: 'open', pack: 'syscalls', id: 'ssdt-descriptor' };
const accept = (double: Double): void => void double.answers.push(0);
const heard = (double: Double): unknown[] => double.contents.sent.map(sent => (sent as unknown[])[1]);

describe('the start', () => {
  test('happens in the order that Electron needs', async () => {
    const { double, data } = await started();
    expect(double.names()).toEqual(['path', 'lock', 'schemes', 'sandbox', 'serve', 'ipc', 'links', 'window', 'load']);
    expect(double.told[0]).toEqual(['path', 'userData', path.join(data, 'window')]);
    expect(double.told.at(-1)).toEqual(['load', 'app://lab/']);
    double.windows[0]!.emitter.emit('ready-to-show');
    expect(double.names().at(-1)).toBe('show');
  });
  test('run from source it registers nothing with the system', async () => {
    expect((await started({ packaged: false })).double.names()).not.toContain('links');
  });
  test('the window is sandboxed and isolated and has no Node, also in workers and frames', async () => {
    const { double } = await started();
    expect(double.windows[0]!.options.webPreferences).toEqual({
      preload: '/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    });
  });
  test('where services cannot be opened it says why and ends', async () => {
    const { double } = await started({
      open: () => {
        throw new Error('The data was written by a newer Syscall Lab.');
      },
    });
    expect(double.told).toContainEqual(['error box', 'Syscall Lab', 'The data was written by a newer Syscall Lab.']);
    expect(double.names().slice(-2)).toEqual(['error box', 'exit']);
    expect(double.windows).toEqual([]);
  });
  test('where files of the program have changed it says so and opens nothing', async () => {
    const { double } = await started({ changed: ['out/main/electron.js', 'x'] });
    expect(double.names().slice(-2)).toEqual(['error box', 'exit']);
    expect(double.told.at(-2)![2]).toMatch(/^2 of the files .*out\/main\/electron\.js.* data was not touched/);
    expect(double.ipc).toBeUndefined();
  });
  test('a data folder that cannot be made is said, and nothing else is tried', async () => {
    const data = dataFolder();
    writeFileSync(path.join(data, 'window'), 'a file where the folder should be');
    const { double } = await started({ data });
    expect(double.names()).toEqual(['error box', 'exit']);
  });
  test('the end: the last window closes the program, and the store with it', async () => {
    const { double } = await started();
    double.app.deliver('window-all-closed');
    expect(double.names().at(-1)).toBe('quit');
    double.app.deliver('quit');
    expect(double.names().at(-1)).toBe('closed');
  });
});

describe('one program per data folder', () => {
  test('a second start hands over what it was asked, opens nothing and ends', async () => {
    const { double } = await started({ double: new Double({ locked: true }), asked: [LINK] });
    expect(double.told.slice(1)).toEqual([['lock', { asked: [LINK] }], ['quit']]);
    expect(double.ipc).toBeUndefined();
  });
  test('the first comes to the front and asks before it follows the link', async () => {
    const { double, call } = await started();
    call('window/ready');
    double.minimized = true;
    accept(double);
    double.app.deliver('second-instance', new Preventable(), ['electron', '--evil'], '/', { asked: [LINK] });
    await settled();
    expect(double.names().slice(-2)).toEqual(['restore', 'focus']);
    expect(double.dialogs).toHaveLength(1);
    expect(double.dialogs[0]).toMatchObject({ type: 'question', buttons: ['Open', 'Cancel'], defaultId: 1, cancelId: 1 });
    expect(heard(double)).toEqual([OPEN]);
  });
  test('what a second start says otherwise is passed over', async () => {
    const { double, call } = await started();
    call('window/ready');
    for (const handed of [undefined, { asked: ['/etc/passwd', 'https://evil.example/', '--safe', 'relative.labpack', 3] }, { asked: LINK }])
      double.app.deliver('second-instance', new Preventable(), [LINK], '/', handed);
    await settled();
    expect(double.dialogs).toEqual([]);
    expect(heard(double)).toEqual([]);
  });
});

describe('links and files of the system', () => {
  test('wait until there is a window, then are asked about', async () => {
    const { double, call } = await started({ asked: [LINK] });
    expect(double.dialogs).toEqual([]);
    accept(double);
    expect(call('window/ready')).toEqual({ ok: true, value: [] });
    await settled();
    expect(double.dialogs[0]!.message).toMatch(/^Open the exercise “.+” of “.+”\?$/);
    expect(heard(double)).toEqual([OPEN]);
  });
  test('open-url before and after the window: prevented, asked, followed only when accepted', async () => {
    const { double, call } = await started();
    const early = new Preventable();
    double.app.deliver('open-url', early, LINK);
    expect(early.defaultPrevented).toBe(true);
    call('window/ready');
    await settled();
    expect(double.dialogs).toHaveLength(1);
    expect(heard(double)).toEqual([]);
    accept(double);
    double.app.deliver('open-url', new Preventable(), LINK);
    await settled();
    expect(heard(double)).toEqual([OPEN]);
  });
  test.each([
    ['syscalllab://open?pack=syscalls&exercise=no-such', /no exercise of this name/],
    ['syscalllab://open?pack=nowhere&exercise=ssdt-descriptor', /no exercise of this name/],
    ['syscalllab://import?pack=a&exercise=b', /only open/],
    ['syscalllab://open?pack=..%2f..&exercise=b', /characters/],
  ])('%s is refused in a sentence', async (link, why) => {
    const { double, call } = await started();
    call('window/ready');
    double.app.deliver('open-url', new Preventable(), link);
    await settled();
    expect(double.dialogs[0]).toMatchObject({ type: 'warning', message: 'This link was not followed.' });
    expect(double.dialogs[0]!.detail).toMatch(why);
    expect(heard(double)).toEqual([]);
  });
  test('in Chinese where the person chose it', async () => {
    const { double, call } = await started();
    call('settings/set', { language: 'zh-CN' });
    call('window/ready');
    double.app.deliver('open-url', new Preventable(), 'syscalllab://open?x');
    await settled();
    expect(double.dialogs[0]).toMatchObject({ message: '没有打开这个链接。', buttons: ['好'] });
  });
  test('a file is shown, remembered, and neither imported nor run', async () => {
    const { double, data, call } = await started(),
      before = (call('window/ready'), call('packs/list'));
    for (const [name, kind, buttons] of [
      ['mine.labpack', 'An exercise pack', ['Look inside', 'Cancel']],
      ['mine.labrun', 'A recorded run', ['OK']],
    ] as const) {
      const file = path.join(data, name),
        event = new Preventable();
      writeFileSync(file, name.endsWith('run') ? '{ and more' : 'PK\x03\x04 and more');
      double.app.deliver('open-file', event, file);
      await settled();
      expect(event.defaultPrevented).toBe(true);
      expect(double.dialogs.at(-1)).toMatchObject({ message: name, buttons });
      expect(double.dialogs.at(-1)!.detail).toMatch(new RegExp(`^${kind}, 1\\d bytes\nSHA-256 [0-9a-f]{64}\n`));
      expect(double.told).toContainEqual(['recent', file]);
    }
    expect(double.dialogs).toHaveLength(2);
    expect(heard(double)).toEqual([]);
    expect(call('packs/list')).toEqual(before);
  });
  test('a pack that is to be looked into is checked and told to the window, which alone can import it', async () => {
    const { double, data, call } = await started(),
      file = path.join(data, 'small.labpack');
    writeFileSync(file, labpack({ key: 'one' }));
    call('window/ready');
    const before = call('packs/list');
    double.answers.push(0);
    double.app.deliver('open-file', new Preventable(), file);
    await settled();
    const [notice] = heard(double) as { kind: string; ticket: string; name: string }[];
    expect(notice).toEqual({ kind: 'import', ticket: expect.any(String) as string, name: 'small.labpack' });
    const { ticket } = notice!;
    await vi.waitFor(() => expect(call('import/state', { ticket })).toMatchObject({ value: { stage: 'ready', report: { pack: { id: 'small' }, signer: { state: 'unknown' } } } }), { timeout: 60_000, interval: 50 }); // prettier-ignore
    expect(call('packs/list')).toEqual(before);
    expect(call('import/confirm', { ticket })).toEqual({ ok: true, value: null });
    expect(call('packs/list')).toMatchObject({ value: expect.arrayContaining([expect.objectContaining({ id: 'small' })]) as unknown });
  }, 90_000);
  test.each<[string, string | undefined, RegExp]>([
    ['fake.labpack', '<html>', /not that of a pack/],
    ['fake.labrun', '\x7fELF', /not that of a recorded run/],
    ['missing.labrun', undefined, /not there/],
    ['window/.labpack', undefined, /not there/],
  ])('%s with %j is refused and not remembered', async (name, content, why) => {
    const { double, data, call } = await started(),
      file = path.join(data, name);
    if (content !== undefined) writeFileSync(file, content);
    call('window/ready');
    double.app.deliver('open-file', new Preventable(), file);
    await settled();
    expect(double.dialogs[0]!.detail).toMatch(why);
    expect(double.names()).not.toContain('recent');
  });
  test('a flood of links asks eight times at most', async () => {
    const { double, call } = await started();
    call('window/ready');
    for (let n = 0; n < 100; n++) double.app.deliver('open-url', new Preventable(), LINK);
    await settled();
    expect(double.dialogs).toHaveLength(8);
  });
});

describe("a crash of the window's process", () => {
  test('loads it again, and the page hears that it was', async () => {
    const { double, call } = await started();
    call('window/ready');
    double.contents.deliver('render-process-gone', undefined, { reason: 'crashed' });
    expect(double.names().at(-1)).toBe('reload');
    expect(heard(double)).toEqual([]);
    expect(call('window/ready')).toEqual({ ok: true, value: [{ kind: 'recovered' }] });
    expect(call('window/ready')).toEqual({ ok: true, value: [] });
  });
  test('a clean exit is none', async () => {
    const { double } = await started();
    double.contents.deliver('render-process-gone', undefined, { reason: 'clean-exit' });
    expect(double.names()).not.toContain('reload');
  });
  test.each([
    ['safe mode', 0, ['relaunch', 'quit']],
    ['quit', 1, ['quit']],
  ])('the fourth within a minute asks: %s', async (_what, answer, told) => {
    let now = 0;
    const { double } = await started({ now: () => now });
    double.answers.push(answer);
    for (let n = 0; n < 4; n++, now += 1000) double.contents.deliver('render-process-gone', undefined, { reason: 'oom' });
    await settled();
    expect(double.names().filter(n => n === 'reload')).toHaveLength(3);
    expect(double.dialogs[0]).toMatchObject({ buttons: ['Start in safe mode', 'Quit'] });
    expect(double.dialogs[0]!.detail).toContain('4 times within a minute (oom)');
    expect(double.names().slice(-told.length)).toEqual(told);
    if (answer === 0) expect(double.told.find(([what]) => what === 'relaunch')![1]).toContain('--safe');
  });
  test('crashes far apart only reload', async () => {
    let now = 0;
    const { double } = await started({ now: () => now });
    for (let n = 0; n < 10; n++, now += 61_000) double.contents.deliver('render-process-gone', undefined, { reason: 'crashed' });
    expect(double.names().filter(n => n === 'reload')).toHaveLength(10);
    expect(double.dialogs).toEqual([]);
  });
  test('a page that is being loaded hears nothing until it says that it can; a step inside the page is no load', async () => {
    const { double, call } = await started();
    call('window/ready');
    double.contents.deliver('did-start-navigation', { isMainFrame: true, isSameDocument: true });
    double.contents.deliver('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    accept(double);
    double.app.deliver('open-url', new Preventable(), LINK);
    await settled();
    expect(heard(double)).toEqual([]);
    expect(call('window/ready')).toEqual({ ok: true, value: [OPEN] });
  });
});
