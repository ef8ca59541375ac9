// Electron for the packed app under plain Node: ready at once, one window that is never drawn, and a door the check can knock at.
const nothing = () => undefined;
const emitter = () => ({ on: nothing });
export const handlers = new Map();
export const errors = [];

export const app = {
  ...emitter(),
  isPackaged: true,
  addRecentDocument: nothing,
  enableSandbox: nothing,
  exit: code => errors.push(`exit ${code}`),
  getLocale: () => 'zh-CN',
  quit: () => errors.push('quit'),
  relaunch: nothing,
  requestSingleInstanceLock: () => true,
  setAsDefaultProtocolClient: nothing,
  setPath: nothing,
  whenReady: () => Promise.resolve(),
};
export class BrowserWindow {
  webContents = { ...emitter(), setWindowOpenHandler: nothing, send: nothing, reload: nothing };
  on = nothing;
  maximize = nothing;
  loadURL = address => handlers.set('loaded', address);
}
export const dialog = { showErrorBox: (_title, text) => errors.push(text), showMessageBox: () => Promise.resolve({ response: 0 }) };
export const ipcMain = { handle: (channel, handler) => handlers.set(channel, handler) };
export const Menu = { buildFromTemplate: template => template, setApplicationMenu: nothing };
export const protocol = { handle: (scheme, handler) => handlers.set(scheme, handler), registerSchemesAsPrivileged: nothing };
export const screen = {
  getAllDisplays: () => [],
  getPrimaryDisplay: () => ({ id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } }),
};
export const session = {
  defaultSession: new Proxy({ webRequest: { onBeforeRequest: nothing } }, { get: (target, name) => target[name] ?? nothing }),
};
export const shell = { openExternal: nothing, openPath: nothing };
