/** Electron's entry: the runtime's objects, the folders and the clock are handed to the shell. */
import path from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, screen, session, shell } from 'electron';
import { changedFiles } from '../files/manifest.ts';
import { defaultDataFolder, openServices } from '../services/open.ts';
import { profileFolder } from '../services/profiles.ts';
import { startArguments } from './arguments.ts';
import { startShell } from './shell.ts';

const out = path.join(import.meta.dirname, '..'),
  root = path.join(out, '..');
const given = startArguments(process.argv.slice(app.isPackaged ? 1 : 2), process.env, process.cwd(), defaultDataFolder()),
  folder = profileFolder(given.data, given.profile),
  start = { ...given, data: folder.ok ? folder.value : given.data };
if (!folder.ok) dialog.showErrorBox('Syscall Lab', `${folder.problem.message} ${folder.problem.hint ?? ''}`);

startShell(
  { app, BrowserWindow, dialog, ipcMain, Menu, protocol, screen, session, shell },
  {
    start,
    argv: process.argv.slice(1),
    renderer: path.join(out, 'renderer'),
    preload: path.join(out, 'preload', 'preload.cjs'),
    open: (locale, window) => openServices({ root }, start.data, 'electron', locale, { window, safe: start.safe }),
    changed: () => (app.isPackaged && process.platform === 'linux' ? changedFiles(root) : []),
    now: Date.now,
    platform: process.platform,
    packaged: app.isPackaged,
  },
);
