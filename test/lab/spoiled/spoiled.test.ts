/** Every spoiled pack is refused with its code, at its place, and with no other error. */
import { expect, test } from 'vitest';
import { readPack, type Exercise } from '../../../core/lab/pack.ts';
import { checkMarkup } from '../../../core/lab/markup.ts';
import { textsOf } from '../../../core/lab/pack-files.ts';
import { PACK_MESSAGES } from '../../../core/lab/pack-messages.ts';
import { problemLine, type PackProblem } from '../../../core/lab/pack-problem.ts';
import { encodeUtf8 } from '../../../core/lab/utf8.ts';
import { prove } from '../../../core/lab/prove.ts';
import { judge, proofSeeds } from '../../../core/lab/prove-many.ts';
import { readZip } from '../../../core/lab/zip.ts';
import { unpacking } from '../../../main/files/zip-host.ts';
import { BYTES, zipOf } from './bytes.ts';
import { GOOD } from './good.ts';
import { changed, placeOf } from './spoil.ts';
import { PROSE, SPOILED, UNPROVEN } from './table.ts';

test('the pack they are made from has nothing wrong', () => {
  expect(readPack(new Map(Object.entries(GOOD))).problems).toEqual([]);
});

test.each(SPOILED.map(s => [s.code, s.name, s] as const))('%s: %s', (code, _name, { files, at }) => {
  const read = readPack(files);
  const grave = read.problems.filter(p => read.ok || p.severity === 'error');
  expect(grave.map(p => `${p.code} ${p.file}:${p.line}:${p.column}`)).toEqual([`${code} ${at}`]);
});

test('a zip of the good pack gives its files back, and is the same bytes every time', () => {
  const problems: PackProblem[] = [],
    files = readZip('small.labpack', zipOf(), unpacking, problems);
  expect(problems).toEqual([]);
  expect(Object.fromEntries(textsOf(files!, problems))).toEqual(GOOD);
  expect(zipOf()).toEqual(zipOf());
});
test.each(BYTES)('%s: %s', (code, _name, at, zip) => {
  const problems: PackProblem[] = [],
    files = readZip('small.labpack', zip(), unpacking, problems);
  if (files) textsOf(files, problems);
  expect([...new Set(problems.map(p => `${p.code} ${p.file}`))]).toEqual([`${code} ${at}`]);
});

test.each(PROSE)('%s: %s', (code, _name, what) => {
  const file = 'exercises/first/text.en.md',
    files = changed({ file, from: '`r rsp`', to: `\`r rsp\`\n\n${what.replace('|', '')}` }),
    problems: PackProblem[] = [];
  textsOf(new Map([...files].map(([name, text]) => [name, encodeUtf8(text)])), problems);
  expect(problems.map(p => `${p.code} ${p.file}:${p.line}:${p.column}`)).toContain(`${code} ${placeOf(files, [file, what])}`);
});
test('code in backticks may say anything', () => {
  const problems: PackProblem[] = [];
  checkMarkup('a.md', '`<b>` and ``` [a](b) ``` and 00000000`12345678 `<i>`\n\n```\n<script>\n\n![x](y)\n```\n\na < b, a[1] (c)', problems);
  expect(problems).toEqual([]);
});
const SEEDS = proofSeeds(10);
const provedOn = (exercise: Exercise): string[] =>
  judge(
    exercise,
    SEEDS.map(seed => prove(exercise, seed)),
  ).map(({ problem: p }) => `${p.code} ${p.file}:${p.line}:${p.column}`);
test('the good pack holds on machines', () => {
  const read = readPack(new Map(Object.entries(GOOD)));
  expect(read.ok && read.value.exercises.flatMap(provedOn)).toEqual([]);
});
test.each(UNPROVEN.map(s => [s.code, s.name, s] as const))('%s: %s', (code, _name, { files, at }) => {
  const read = readPack(files);
  if (!read.ok) throw new Error(read.problems.map(p => problemLine(p)).join('\n'));
  expect(read.value.exercises.flatMap(provedOn)).toEqual([`${code} ${at}`]);
});
test('every code has its spoiled pack', () => {
  const spoiled = new Set<string>([...SPOILED, ...UNPROVEN].map(s => s.code).concat([...BYTES, ...PROSE].map(([code]) => code)));
  // a pack that was changed after it was built: test/cli/pack-seal.test.ts, test/hosts/imports.test.ts
  for (const code of ['manifest-missing', 'manifest-differs', 'signature-broken']) spoiled.add(code);
  // a folder that is gone: test/hosts/preview.test.ts
  spoiled.add('folder');
  expect(Object.keys(PACK_MESSAGES).filter(code => !spoiled.has(code))).toEqual([]);
});
test('every sentence is in both languages and takes the same values', () => {
  for (const [code, { says }] of Object.entries(PACK_MESSAGES)) {
    const values = (text: string): string =>
      [...text.matchAll(/\{(\w+)\}/g)]
        .map(m => m[1])
        .sort()
        .join();
    expect(values(says['zh-CN']), code).toBe(values(says.en));
    expect(says['zh-CN'], code).toMatch(/[\u4e00-\u9fff]/);
  }
});
