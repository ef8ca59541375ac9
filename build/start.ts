/** npm start, once dependencies are there: choose a host, build what it needs, start it. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import dns from 'node:dns/promises';
import net from 'node:net';
import path from 'node:path';
import { bundle } from './bundle.ts';
import { startOptions } from './options.mjs';
import { browser, electronRuntime, hasDisplay, root, say, stop } from './env.mjs';
import { defaultDataFolder, openServices } from '../main/services/open.ts';
import { profileFolder } from '../main/services/profiles.ts';
import { StoreError } from '../main/store/store-error.ts';
import { lanAddresses, lanExposure } from '../main/web/lan.ts';
import { startWebHost, type WebHost } from '../main/web/server.ts';

interface Options {
  readonly web: boolean;
  readonly lan: boolean;
  readonly safe: boolean;
  readonly port: number;
  readonly data: string;
  readonly packs: readonly string[];
}
function options(): Options {
  const { web, lan, safe, port, data, profile, packs } = startOptions(),
    folder = profileFolder(path.resolve(data ?? defaultDataFolder()), profile);
  if (!folder.ok) stop(`${folder.problem.message} ${folder.problem.hint ?? ''}`);
  const lost = packs.find(p => !existsSync(path.join(p, 'pack.yml')));
  if (lost !== undefined) stop(`There is no pack.yml in ${lost}: --pack takes the folder of a pack.`);
  return { web, lan, safe, port, data: folder.value, packs };
}

/** Whether the Electron runtime could be downloaded: a name and a connection, three seconds. */
async function reachable(): Promise<boolean> {
  const timeout = new Promise<false>(done =>
    setTimeout(() => {
      done(false);
    }, 3000).unref(),
  );
  const connect = async (): Promise<boolean> => {
    try {
      await dns.lookup('github.com');
    } catch {
      return false;
    }
    return new Promise(done => {
      const socket = net.connect({ host: 'github.com', port: 443, timeout: 3000 });
      const end = (ok: boolean): void => {
        socket.destroy();
        done(ok);
      };
      socket
        .on('connect', () => {
          end(true);
        })
        .on('timeout', () => {
          end(false);
        })
        .on('error', () => {
          end(false);
        });
    });
  };
  return Promise.race([connect(), timeout]);
}

/** The runtime, or the reason why there is none. */
async function runtime(o: Options): Promise<{ exe: string } | { reason: string }> {
  if (o.web) return { reason: `asked for with ${o.lan ? '--lan' : '--web'}` };
  if (!hasDisplay()) return { reason: 'there is no display' };
  const found = electronRuntime();
  if (found) return { exe: found };
  if (!process.env['ELECTRON_MIRROR'] && !(await reachable()))
    return { reason: 'the Electron runtime is not installed and cannot be downloaded from here' };
  say('downloading the Electron runtime (once) ...');
  spawnSync(process.execPath, [path.join(root, 'node_modules', 'electron', 'install.js')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const fetched = electronRuntime();
  return fetched ? { exe: fetched } : { reason: 'the Electron runtime could not be downloaded' };
}

async function web(o: Options, reason: string): Promise<void> {
  say(`web host: ${reason}`);
  let host: WebHost;
  const services = (() => {
    try {
      return openServices({ root }, o.data, 'web', process.env['LANG'], { safe: o.safe, packs: o.packs });
    } catch (e) {
      if (e instanceof StoreError) stop(e.message);
      throw e;
    }
  })();
  try {
    host = await startWebHost({ folder: path.join(root, 'out', 'renderer'), dispatch: services.dispatch, port: o.port, lan: o.lan });
  } catch (e) {
    const { code } = e as NodeJS.ErrnoException;
    services.close();
    stop(
      code === 'EADDRINUSE'
        ? `Port ${o.port} is in use. Close what uses it, or choose another with --port N (0 for any).`
        : code === 'EACCES'
          ? `Port ${o.port} may not be used here. Choose one above 1023 with --port N.`
          : (e as Error).message,
    );
  }
  const end = (): void => {
    void host.close().then(() => {
      services.close();
      process.exit(0);
    });
  };
  process.on('SIGINT', end).on('SIGTERM', end).on('SIGHUP', end);
  say(`data: ${o.data}`);
  if (o.lan) lanExposure(lanAddresses(), host.port).forEach(say);
  for (const url of host.urls) say(`open ${url}`);
  const program = hasDisplay() ? browser() : undefined;
  if (program)
    spawn(program, [`--app=${host.url}`], { stdio: 'ignore', detached: true })
      .on('error', () => undefined)
      .unref();
}

function electron(o: Options, exe: string): void {
  say('starting in Electron');
  const child = spawn(exe, [root, ...(o.safe ? ['--safe'] : [])], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, SYSCALL_LAB_DATA: o.data },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', code => process.exit(code ?? 0));
}

const chosen = options();
const found = await runtime(chosen);
const started = performance.now();
if (await bundle()) say(`built (${((performance.now() - started) / 1000).toFixed(1)} s)`);
if ('exe' in found) electron(chosen, found.exe);
else await web(chosen, found.reason);
