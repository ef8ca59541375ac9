/** A shell started on a double of Electron, over real services in a data folder of its own. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { IpcMainInvokeEvent } from 'electron';
import { startShell, type ShellOptions } from '../../../main/electron/shell.ts';
import { openServices } from '../../../main/services/open.ts';
import { dataFolder, root } from '../services.ts';
import { Double, settled } from './double.ts';

export const OUR_PAGE = 'app://lab/index.html';
/** An invoke event as Electron gives it, from a frame. */
export const from = (url: string, parent: unknown = null): IpcMainInvokeEvent =>
  ({ senderFrame: { url, parent } }) as unknown as IpcMainInvokeEvent;

interface Start {
  readonly double?: Double;
  readonly data?: string;
  readonly asked?: readonly string[];
  readonly safe?: boolean;
  readonly now?: () => number;
  readonly changed?: readonly string[];
  readonly packaged?: boolean;
  readonly platform?: NodeJS.Platform;
  readonly open?: ShellOptions['open'];
}
export interface Started {
  readonly double: Double;
  readonly data: string;
  /** A call from our page, as the preload script sends it. */
  readonly call: (name: string, argument?: unknown) => unknown;
}

/** Start, become ready; the page has not spoken yet. */
export async function started({
  double = new Double(),
  data = dataFolder(),
  asked = [],
  safe = false,
  now = (): number => 0,
  open,
  platform = 'linux',
  changed = [],
  packaged = true,
}: Start = {}): Promise<Started> {
  const renderer = path.join(data, 'renderer');
  mkdirSync(path.join(renderer, 'assets'), { recursive: true });
  writeFileSync(path.join(renderer, 'index.html'), '<!doctype html>window');
  writeFileSync(path.join(renderer, 'assets', 'main-abcdefgh.js'), 'code');
  writeFileSync(path.join(data, 'secret.txt'), 'secret');
  let close = (): void => undefined;
  onTestFinished(() => close());
  const openReal: ShellOptions['open'] = (locale, window) => {
    const services = openServices({ root }, data, 'electron', locale, { window, safe });
    close = services.close;
    return {
      ...services,
      close: () => {
        services.close();
        double.told.push(['closed']);
      },
    };
  };
  startShell(double.electron, {
    start: { data, profile: '', safe, asked },
    argv: ['--data', data],
    renderer,
    preload: '/preload.cjs',
    open: open ?? openReal,
    changed: () => changed,
    now,
    platform,
    packaged,
  });
  await double.app.becomeReady();
  await settled();
  return { double, data, call: (name, argument = {}) => double.ipc?.(from(OUR_PAGE), name, argument) };
}
