// What must run on the system's Node before anything is installed: only built-ins, no modern syntax.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const windows = process.platform === 'win32';

/** One line for the person who waits. */
export function say(text) {
  console.log(`[lab] ${text}`);
}
/** A sentence, and the end. */
export function stop(text) {
  console.error(`[lab] ${text}`);
  process.exit(1);
}

const atLeast = (major, minor) => {
  const [a, b] = process.versions.node.split('.').map(Number);
  return a > major || (a === major && b >= minor);
};
/** better-sqlite3 13 needs Node-API 10: on an older Node it dies without a word. */
const isModern = () => atLeast(22, 18) || (process.versions.node.startsWith('22.') && atLeast(22, 18));
const bundledNode = () => {
  const exe = path.join(
    root,
    'node_modules',
    `node-${windows ? 'win' : process.platform}-${process.arch}`,
    'bin',
    windows ? 'node.exe' : 'node',
  );
  return existsSync(exe) ? exe : undefined;
};
const bringsNode = () => ['linux-x64', 'linux-arm64', 'win32-x64'].includes(`${process.platform}-${process.arch}`);

/** Install what package-lock.json says, if that has not been done since it changed. */
export function ensureDependencies() {
  if (!atLeast(20, 19))
    stop(
      `Node ${process.versions.node} is too old: install Node 20.19 or newer (22.18 or newer on this system), then run the command again.`,
    );
  if (!isModern() && !bringsNode())
    stop(`Node ${process.versions.node} is too old for ${process.platform} ${process.arch}: install Node 22.18 or newer.`);
  const stamp = path.join(root, 'node_modules', '.package-lock.json');
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(path.join(root, 'package-lock.json')).mtimeMs) return;
  say('installing dependencies (once) ...');
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: windows,
  });
  if (done.status !== 0) stop('npm ci failed; the lines above say why. Nothing was started.');
}

/** Run the calling script again under the Node that npm installed, unless this one will do. Returns only in a modern Node. */
export async function ensureNode(script) {
  const exe = bundledNode();
  if (isModern() && (!exe || process.versions.node === bundledVersion(exe))) return;
  if (!exe) {
    if (isModern()) return;
    stop(`Node ${process.versions.node} is too old: install Node 22.18 or newer.`);
  }
  if (path.resolve(process.execPath) === path.resolve(exe)) return;
  const env = { ...process.env, PATH: path.dirname(exe) + path.delimiter + (process.env.PATH ?? '') };
  const child = spawn(exe, [script, ...process.argv.slice(2)], { cwd: process.cwd(), stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const [code, signal] = await new Promise(done => child.on('exit', (c, s) => done([c, s])));
  process.exit(signal ? 130 : (code ?? 1));
}
function bundledVersion(exe) {
  const manifest = path.join(path.dirname(exe), '..', 'package.json');
  return existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).version : '';
}

/** Path of a usable Electron runtime. Never asks the `electron` package: that starts a download and throws. */
export function electronRuntime() {
  const name = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[process.platform] ?? 'electron';
  const folders = [process.env.ELECTRON_OVERRIDE_DIST_PATH, path.join(root, 'node_modules', 'electron', 'dist')];
  return folders.map(f => f && path.join(f, name)).find(f => f && existsSync(f));
}
export const hasDisplay = () => process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** An installed Chromium, Chrome or Edge. */
export function browser() {
  const programs = process.env.PROGRAMFILES ?? 'C:\\Program Files';
  const x86 = process.env['PROGRAMFILES(X86)'] ?? 'C:\\Program Files (x86)';
  const places = {
    win32: [
      `${programs}\\Google\\Chrome\\Application\\chrome.exe`,
      `${x86}\\Microsoft\\Edge\\Application\\msedge.exe`,
      `${programs}\\Microsoft\\Edge\\Application\\msedge.exe`,
    ],
    darwin: [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    ],
  }[process.platform] ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/microsoft-edge'];
  return [process.env.CHROMIUM_PATH, ...places].find(p => p && existsSync(p));
}
