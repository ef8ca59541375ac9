/** Whatever happens to a pack's bytes, reading it ends in problems with places, never in an Error. */
import { expect, test } from 'vitest';
import { parseExpression } from '../../../core/lab/expr.ts';
import { readPack } from '../../../core/lab/pack.ts';
import { textsOf } from '../../../core/lab/pack-files.ts';
import type { PackProblem } from '../../../core/lab/pack-problem.ts';
import { readZip } from '../../../core/lab/zip.ts';
import { Random } from '../../../core/machine/random.ts';
import { unpacking } from '../../../main/files/zip-host.ts';
import { zipOf } from './bytes.ts';
import { GOOD } from './good.ts';

const PIECES = [
  '{{',
  '}}',
  '## ',
  ': ',
  '- ',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '|',
  '&a',
  '*a',
  '!',
  '%',
  '\n',
  '\t',
  '\u0000',
  '\ud800',
  '((',
  'at(',
  "'",
  '0x',
  '9'.repeat(30),
  '-1',
  'null',
  '~',
  '1.5',
  '<b>',
  '__proto__',
];

/** A text with one to four pieces put in, taken out or moved. */
function mangled(text: string, random: Random): string {
  let now = text;
  for (let n = random.below(4); n >= 0; n--) {
    const at = random.below(now.length + 1),
      size = random.below(30);
    const ways = [
      () => now.slice(0, at) + random.pick(PIECES) + now.slice(at),
      () => now.slice(0, at) + now.slice(at + size),
      () => now.slice(0, at) + now.slice(at, at + size).repeat(2) + now.slice(at + size),
      () => now.slice(at, at + size) + now.slice(0, at) + now.slice(at + size),
    ];
    now = random.pick(ways)();
  }
  return now;
}

test('packs with spoiled texts', () => {
  const random = new Random('packs'),
    names = Object.keys(GOOD);
  for (let n = 0; n < 400; n++) {
    const name = random.pick(names),
      files = new Map(Object.entries({ ...GOOD, [name]: mangled(GOOD[name]!, random) })),
      read = readPack(files);
    for (const p of read.problems) {
      const lines = (files.get(p.file) ?? '').split('\n');
      expect(p.line, JSON.stringify(p)).toBeLessThanOrEqual(lines.length);
      expect(p.column, JSON.stringify(p)).toBeLessThanOrEqual((lines[p.line - 1] ?? '').length + 1);
    }
  }
});
test('expressions', () => {
  const random = new Random('expressions'),
    good = [
      "table('nt').routine(n) + 4",
      "at('svc').u64at(at('svc').rsp)",
      '(a >>> 4) & ~0xff == 1h or not b',
      "sx32(u32at(reg('rsp') + 8))",
    ];
  for (let n = 0; n < 4000; n++) {
    const text = mangled(random.pick(good), random),
      parsed = parseExpression(text, new Set(['n', 'a', 'b']));
    if (!parsed.ok) expect(parsed.problem.at).toBeLessThanOrEqual(text.length);
  }
});
test('zips', () => {
  const random = new Random('zips'),
    good = zipOf();
  for (let n = 0; n < 300; n++) {
    const zip = good.slice(0, random.pick([good.length, good.length, random.below(good.length)])),
      problems: PackProblem[] = [];
    for (let k = random.below(6); k >= 0 && zip.length; k--)
      zip[random.pick([random.below(zip.length), Math.max(0, zip.length - 1 - random.below(1500))])] = random.below(256);
    const files = readZip('fuzz.labpack', zip, unpacking, problems);
    if (files) textsOf(files, problems);
    else expect(problems).not.toEqual([]);
  }
});
