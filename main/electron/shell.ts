/** The desktop shell: what happens from the start of the program to its end. Electron and the system are arguments. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Language, Result } from '../../core/problem.ts';
import type { Arguments, PackSummary, Settings } from '../../core/host.ts';
import type { WindowCalls } from '../dispatch.ts';
import { systemLanguage, type Opened } from '../services/open.ts';
import { StoreError } from '../store/store-error.ts';
import { handedOver, LINK_SCHEME, withoutOurs, type StartArguments } from './arguments.ts';
import { Asker } from './ask.ts';
import { openAsked } from './asked.ts';
import { folderDialog } from './choose-folder.ts';
import { afterCrash } from './crash.ts';
import { openExternal } from './external.ts';
import { dataMenu } from './data-menu.ts';
import { Inbox } from './inbox.ts';
import { answerCalls } from './ipc.ts';
import { contextTemplate, menuTemplate } from './menu.ts';
import type { ContentsPart, ElectronParts, WindowPart } from './parts.ts';
import { ORIGIN, PRIVILEGES, serveWindow } from './protocol.ts';
import { keepWindowState, placement, readWindowState } from './window-state.ts';
import { confine, denyNetwork, denyPermissions, windowOptions } from './window.ts';

export interface ShellOptions {
  readonly start: StartArguments;
  /** What the program was started with, to start it again. */
  readonly argv: readonly string[];
  /** Folder of the built window, and the preload script. */
  readonly renderer: string;
  readonly preload: string;
  readonly open: (locale: string, window: WindowCalls) => Opened;
  /** Files of the program that are not as they were packed. */
  readonly changed: () => readonly string[];
  readonly now: () => number;
  readonly platform: NodeJS.Platform;
  /** Run from a package; from source nothing is registered with the system. */
  readonly packaged: boolean;
}

/** To be called before Electron is ready. A second start on the same data folder hands over what it was asked and ends. */
export function startShell(electron: ElectronParts, options: ShellOptions): void {
  const { app, protocol } = electron,
    { data, asked } = options.start,
    profile = path.join(data, 'window');
  try {
    mkdirSync(profile, { recursive: true });
  } catch {
    electron.dialog.showErrorBox('Syscall Lab', `The data folder ${data} cannot be made or written to. Choose another with --data.`);
    app.exit(1);
    return;
  }
  app.setPath('userData', profile); // the lock is by this folder: one program per data folder
  if (!app.requestSingleInstanceLock({ asked })) {
    app.quit();
    return;
  }
  protocol.registerSchemesAsPrivileged([PRIVILEGES]);
  app.enableSandbox();
  const shell = new Shell(electron, options);
  shell.listen();
  void app.whenReady().then(() => {
    shell.ready();
  });
}

class Shell {
  readonly #electron: ElectronParts;
  readonly #options: ShellOptions;
  readonly #inbox = new Inbox();
  readonly #ask: Asker;
  /** Links and files asked for before there is a window. */
  #early: string[] | undefined;
  #services: Opened | undefined;
  #window: WindowPart | undefined;

  constructor(electron: ElectronParts, options: ShellOptions) {
    this.#electron = electron;
    this.#options = options;
    this.#early = [...options.start.asked];
    this.#ask = new Asker(electron.dialog, () => this.#language());
  }

