/** Rows that must stay on screen around the one the pane follows. */
const ABOVE = 2,
  BELOW = 2,
  ROW = 19,
  EIGHTH = 7;

/**
 * Scroll `pane` so that the row of `selector` has some rows above and below it; a row well inside is left where it is, any other is put
 * eighth from the top, or in the middle of a low pane. Says whether it scrolled.
 */
export function keepInView(pane: HTMLElement | undefined, selector: string): boolean {
  const row = pane?.querySelector<HTMLElement>(selector);
  if (!pane || !row) return false;
  const top = row.offsetTop - pane.scrollTop,
    low = pane.clientHeight - (BELOW + 1) * ROW;
  if (top >= ABOVE * ROW && top <= low) return false;
  const before = pane.scrollTop,
    wanted = Math.min(EIGHTH * ROW, Math.floor(pane.clientHeight / 2 / ROW) * ROW);
  pane.scrollTop = Math.round((row.offsetTop - wanted) / ROW) * ROW;
  return pane.scrollTop !== before;
}
