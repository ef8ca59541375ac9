/** Every spoiled pack is refused with its code, at its place, and with no other error. */
import { expect, test } from 'vitest';
import { readPack } from '../../../core/lab/pack.ts';
import { GOOD } from './good.ts';
import { SPOILED } from './table.ts';

test('the pack they are made from has nothing wrong', () => {
  expect(readPack(new Map(Object.entries(GOOD))).problems).toEqual([]);
});

test.each(SPOILED.map(s => [s.code, s.name, s] as const))('%s: %s', (code, _name, { files, at }) => {
  const read = readPack(files);
  const grave = read.problems.filter(p => read.ok || p.severity === 'error');
  expect(grave.map(p => `${p.code} ${p.file}:${p.line}:${p.column}`)).toEqual([`${code} ${at}`]);
});
