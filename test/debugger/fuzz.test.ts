/** Lines of every shape: whatever is typed, the debugger answers and never fails itself. */
import { test } from 'vitest';
import { Random } from '../../core/machine/random.ts';
import { attemptMany } from './fuzz-check.ts';
import { byteLine, grammarLine, mutatedLine } from './fuzz-lines.ts';
import { note, x86 } from './fixture.ts';

test.each([
  ['grammar', 'win10-x64', grammarLine, note, 4000],
  ['grammar', 'x86', grammarLine, x86, 4000],
  ['published', 'win10-x64', mutatedLine, note, 2000],
  ['published', 'x86', mutatedLine, x86, 2000],
  ['bytes', 'win10-x64', byteLine, note, 4000],
] as const)(
  '%s, %s',
  (shape, name, line, make, count) => {
    const r = new Random(`fuzz/${shape}/${name}`);
    attemptMany(make, () => line(r), count);
  },
  120_000,
);
