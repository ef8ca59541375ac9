/** Keys pressed one after the other, each as soon as the window shows where the last one led. */
import type { Page } from '@playwright/test';

/** A key, how often it comes as a held key does, and what is held with it. */
export type Stroke = readonly [key: string, times: number, held?: { readonly altKey?: boolean; readonly shiftKey?: boolean }];

/** @returns how often the panes disagreed in the frame that showed a step */
export function press(page: Page, strokes: readonly Stroke[]): Promise<number> {
  return page.evaluate(async all => {
    const text = (selector: string): string => document.querySelector(selector)?.textContent ?? '',
      position = document.querySelector('.position .mono')!;
    let apart = 0;
    for (const [key, times, held] of all)
      for (let n = 0; n < times; n++) {
        const moved = new Promise<void>(done => {
          const observer = new MutationObserver(() => {
            observer.disconnect();
            done();
          });
          observer.observe(position, { characterData: true, childList: true, subtree: true });
        });
        document.body.dispatchEvent(
          new KeyboardEvent('keydown', { key, code: key, repeat: n > 0, bubbles: true, cancelable: true, ...held }),
        );
        await moved;
        // Not a frame later: the panes that say where the machine is agree now.
        const row = text('[data-pane="disassembly"] [aria-current]').replaceAll('`', ''),
          rip = /rip\s*([0-9a-f]{16})/.exec(text('[data-pane="registers"]'))?.[1];
        if (rip === undefined || !row.includes(rip)) apart++;
      }
    return apart;
  }, strokes);
}