  /** The events that may come before the program is ready. */
  listen(): void {
    const { app } = this.#electron;
    app.on('open-file', (event, file) => {
      event.preventDefault();
      this.#asked(handedOver({ asked: [file] }));
    });
    app.on('open-url', (event, link) => {
      event.preventDefault();
      this.#asked(handedOver({ asked: [link] }));
    });
    app.on('second-instance', (_event, _argv, _folder, handed) => {
      if (this.#window?.isMinimized()) this.#window.restore();
      this.#window?.focus();
      this.#asked(handedOver(handed));
    });
    app.on('child-process-gone', (_event, { type, reason }) => {
      this.#services?.log.add(`a process of the runtime ended: ${type}, ${reason}`);
    });
    app.on('window-all-closed', () => {
      app.quit();
    });
    app.on('web-contents-created', (_event, contents) => {
      confine(contents, address => void openExternal(address, this.#ask, this.#electron.shell));
    });
  }
  ready(): void {
    const { app, dialog, ipcMain, protocol, session } = this.#electron;
    const changed = this.#options.changed();
    if (changed.length > 0) {
      dialog.showErrorBox('Syscall Lab', this.#ask.say('program.changed', { n: String(changed.length), first: changed[0]! }));
      app.exit(1);
      return;
    }
    try {
      const services = this.#options.open(app.getLocale(), {
        ready: () => this.#ready(),
        menu: ({ sections }) => this.#setMenu(sections),
        restart: folder => this.#restart(['--data', folder]),
        chooseFolder: folderDialog(dialog, this.#ask, () => this.#language()),
      });
      app.on('quit', services.close);
      this.#services = services;
      serveWindow(protocol, this.#options.renderer);
      denyPermissions(session.defaultSession);
      denyNetwork(session.defaultSession);
      answerCalls(ipcMain, services.dispatch);
      this.#setMenu([]);
      if (this.#options.packaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
      this.#openWindow();
    } catch (e) {
      const said = e instanceof StoreError ? e.in(this.#language()) : e instanceof Error ? e.message : String(e);
      dialog.showErrorBox('Syscall Lab', said);
      app.exit(1);
    }
  }

  #openWindow(): void {
    const { screen, BrowserWindow } = this.#electron,
      { data, safe } = this.#options.start;
    const primary = screen.getPrimaryDisplay(),
      displays = [primary, ...screen.getAllDisplays().filter(d => d.id !== primary.id)].map(d => d.workArea),
      place = placement(safe ? undefined : readWindowState(data), displays);
    const window = new BrowserWindow(windowOptions(this.#options.preload, place));
    this.#window = window;
    if (place.maximized) window.maximize();
    window.on('close', () => {
      keepWindowState(data, { ...window.getNormalBounds(), maximized: window.isMaximized() });
    });
    this.#watch(window);
    void window.loadURL(`${ORIGIN}/`);
  }
  /** Shown when it is painted, loaded again when its process dies. */
  #watch(window: WindowPart): void {
    window.on('ready-to-show', () => {
      window.show();
    });
    const gone = afterCrash({
      now: this.#options.now,
      reload: () => {
        this.#inbox.deaf();
        this.#inbox.tell({ kind: 'recovered' });
        window.webContents.reload();
      },
      giveUp: (times, reason) => void this.#giveUp(times, reason),
    });
    window.webContents.on('render-process-gone', (_event, details) => {
      this.#services?.log.add(`the window's process ended: ${details.reason}`);
      gone(details);
    });
    window.webContents.on('context-menu', (_event, params) => {
      const items = contextTemplate(params, id => this.#ask.say(id));
      if (items.length > 0) this.#electron.Menu.buildFromTemplate(items).popup();
    });
    window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) this.#inbox.deaf();
    });
  }
  #setMenu(sections: Arguments<'window/menu'>['sections']): void {
    const { Menu } = this.#electron,
      services = this.#services!;
    const template = menuTemplate(sections, {
      platform: this.#options.platform,
      say: id => this.#ask.say(id),
      run: id => {
        this.#inbox.tell({ kind: 'action', id });
      },
      own: dataMenu({
        electron: this.#electron,
        ask: this.#ask,
        language: () => this.#language(),
        folder: this.#options.start.data,
        care: services.care,
        close: services.close,
        now: this.#options.now,
      }),
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }
  /** The page says that it hears. */
  #ready(): ReturnType<WindowCalls['ready']> {
    const early = this.#early;
    this.#early = undefined;
    if (early) this.#asked(early);
    return this.#inbox.ready(this.#contents());
  }
  #contents(): ContentsPart {
    return this.#window!.webContents;
  }
  async #giveUp(times: number, reason: string): Promise<void> {
    const { app } = this.#electron;
    const safe = await this.#ask.confirm({
      title: this.#ask.say('crash.title'),
      detail: this.#ask.say('crash.detail', { n: String(times), reason }),
      accept: 'crash.safe',
      otherwise: 'button.quit',
    });
    if (safe) this.#restart(['--data', this.#options.start.data, '--safe']);
    else app.quit();
  }
  /** Start the program again with these options instead of those it has. */
  #restart(args: readonly string[]): void {
    const { app } = this.#electron;
    app.relaunch({ args: [...withoutOurs(this.#options.argv), ...args] });
    app.quit();
  }

  #asked(texts: readonly string[]): void {
    if (this.#early) this.#early.push(...texts);
    else
      for (const text of texts)
        void openAsked(text, {
          ask: this.#ask,
          language: () => this.#language(),
          packs: () => this.#value<readonly PackSummary[]>('packs/list') ?? [],
          tell: notice => {
            this.#inbox.tell(notice);
          },
          offer: (name, bytes) => this.#services!.offer(name, bytes),
          remember: file => {
            this.#electron.app.addRecentDocument(file);
          },
        });
  }
  #language(): Language {
    const info = this.#value<{ systemLanguage: Language }>('app/info');
    return this.#value<Settings>('settings/get')?.language ?? info?.systemLanguage ?? systemLanguage(this.#electron.app.getLocale());
  }
  #value<T>(call: string): T | undefined {
    const result = this.#services?.dispatch(call, {}) as Result<T> | undefined;
    return result?.ok ? result.value : undefined;
  }
}
