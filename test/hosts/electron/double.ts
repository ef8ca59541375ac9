/**
 * A double of Electron that records what it is told and says what a test lets it say. It is typed by Electron's own declarations: where
 * Electron changes a method the shell uses, this file stops compiling.
 */
import { EventEmitter } from 'node:events';
import { stat } from 'node:fs/promises';
import type * as E from 'electron';
import type {
  AppEvents,
  AppPart,
  ContentsEvents,
  ContentsPart,
  DialogPart,
  ElectronParts,
  SessionPart,
  WindowPart,
} from '../../../main/electron/parts.ts';

/** An event of Electron that can be prevented. */
export class Preventable implements E.Event {
  defaultPrevented = false;
  readonly preventDefault = (): void => {
    this.defaultPrevented = true;
  };
}

export type Told = readonly [what: string, ...details: unknown[]];

export class DoubleContents extends EventEmitter implements ContentsPart {
  readonly told: Told[];
  readonly sent: unknown[] = [];
  openHandler: Parameters<ContentsPart['setWindowOpenHandler']>[0] | undefined;
  constructor(told: Told[]) {
    super();
    this.told = told;
  }
  deliver<K extends keyof ContentsEvents>(name: K, ...got: ContentsEvents[K]): void {
    this.emit(name, ...got);
  }
  reload = (): void => void this.told.push(['reload']);
  send = (channel: string, ...got: unknown[]): void => void this.sent.push([channel, ...got]);
  setWindowOpenHandler = (handler: NonNullable<DoubleContents['openHandler']>): void => {
    this.openHandler = handler;
  };
}

class DoubleApp extends EventEmitter implements AppPart {
  readonly told: Told[];
  readonly #locked: boolean;
  #ready: () => void = () => undefined;
  readonly #isReady = new Promise<void>(done => (this.#ready = done));
  constructor(told: Told[], locked: boolean) {
    super();
    this.told = told;
    this.#locked = locked;
  }
  /** What Electron does when it is ready, and every promise that waits for it. */
  async becomeReady(): Promise<void> {
    this.#ready();
    await new Promise(done => setImmediate(done));
  }
  deliver<K extends keyof AppEvents>(name: K, ...got: AppEvents[K]): void {
    this.emit(name, ...got);
  }
  addRecentDocument = (file: string): void => void this.told.push(['recent', file]);
  enableSandbox = (): void => void this.told.push(['sandbox']);
  exit = (code?: number): void => void this.told.push(['exit', code]);
  getLocale = (): string => 'en-GB';
  quit = (): void => void this.told.push(['quit']);
  relaunch = (options?: E.RelaunchOptions): void => void this.told.push(['relaunch', options?.args]);
  requestSingleInstanceLock = (data?: Record<string, unknown>): boolean => {
    this.told.push(['lock', data]);
    return !this.#locked;
  };
  setAsDefaultProtocolClient = (scheme: string): boolean => this.told.push(['links', scheme]) > 0;
  setPath = (name: string, folder: string): void => void this.told.push(['path', name, folder]);
  whenReady = (): Promise<void> => this.#isReady;
}

class DoubleSession extends EventEmitter implements SessionPart {
  request: Parameters<SessionPart['setPermissionRequestHandler']>[0] = null;
  check: Parameters<SessionPart['setPermissionCheckHandler']>[0] = null;
  device: Parameters<SessionPart['setDevicePermissionHandler']>[0] = null;
  display: Parameters<SessionPart['setDisplayMediaRequestHandler']>[0] = null;
  before: ((details: E.OnBeforeRequestListenerDetails, decide: (response: E.CallbackResponse) => void) => void) | undefined;
  setPermissionRequestHandler = (handler: DoubleSession['request']): void => void (this.request = handler);
  setPermissionCheckHandler = (handler: DoubleSession['check']): void => void (this.check = handler);
  setDevicePermissionHandler = (handler: DoubleSession['device']): void => void (this.device = handler);
  setDisplayMediaRequestHandler = (handler: DoubleSession['display']): void => void (this.display = handler);
  readonly webRequest: SessionPart['webRequest'] = {
    onBeforeRequest: (...got: unknown[]): void => void (this.before = got.at(-1) as NonNullable<DoubleSession['before']>),
  };
}

