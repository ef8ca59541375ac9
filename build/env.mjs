// What must run on the system's Node before anything is installed: only built-ins, and syntax that a Node too old for the lab can still read.
import { spawn, spawnSync } from 'child_process';
import { existsSync, readFileSync, statSync } from 'fs';
import path from 'path';
import { fileURLToPath } from 'url';

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

/** better-sqlite3 13 needs Node-API 10 (Node 22.14): on an older Node it dies without a word. */
const runsTheLab = () => Number(process.versions.napi) >= 10;
const installs = () => {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > 20 || (major === 20 && minor >= 19);
};
const npmHasNode = ['linux-x64', 'linux-arm64', 'win32-x64'].indexOf(`${process.platform}-${process.arch}`) >= 0;

function refuseOldNode() {
  const needed = npmHasNode ? '20.19' : '22.14';
  if (npmHasNode ? !installs() : !runsTheLab())
    stop(`Node ${process.versions.node} is too old: install Node ${needed} or newer, then run the command again.`);
}

/** Install what package-lock.json says, if that has not been done since it changed. */
function installDependencies() {
  const stamp = path.join(root, 'node_modules', '.package-lock.json');
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(path.join(root, 'package-lock.json')).mtimeMs) return;
  say('installing dependencies (once) ...');
  const started = Date.now();
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: windows,
  });
  if (done.status !== 0) stop('npm ci failed; the lines above say why. Nothing was started.');
  say(`installed (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}

function bundledNode() {
  const folder = path.join(root, 'node_modules', `node-${windows ? 'win' : process.platform}-${process.arch}`);
  const exe = path.join(folder, 'bin', windows ? 'node.exe' : 'node');
  if (!existsSync(exe)) return undefined;
  return { exe, version: JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).version };
}
/** Under which Node, with which options, the script must run instead; undefined where this one will do. */
function otherNode() {
  const bundled = bundledNode();
  if (bundled) return process.versions.node === bundled.version ? undefined : { exe: bundled.exe, options: '' };
  if (!runsTheLab()) stop(`Node ${process.versions.node} is too old and npm installed no other: install Node 22.14 or newer.`);
  if (process.features.typescript) return undefined;
  return { exe: process.execPath, options: '--experimental-strip-types --disable-warning=ExperimentalWarning' };
}
function rerun(node, script) {
  const env = Object.assign({}, process.env, {
    PATH: path.dirname(node.exe) + path.delimiter + (process.env.PATH || ''),
    NODE_OPTIONS: [process.env.NODE_OPTIONS || '', node.options].join(' ').trim(),
  });
  const child = spawn(node.exe, [script].concat(process.argv.slice(2)), { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 130 : code));
}
/** Whoever re-ran this script is gone, so nobody would pass its signals on any more. */
function endWithParent() {
  if (!process.channel) return;
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}

/**
 * Make sure of Node and of the dependencies, then `go`: in this process, or by running `script` again under the right Node.
 * @param before what can be refused before anything is installed
 */
export function enter(script, go, before) {
  refuseOldNode();
  if (before) before();
  installDependencies();
  const node = otherNode();
  if (node) return rerun(node, fileURLToPath(script));
  endWithParent();
  return go();
}

/** Path of a usable Electron runtime. Never asks the `electron` package: that starts a download and throws. */
export function electronRuntime() {
  const name = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[process.platform] || 'electron';
  const folders = [process.env.ELECTRON_OVERRIDE_DIST_PATH, path.join(root, 'node_modules', 'electron', 'dist')];
  return folders.map(f => f && path.join(f, name)).find(f => f && existsSync(f));
}
export const hasDisplay = () => process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

const BROWSERS = {
  win32: ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'],
  darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(n => `${n}.app/Contents/MacOS/${n}`),
  linux: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'microsoft-edge-stable'],
};
/** An installed Chromium, Chrome or Edge. */
export function browser() {
  const folders = {
    win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA],
    darwin: ['/Applications'],
    linux: ['/usr/bin', '/snap/bin'].concat((process.env.PATH || '').split(path.delimiter)),
  }[process.platform];
  const places = (BROWSERS[process.platform] || []).map(name => folders.filter(Boolean).map(f => path.join(f, name)));
  return [process.env.CHROMIUM_PATH].concat(...places).find(p => p && existsSync(p));
}
