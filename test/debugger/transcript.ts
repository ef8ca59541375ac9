/** Transcripts: lines a learner types after `kd> `, each followed by exactly what is printed. `#` lines at the left edge say where the text comes from. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Debugger } from '../../core/debugger/debugger.ts';
import { perform } from './fixture.ts';

interface Exchange {
  readonly line: string;
  readonly expected: string;
  readonly at: number;
}

export function parseTranscript(text: string): readonly Exchange[] {
  const exchanges: { line: string; expected: string[]; at: number }[] = [];
  text
    .replace(/\n$/, '')
    .split('\n')
    .forEach((row, n) => {
      if (row.startsWith('## ')) return;
      if (row.startsWith('kd> ')) exchanges.push({ line: row.slice(4), expected: [], at: n + 1 });
      else exchanges.at(-1)?.expected.push(row);
    });
  return exchanges.map(({ line, expected, at }) => ({ line, at, expected: expected.join('\n') }));
}

/** One test per transcript file: all its lines on one debugger. A hint is compared where the transcript has one, after `┊ `. */
export function transcript(name: string, make: () => Debugger): void {
  test(name, () => {
    const d = make();
    for (const { line, expected, at } of parseTranscript(readFileSync(new URL(`./transcripts/${name}.txt`, import.meta.url), 'utf8'))) {
      const results = perform(d, line),
        hinted = expected.includes('┊ ');
      const text = results.map(r => r.text + (hinted && r.hint !== undefined ? `┊ ${r.hint}\n` : '')).join('');
      expect(text.replace(/\n$/, ''), `${name}.txt:${at} ${line}`).toBe(expected);
    }
  });
}
