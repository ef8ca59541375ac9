/** The terminal's palette out of the window's tokens. */
import type { ITheme } from '@xterm/xterm';

export function terminalTheme(): ITheme {
  const style = getComputedStyle(document.documentElement),
    token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    background: token('pane'),
    foreground: token('ink'),
    cursor: token('ink'),
    cursorAccent: token('pane'),
    selectionBackground: token('ink'),
    selectionForeground: token('on-ink'),
    selectionInactiveBackground: token('future-fill'),
    black: token('hint-wash'),
    red: token('fault'),
    green: token('answer-ok'),
    yellow: token('ring3'),
    blue: token('ring0'),
    magenta: token('changed'),
    cyan: token('watch'),
    white: token('ink-2'),
    brightBlack: token('ink-3'),
    // An address that a line begins with and that leads somewhere: Console.svelte underlines it.
    brightWhite: token('ink'),
    scrollbarSliderBackground: token('future-fill'),
    scrollbarSliderHoverBackground: token('past-fill'),
    scrollbarSliderActiveBackground: token('past-fill'),
    overviewRulerBorder: token('pane'),
  };
}
