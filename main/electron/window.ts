/** The one window: what it may do, and everything it may not. */
import type { BrowserWindowConstructorOptions } from 'electron';
import type { ContentsPart, Prevented, SessionPart } from './parts.ts';
import { ORIGIN } from './protocol.ts';
import { LEAST, type Placement } from './window-state.ts';

/** @param preload path of the preload script */
export const windowOptions = (preload: string, { maximized: _, ...bounds }: Placement): BrowserWindowConstructorOptions => ({
  ...bounds,
  minWidth: Math.min(LEAST.width, bounds.width),
  minHeight: Math.min(LEAST.height, bounds.height),
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

/** No page but ours, no second window, no embedded one. @param offer what happens to the address of a link out of the lab */
export function confine(contents: Pick<ContentsPart, 'on' | 'setWindowOpenHandler'>, offer: (address: string) => void): void {
  contents.setWindowOpenHandler(({ url }) => {
    offer(url);
    return { action: 'deny' };
  });
  const prevent = (details: Prevented): void => {
    details.preventDefault();
  };
  contents.on('will-navigate', prevent);
  contents.on('will-frame-navigate', prevent);
  contents.on('will-redirect', prevent);
  contents.on('will-attach-webview', prevent);
}
/** Copying text is the one thing our page may do with the system; nothing else is asked for or given. */
const GIVEN = 'clipboard-sanitized-write';

export function denyPermissions(session: Omit<SessionPart, 'webRequest'>): void {
  session.setPermissionRequestHandler((_contents, permission, decide, { requestingUrl, isMainFrame }) => {
    decide(permission === GIVEN && isMainFrame && isOurs(requestingUrl));
  });
  session.setPermissionCheckHandler(
    (_contents, permission, origin, { isMainFrame }) => permission === GIVEN && isMainFrame && isOurs(origin),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, decide) => {
    decide(null);
  });
  // What our page made itself may be saved: the system asks where.
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${ORIGIN}/`)) event.preventDefault();
  });
}
/** The window asks app:// and nothing else: no network, no file. (data: and blob: stay inside the page.) */
export function denyNetwork({ webRequest }: Pick<SessionPart, 'webRequest'>): void {
  webRequest.onBeforeRequest(({ url }, decide) => {
    decide({ cancel: !isOurs(url) && !/^(data|blob|devtools):/.test(url) });
  });
}
/** Whether a frame is the lab's own page. */
export const isOurs = (url: string | undefined): boolean => url !== undefined && (url === ORIGIN || url.startsWith(`${ORIGIN}/`));