/** One program: what it was told in order, and the objects to deliver events through. */
export class Double {
  readonly told: Told[] = [];
  readonly app: DoubleApp;
  readonly session = new DoubleSession();
  readonly windows: {
    readonly options: E.BrowserWindowConstructorOptions;
    readonly contents: DoubleContents;
    readonly emitter: EventEmitter;
  }[] = [];
  /** Answers of the person to the next dialogs: the number of a button. Without one, the cancelling button. */
  readonly answers: number[] = [];
  readonly dialogs: E.MessageBoxOptions[] = [];
  readonly popups: E.MenuItemConstructorOptions[][] = [];
  readonly menus: E.MenuItemConstructorOptions[][] = [];
  displays = [{ id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } }];
  bounds = { x: 10, y: 20, width: 1200, height: 800 };
  maximized = false;
  /** The file the person chooses next; none: they cancel. */
  chosen: string | undefined;
  minimized = false;
  ipc: ((event: E.IpcMainInvokeEvent, ...got: unknown[]) => unknown) | undefined;
  serve: ((request: Request) => Response | Promise<Response>) | undefined;

  /** @param locked another program has this data folder */
  constructor({ locked = false } = {}) {
    this.app = new DoubleApp(this.told, locked);
  }
  get electron(): ElectronParts {
    return {
      app: this.app,
      BrowserWindow: this.#windowClass(),
      dialog: this.#dialog,
      Menu: {
        buildFromTemplate: template => ({ template, popup: () => this.popups.push(template) }) as unknown as E.Menu,
        setApplicationMenu: menu => void this.menus.push((menu as unknown as { template: E.MenuItemConstructorOptions[] }).template),
      },
      screen: {
        getPrimaryDisplay: () => this.displays[0]!,
        getAllDisplays: () => this.displays.toReversed(),
      },
      ipcMain: { handle: (channel, listener) => void (this.told.push(['ipc', channel]), (this.ipc = listener)) },
      protocol: {
        handle: (scheme, handler) => void (this.told.push(['serve', scheme]), (this.serve = handler)),
        registerSchemesAsPrivileged: schemes => void this.told.push(['schemes', schemes]),
      },
      session: { defaultSession: this.session },
      shell: {
        openExternal: async address => void this.told.push(['external', address]),
        openPath: async file => (this.told.push(['open folder', file]), ''),
      },
    };
  }
  names(): string[] {
    return this.told.map(([what]) => what);
  }
  get contents(): DoubleContents {
    return this.windows.at(-1)!.contents;
  }
  readonly #dialog: DialogPart = {
    showMessageBox: async options => {
      this.dialogs.push(options);
      return { response: this.answers.shift() ?? options.cancelId ?? 0, checkboxChecked: false };
    },
    showOpenDialog: async options => {
      this.told.push(['choose', options.defaultPath]);
      return { canceled: this.chosen === undefined, filePaths: this.chosen === undefined ? [] : [this.chosen] };
    },
    showSaveDialog: async options => {
      this.told.push(['choose', options.defaultPath]);
      return { canceled: this.chosen === undefined, filePath: this.chosen ?? '' };
    },
    showErrorBox: (title, content) => void this.told.push(['error box', title, content]),
  };
  #windowClass(): ElectronParts['BrowserWindow'] {
    // eslint-disable-next-line @typescript-eslint/no-this-alias
    const double = this;
    return class extends EventEmitter implements WindowPart {
      readonly webContents = new DoubleContents(double.told);
      constructor(options: E.BrowserWindowConstructorOptions) {
        super();
        double.told.push(['window']);
        double.windows.push({ options, contents: this.webContents, emitter: this });
        double.app.deliver('web-contents-created', new Preventable(), this.webContents);
      }
      focus = (): void => void double.told.push(['focus']);
      getNormalBounds = (): E.Rectangle => double.bounds;
      isMaximized = (): boolean => double.maximized;
      isMinimized = (): boolean => double.minimized;
      loadURL = async (address: string): Promise<void> => void double.told.push(['load', address]);
      maximize = (): void => void double.told.push(['maximize']);
      restore = (): void => void double.told.push(['restore']);
      show = (): void => void double.told.push(['show']);
    };
  }
}
/** Everything that was asked for has had its turn: promises, timers, and files, which wait in a queue behind those of the system. */
export const settled = async (): Promise<void> => {
  for (let n = 0; n < 20; n++) {
    await Promise.all(Array.from({ length: 8 }, () => stat(import.meta.dirname)));
    await new Promise(done => setTimeout(done, 1));
  }
};
