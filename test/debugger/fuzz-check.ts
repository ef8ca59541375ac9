/** What must hold of the answer to any line. */
import type { Debugger } from '../../core/debugger/debugger.ts';

/** Slices a line may run for, and the instructions of one, so that a lost g comes back. */
const SLICES = 3,
  BUDGET = 2000n;

/** Answers a waiting command may get before an empty line ends it. */
const ANSWERS = 2;

/** Perform a line and look at its results. @throws Error that quotes the line: what does not hold, or what the debugger threw */
export function attempt(d: Debugger, line: string): void {
  const wrong = (what: string): Error => new Error(`${what}: ${JSON.stringify(line)}`);
  let results;
  try {
    const running = d.line(line);
    let step = running.next();
    for (let slices = 0; !step.done; slices++) step = running.next({ budget: BUDGET, stop: slices >= SLICES });
    results = step.value;
  } catch (error) {
    throw new Error(`threw for ${JSON.stringify(line)}`, { cause: error });
  }
  for (const r of results) {
    if (typeof r.text !== 'string') throw wrong('no text');
    if (!r.ok && !r.error) throw wrong('refused without an error');
    if (r.error?.family === 'caret' && !/^ *\^ .* error in '/.test(r.error.text)) throw wrong(`not a caret: ${r.error.text}`);
    const lines = r.text.split('\n');
    for (const l of r.links) if ((lines[l.line]?.length ?? -1) < l.end) throw wrong('a link beyond its line');
  }
}

/** Attempts lines on debuggers that are made anew now and then, each waiting command ended after a few answers. @param line one at random */
export function attemptMany(make: () => Debugger, line: () => string, count: number, renewed = 1000): void {
  let d = make(),
    answered = 0;
  for (let n = 0; n < count; n++) {
    if (n % renewed === renewed - 1) d = make();
    answered = d.question ? answered + 1 : 0;
    attempt(d, answered > ANSWERS ? '' : line());
  }
}
