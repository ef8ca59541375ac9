/** When the window's process dies: load it again, where the session is replayed; when that keeps happening, ask. */
import type { RenderProcessGoneDetails } from 'electron';

/** Reloads within a minute before the person is asked. */
const MOST_RELOADS = 3,
  MINUTE = 60_000;

export interface AfterCrash {
  readonly now: () => number;
  readonly reload: () => void;
  /** @param times crashes within the last minute */
  readonly giveUp: (times: number, reason: string) => void;
}

/** Handles `render-process-gone`; a clean exit (the window was closed) is none. */
export function afterCrash({ now, reload, giveUp }: AfterCrash): (details: Pick<RenderProcessGoneDetails, 'reason'>) => void {
  let crashes: number[] = [];
  return ({ reason }) => {
    if (reason === 'clean-exit') return;
    crashes = [...crashes.filter(at => now() - at < MINUTE), now()];
    if (crashes.length > MOST_RELOADS) giveUp(crashes.length, reason);
    else reload();
  };
}
