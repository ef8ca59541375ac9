/** The one window: what it may do, and everything it may not. */
import type { BrowserWindowConstructorOptions, Session, WebContents } from 'electron';
import { ORIGIN } from './protocol.ts';

/** @param preload path of the preload script */
export const windowOptions = (preload: string): BrowserWindowConstructorOptions => ({
  width: 1440,
  height: 900,
  minWidth: 1024,
  minHeight: 700,
  show: false,
  backgroundColor: '#f7f8f9',
  title: 'Syscall Lab',
  webPreferences: {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
  },
});

/** No page but ours, no second window, no embedded one. */
export function confine(contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', event => {
    event.preventDefault();
  });
  contents.on('will-redirect', event => {
    event.preventDefault();
  });
  contents.on('will-attach-webview', event => {
    event.preventDefault();
  });
}
/** Nothing is asked of the system; copying text is the window's own. */
export function denyPermissions(session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'>): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => {
    decide(false);
  });
  session.setPermissionCheckHandler(() => false);
}
/** Whether a frame is the lab's own page. */
export const isOurs = (url: string | undefined): boolean => url !== undefined && (url === ORIGIN || url.startsWith(`${ORIGIN}/`));
