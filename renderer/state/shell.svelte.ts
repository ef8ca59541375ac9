/** The desktop shell around the window: what it tells is done here. In a browser's tab nothing is ever told. */
import type { Notice } from '../../core/host.ts';
import { runChosen } from '../actions.ts';
import type { PlainMessage } from '../i18n/language.svelte.ts';
import { call, listen } from '../host.ts';
import { menuSections } from './menu.ts';
import { app } from './app.svelte.ts';
import { imports } from './imports.svelte.ts';

class Shell {
  #banner: PlainMessage | undefined = $state();

  /** What the banner says until it is closed: that the window was opened again after a crash, or that this is safe mode. */
  get banner(): PlainMessage | undefined {
    return this.#banner;
  }
  dismiss(): void {
    this.#banner = undefined;
  }
  /** Hear the shell from now on. */
  async begin(): Promise<void> {
    if (app.info?.safe) this.#banner = 'banner.safe';
    if (!listen(notice => this.#hear(notice))) return;
    $effect.root(() => {
      $effect(() => void call('window/menu', { sections: menuSections() }).catch(() => undefined)); // again in another language
    });
    for (const notice of await call('window/ready', {})) this.#hear(notice);
  }
  #hear(notice: Notice): void {
    if (notice.kind === 'recovered') this.#banner = 'crash.recovered';
    else if (notice.kind === 'import') imports.follow(notice.ticket, notice.name);
    else if (notice.kind === 'open') app.go({ screen: 'lab', pack: notice.pack, id: notice.id });
    else runChosen(notice.id);
  }
}
export const shell = new Shell();
