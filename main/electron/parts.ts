/** What of Electron the shell uses, by Electron's own types: the runtime fits it (main.ts compiles), and so does the tests' double. */
import type * as E from 'electron';

type Intersection<U> = (U extends unknown ? (u: U) => void : never) extends (i: infer I) => void ? I : never;
/** Electron's overloaded `on`, for the events of a table. */
type On<Events> = Intersection<
  { [K in keyof Events]: (event: K, listener: (...got: Events[K] extends unknown[] ? Events[K] : never) => void) => unknown }[keyof Events]
>;

export interface AppEvents {
  'child-process-gone': [event: unknown, details: Pick<E.Details, 'reason' | 'type'>];
  'open-file': [event: E.Event, path: string];
  'open-url': [event: E.Event, url: string];
  'second-instance': [event: E.Event, argv: string[], folder: string, handed: unknown];
  'web-contents-created': [event: E.Event, contents: ContentsPart];
  'window-all-closed': [];
  quit: [];
}
export interface ContentsEvents {
  'context-menu': [event: unknown, params: Pick<E.ContextMenuParams, 'editFlags' | 'isEditable' | 'selectionText'>];
  'did-start-navigation': [details: { isMainFrame: boolean; isSameDocument: boolean }];
  'render-process-gone': [event: unknown, details: Pick<E.RenderProcessGoneDetails, 'reason'>];
  'will-attach-webview': [details: Prevented];
  'will-frame-navigate': [details: Prevented];
  'will-navigate': [details: Prevented];
  'will-redirect': [details: Prevented];
}
export interface WindowEvents {
  close: [];
  'ready-to-show': [];
}
export interface SessionEvents {
  'will-download': [event: Prevented, item: Pick<E.DownloadItem, 'getURL'>];
}
export type Prevented = Pick<E.Event, 'preventDefault'>;

export interface AppPart extends Pick<
  E.App,
  | 'addRecentDocument'
  | 'enableSandbox'
  | 'exit'
  | 'getLocale'
  | 'quit'
  | 'relaunch'
  | 'requestSingleInstanceLock'
  | 'setAsDefaultProtocolClient'
  | 'setPath'
  | 'whenReady'
> {
  readonly on: On<AppEvents>;
}
export interface ContentsPart extends Pick<E.WebContents, 'reload' | 'send' | 'setWindowOpenHandler'> {
  readonly on: On<ContentsEvents>;
}
export interface WindowPart extends Pick<
  E.BrowserWindow,
  'focus' | 'getNormalBounds' | 'isMaximized' | 'isMinimized' | 'loadURL' | 'maximize' | 'restore' | 'show'
> {
  readonly on: On<WindowEvents>;
  readonly webContents: ContentsPart;
}
export interface SessionPart extends Pick<
  E.Session,
  'setDevicePermissionHandler' | 'setDisplayMediaRequestHandler' | 'setPermissionCheckHandler' | 'setPermissionRequestHandler'
> {
  readonly on: On<SessionEvents>;
  readonly webRequest: Pick<E.WebRequest, 'onBeforeRequest'>;
}
export interface DialogPart {
  showMessageBox(options: E.MessageBoxOptions): Promise<E.MessageBoxReturnValue>;
  showOpenDialog(options: E.OpenDialogOptions): Promise<E.OpenDialogReturnValue>;
  showSaveDialog(options: E.SaveDialogOptions): Promise<E.SaveDialogReturnValue>;
  showErrorBox(title: string, content: string): void;
}

export interface ElectronParts {
  readonly app: AppPart;
  readonly BrowserWindow: new (options: E.BrowserWindowConstructorOptions) => WindowPart;
  readonly dialog: DialogPart;
  readonly Menu: { buildFromTemplate(template: E.MenuItemConstructorOptions[]): E.Menu; setApplicationMenu(menu: E.Menu | null): void };
  readonly ipcMain: Pick<E.IpcMain, 'handle'>;
  readonly protocol: Pick<E.Protocol, 'handle' | 'registerSchemesAsPrivileged'>;
  readonly session: { readonly defaultSession: SessionPart };
  readonly screen: { getAllDisplays(): Pick<E.Display, 'id' | 'workArea'>[]; getPrimaryDisplay(): Pick<E.Display, 'id' | 'workArea'> };
  readonly shell: Pick<E.Shell, 'openExternal' | 'openPath'>;
}
