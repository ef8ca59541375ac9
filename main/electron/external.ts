/** Addresses outside the lab: https only, and only after the person has seen whose it is. */
import type { Asker } from './ask.ts';
import type { ElectronParts } from './parts.ts';

const MOST_LENGTH = 2048;

/** The address as it will be opened, or undefined where it may not be: not https, with a name or password, another port, too long. */
export function externalAddress(text: string): URL | undefined {
  if (text.length > MOST_LENGTH || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'https:' && url.username === '' && url.password === '' && url.port === '' && url.hostname.includes('.')
    ? url
    : undefined;
}

/**
 * Open an address in the system's browser if it is allowed and the person says so. Its host is named in ASCII: no
 * look-alikes. While a dialog is open nothing is asked: a page that tries a hundred times gets one question.
 */
export async function openExternal(text: string, ask: Asker, shell: Pick<ElectronParts['shell'], 'openExternal'>): Promise<void> {
  const url = externalAddress(text);
  if (!url || ask.waiting > 0) return;
  const title = ask.say('external.title', { host: url.hostname });
  if (await ask.confirm({ title, detail: ask.say('external.detail', { address: url.href }), accept: 'external.open' }))
    await shell.openExternal(url.href);
}
