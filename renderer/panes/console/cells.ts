/** How text lies in a terminal's cells. */

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Cells a text takes: two for East Asian wide characters. */
export function cells(text: string): number {
  let n = 0;
  for (const character of text) n += WIDE.test(character) ? 2 : 1;
  return n;
}
/** Row and column of a cell counted from the start of a line that wraps at `columns`. */
export const place = (cell: number, columns: number): { readonly row: number; readonly column: number } => ({
  row: Math.floor(cell / columns),
  column: cell % columns,
});
