/** The end of a long output: no console keeps more lines than its scrollback, so no more are sent to it. */
import type { CommandResult } from '../core/debugger/types.ts';

/** Lines a console keeps. */
export const SCROLLBACK = 100_000;

/** The last `most` lines of everything a line printed, links with them. */
export function lastLines(results: readonly CommandResult[], most = SCROLLBACK): readonly CommandResult[] {
  let left = most;
  return results
    .toReversed()
    .map(result => {
      const cut = cutBefore(result.text, left);
      left = Math.max(0, left - cut.kept);
      if (cut.at === 0) return result;
      const links = result.links.filter(l => l.line >= cut.lost).map(l => ({ ...l, line: l.line - cut.lost }));
      return { ...result, text: result.text.slice(cut.at), links };
    })
    .toReversed();
}
/** Where the last `most` lines begin, how many lines those before are, and how many are kept. */
function cutBefore(text: string, most: number): { readonly at: number; readonly lost: number; readonly kept: number } {
  let at = text.endsWith('\n') ? text.length - 1 : text.length,
    kept = 0;
  while (kept < most && at > 0) {
    kept++;
    at = text.lastIndexOf('\n', at - 1);
    if (at < 0) return { at: 0, lost: 0, kept };
  }
  if (at === 0 && kept < most) return { at: 0, lost: 0, kept };
  let lost = 1;
  for (let n = text.indexOf('\n'); n >= 0 && n < at; n = text.indexOf('\n', n + 1)) lost++;
  return { at: at + 1, lost, kept };
}
