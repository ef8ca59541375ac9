/**
 * Transcripts: lines a learner types after `kd> `, each followed by exactly what is printed. `## ` lines say where the text comes from and are
 * kept. UPDATE=1 writes what is printed now into the file; a reader of the diff decides whether it may.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Debugger } from '../../core/debugger/debugger.ts';
import { perform } from './fixture.ts';

interface Exchange {
  readonly line: string;
  readonly expected: string;
  readonly at: number;
}
const PROMPT = 'kd> ',
  REMARK = '## ',
  HINT = '┊ ';

export function parseTranscript(text: string): readonly Exchange[] {
  const exchanges: { line: string; expected: string[]; at: number }[] = [];
  text
    .replace(/\n$/, '')
    .split('\n')
    .forEach((row, n) => {
      if (row.startsWith(REMARK)) return;
      if (row.startsWith(PROMPT)) exchanges.push({ line: row.slice(PROMPT.length), expected: [], at: n + 1 });
      else exchanges.at(-1)?.expected.push(row);
    });
  return exchanges.map(({ line, expected, at }) => ({ line, at, expected: expected.join('\n') }));
}

/** What a line prints. A hint is shown where the transcript has one. */
function printed(d: Debugger, line: string, hinted: boolean): string {
  return perform(d, line)
    .map(r => r.text + (hinted && r.hint !== undefined ? `${HINT}${r.hint}\n` : ''))
    .join('')
    .replace(/\n$/, '');
}
/** The same lines and remarks with what is printed now. */
function written(text: string, d: Debugger): string {
  const hinted = new Set(parseTranscript(text).flatMap(e => (e.expected.includes(HINT) ? [e.at] : [])));
  return text
    .split('\n')
    .flatMap((row, n) => {
      if (row.startsWith(REMARK)) return [row];
      if (!row.startsWith(PROMPT)) return [];
      const output = printed(d, row.slice(PROMPT.length), hinted.has(n + 1));
      return output === '' ? [row] : [row, output];
    })
    .join('\n')
    .concat('\n');
}

/** One test per transcript file: all its lines on one debugger. @param name of a file of transcripts/, without .txt */
export function transcript(name: string, make: () => Debugger): void {
  const file = new URL(`./transcripts/${name}.txt`, import.meta.url);
  test(name, () => {
    const d = make();
    if (process.env['UPDATE'] === '1') writeFileSync(file, written(readFileSync(file, 'utf8'), d));
    else
      for (const { line, expected, at } of parseTranscript(readFileSync(file, 'utf8')))
        expect(printed(d, line, expected.includes(HINT)), `${name}.txt:${at} ${line}`).toBe(expected);
  });
}
