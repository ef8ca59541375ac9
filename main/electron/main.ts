/** Electron's entry: put the pieces together and open the window. */
import path from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, protocol, session } from 'electron';
import { defaultDataFolder, openServices } from '../services/open.ts';
import { answerCalls } from './ipc.ts';
import { ORIGIN, PRIVILEGES, serveWindow } from './protocol.ts';
import { confine, denyPermissions, windowOptions } from './window.ts';

const out = path.join(import.meta.dirname, '..');
const place = { root: path.join(out, '..') };
const dataFolder = process.env['SYSCALL_LAB_DATA'] ?? defaultDataFolder();

protocol.registerSchemesAsPrivileged([PRIVILEGES]);
app.enableSandbox();
if (!app.requestSingleInstanceLock()) app.quit();
else void start();

async function start(): Promise<void> {
  await app.whenReady();
  try {
    const services = openServices(place, dataFolder, 'electron', app.getLocale());
    app.on('quit', services.close);
    serveWindow(protocol, path.join(out, 'renderer'));
    denyPermissions(session.defaultSession);
    answerCalls(ipcMain, services.dispatch);
    app.on('web-contents-created', (_event, contents) => {
      confine(contents);
    });
    openWindow();
  } catch (e) {
    dialog.showErrorBox('Syscall Lab', e instanceof Error ? e.message : String(e));
    app.exit(1);
  }
}

function openWindow(): void {
  const window = new BrowserWindow(windowOptions(path.join(out, 'preload', 'preload.cjs')));
  window.removeMenu();
  window.once('ready-to-show', () => {
    window.show();
  });
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  app.on('window-all-closed', () => {
    app.quit();
  });
  void window.loadURL(`${ORIGIN}/`);
}
