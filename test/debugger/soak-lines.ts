/** A million lines of each shape on each kind of machine; ends at the first that does not hold. */
import { Random } from '../../core/machine/random.ts';
import { note, x86 } from './fixture.ts';
import { attemptMany } from './fuzz-check.ts';
import { byteLine, grammarLine, mutatedLine } from './fuzz-lines.ts';

const SHAPES = { grammar: grammarLine, published: mutatedLine, bytes: byteLine } as const;
const MACHINES = { 'win10-x64': note, x86 } as const;
const PART = 50_000;

/** @param lines of each shape, half of them on each machine */
export function soakLines(lines: number): void {
  for (const [shape, line] of Object.entries(SHAPES))
    for (const [name, make] of Object.entries(MACHINES)) {
      const r = new Random(`soak/${shape}/${name}`);
      for (let done = 0; done < lines / 2; done += PART) {
        attemptMany(make, () => line(r), Math.min(PART, lines / 2 - done));
        console.log(`${shape}, ${name}: ${done + PART} lines`);
      }
    }
}
