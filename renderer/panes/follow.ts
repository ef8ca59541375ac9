/** Rows that must stay on screen around the one the pane follows. */
const ABOVE = 2,
  BELOW = 2,
  ROW = 19,
  EIGHTH = 7,
  /** Rows of a pane too low for a row to wander in: it stays in the middle. */
  LOW = 14;

/**
 * Scroll `pane` so that the row of `selector` has some rows above and below it; a row well inside is left where it is, any other is put
 * eighth from the top; in a low pane it is always put in the middle. Says whether it scrolled.
 */
export function keepInView(pane: HTMLElement | undefined, selector: string): boolean {
  const row = pane?.querySelector<HTMLElement>(selector);
  if (!pane || !row) return false;
  const top = row.offsetTop - pane.scrollTop,
    low = pane.clientHeight - (BELOW + 1) * ROW;
  if (pane.clientHeight > LOW * ROW && top >= ABOVE * ROW && top <= low) return false;
  const before = pane.scrollTop,
    wanted = Math.min(EIGHTH * ROW, Math.floor((pane.clientHeight - ROW) / 2 / ROW) * ROW);
  pane.scrollTop = Math.round((row.offsetTop - wanted) / ROW) * ROW;
  return pane.scrollTop !== before;
}
