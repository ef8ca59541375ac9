/** A data folder of its own for a test, removed afterwards, and the services over it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { openServices, type Opened } from '../../main/services/open.ts';

export const root = path.resolve(import.meta.dirname, '../..');

export function dataFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'syscall-lab-data-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
export function services(folder = dataFolder()): Opened {
  const opened = openServices({ root }, folder, 'web', 'zh_CN.UTF-8');
  let open = true;
  const close = (): void => {
    if (open) opened.close();
    open = false;
  };
  onTestFinished(close);
  return { ...opened, close };
}
