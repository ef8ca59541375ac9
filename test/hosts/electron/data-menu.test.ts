/** The File menu's entries about what is stored, on a double of Electron over a real store. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test } from 'vitest';
import { BACKUPS, backupsIn } from '../../../main/store/backup.ts';
import { Store } from '../../../main/store/store.ts';
import { dataFolder } from '../services.ts';
import { settled } from './double.ts';
import { started, type Started } from './started.ts';

async function choose({ double }: Started, label: string): Promise<void> {
  const file = double.menus.at(-1)![0]!.submenu as MenuItemConstructorOptions[];
  (file.find(item => item.label === label)!.click as () => void)();
  await settled();
}

describe('the File menu', () => {
  test('makes a backup and says where', async () => {
    const lab = await started();
    lab.call('history/add', { line: 'r' });
    await choose(lab, 'Back up now');
    const [name] = backupsIn(lab.data);
    expect(lab.double.dialogs[0]).toMatchObject({
      type: 'info',
      message: 'A backup was made.',
      detail: path.join(lab.data, BACKUPS, name!),
    });
  });
  test('restores a chosen backup after a question, keeps what was there, and starts again', async () => {
    const lab = await started();
    lab.call('history/add', { line: 'old' });
    await choose(lab, 'Back up now');
    lab.call('history/add', { line: 'new' });
    lab.double.chosen = path.join(lab.data, BACKUPS, backupsIn(lab.data)[0]!);
    lab.double.answers.push(0);
    await choose(lab, 'Restore a backup…');
    expect(lab.double.dialogs.at(-1)).toMatchObject({ type: 'question', buttons: ['Restore', 'Cancel'], defaultId: 1 });
    expect(lab.double.names().slice(-3)).toEqual(['closed', 'relaunch', 'quit']);
    const store = new Store(lab.data);
    expect(store.history()).toEqual(['old']);
    store.close();
  });
  test('restores nothing when the person cancels, at either question', async () => {
    const lab = await started();
    lab.call('history/add', { line: 'mine' });
    await choose(lab, 'Restore a backup…');
    lab.double.chosen = path.join(lab.data, 'lab.db');
    await choose(lab, 'Restore a backup…');
    expect(lab.double.dialogs).toHaveLength(1);
    expect(lab.double.names()).not.toContain('closed');
    expect(lab.call('history/get')).toEqual({ ok: true, value: ['mine'] });
  });
  test('a file that is no backup is refused in a sentence; the lab starts again as it was', async () => {
    const lab = await started();
    lab.call('history/add', { line: 'mine' });
    lab.double.chosen = path.join(dataFolder(), 'notes.db');
    writeFileSync(lab.double.chosen, 'notes');
    lab.double.answers.push(0);
    await choose(lab, 'Restore a backup…');
    expect(lab.double.dialogs.at(-1)!.detail).toMatch(/not a sound copy .* Nothing was changed/);
    const store = new Store(lab.data);
    expect(store.history()).toEqual(['mine']);
    store.close();
  });
  test('checks the data', async () => {
    const lab = await started();
    await choose(lab, 'Check data');
    expect(lab.double.dialogs[0]).toMatchObject({
      type: 'info',
      message: expect.stringMatching(/^The data is sound: 0 sessions, 0 answers, version \d+ of the store\.$/) as string,
    });
  });
  test('exports diagnostics where the person says, and nothing when they cancel', async () => {
    const lab = await started();
    await choose(lab, 'Export diagnostics…');
    expect(lab.double.dialogs).toEqual([]);
    lab.double.chosen = path.join(lab.data, 'mine.txt');
    await choose(lab, 'Export diagnostics…');
    expect(readFileSync(lab.double.chosen, 'utf8')).toMatch(/^Syscall Lab \d/);
    expect(lab.double.dialogs[0]).toMatchObject({ message: 'mine.txt was written.' });
  });
  test('says what did not work', async () => {
    const lab = await started();
    lab.double.chosen = path.join(lab.data, 'no', 'folder.txt');
    await choose(lab, 'Export diagnostics…');
    expect(lab.double.dialogs[0]).toMatchObject({ type: 'warning', message: 'That did not work.' });
    expect(existsSync(lab.double.chosen)).toBe(false);
  });
});

describe('what is written down', () => {
  test('processes that ended, by their reason', async () => {
    const { double, data } = await started();
    double.contents.deliver('render-process-gone', undefined, { reason: 'oom' });
    double.app.deliver('child-process-gone', undefined, { type: 'GPU', reason: 'crashed' });
    const text = readFileSync(path.join(data, 'log.txt'), 'utf8');
    expect(text).toContain("the window's process ended: oom");
    expect(text).toContain('a process of the runtime ended: GPU, crashed');
  });
});
