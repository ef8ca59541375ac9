/** What an exercise may say about its variants, its hints and its points. */
import { describe, expect, test } from 'vitest';
import type { Attempt } from '../../core/lab/attempt.ts';
import { readPack, type Exercise } from '../../core/lab/pack.ts';
import { problemLine } from '../../core/lab/pack-problem.ts';
import { firstMachine, variantOf } from '../../core/lab/pool.ts';
import { prove } from '../../core/lab/prove.ts';
import { proofSeeds } from '../../core/lab/prove-many.ts';
import { attemptOf } from './attempt-of.ts';
import { GOOD } from './spoiled/good.ts';

/** An exercise of the good pack with more lines at the end of its exercise.yml, and some of its text replaced. */
function exercise(id: string, more: string, replaced: readonly (readonly [string, string])[] = []): Exercise {
  const file = `exercises/${id}/exercise.yml`,
    text = replaced.reduce((t, [from, to]) => t.replace(from, to), GOOD[file]!) + more;
  const files = new Map(Object.entries({ ...GOOD, [file]: text }));
  for (const language of text.includes('id: more') ? ['en', 'zh-CN'] : []) {
    const prose = `exercises/${id}/text.${language}.md`;
    files.set(prose, `${files.get(prose)!}\n## hint: more\nRSP\n`);
  }
  const read = readPack(files);
  if (!read.ok) throw new Error(read.problems.map(p => problemLine(p)).join('\n'));
  return read.value.exercises.find(e => e.id === id)!;
}
const attempt = (e: Exercise, seed = 'grading'): Attempt => attemptOf(e, seed);

describe('points', () => {
  const answerAll = (a: Attempt, pair: readonly string[]): void => {
    const rsp = a.grader.value("reg('rsp')"),
      low = (rsp & 0xffffn).toString(16),
      high = ((rsp >> 16n) & 0xffn).toString(16);
    a.answer('sum', `0x${a.grader.value("reg('rsp') + n").toString(16)}`);
    a.answer('way', 'down');
    for (const text of [...pair, `low=${low}\nhigh=${high}`]) a.answer('pair', text.replace('LOW', low));
  };
  test('steps weigh the same where nothing is said, and by their weights where it is', () => {
    const halves = exercise('first', 'grading: { retry: { curve: [100, 40] } }\n'),
      heavy = exercise('first', 'grading: { weights: { pair: 8 }, retry: { curve: [100, 40] } }\n');
    const scores = [halves, heavy].map(e => {
      const a = attempt(e);
      answerAll(a, ['low=1\nhigh=ffff']);
      return a.score;
    });
    expect(scores).toEqual([80, 52]);
  });
  test('a table earns by its rows, or only as a whole', () => {
    const scores = ['partial', 'all'].map(mode => {
      const a = attempt(exercise('first', `grading: { mode: ${mode}, retry: { curve: [100, 0] } }\n`));
      answerAll(a, ['low=LOW\nhigh=ffff']);
      return a.score;
    });
    expect(scores).toEqual([83, 67]);
  });
});

test('a hint is offered after so many tries, and after those it builds upon', () => {
  const a = attempt(
    exercise('first', '', [
      ['- { id: look, cost: 5 }', '- { id: look, cost: 5, after: { attempts: 2 } }\n  - { id: more, cost: 7, needs: [look] }'],
    ]),
  );
  const offered = (): string[] => a.view.hints.map(h => h.id);
  expect(offered()).toEqual([]);
  expect(a.takeHint('look')).toBeUndefined();
  a.answer('sum', '1');
  a.answer('sum', '2');
  expect(offered()).toEqual(['look']);
  expect(a.takeHint('more')).toBeUndefined();
  expect(a.takeHint('look')).toBe(5);
  expect(offered()).toEqual(['look', 'more']);
  expect(a.takeHint('more')).toBe(7);
});

test('a hint is offered while one of its steps is the current one, and stays once it is taken', () => {
  const a = attempt(
    exercise('first', '', [
      ['- { id: look, cost: 5 }', '- { id: look, cost: 5, steps: [sum, pair] }\n  - { id: more, cost: 7, steps: [way] }'],
    ]),
  );
  const offered = (): string[] => a.view.hints.map(h => h.id);
  expect(offered()).toEqual(['look']);
  a.answer('sum', `0x${a.grader.value("reg('rsp') + n").toString(16)}`);
  expect(offered()).toEqual(['more']);
  expect(a.takeHint('more')).toBe(7);
  a.answer('way', 'down');
  expect(offered()).toEqual(['look', 'more']);
});

describe('a pool', () => {
  const pooled = exercise('first', 'pool: { choose: 1, of: [near, far-off] }\n', [
    ['n: { int: [16, 48, 16], where: n != 32 }', 'n: { by: { near: { choose: [16] }, far-off: { choose: [4096] } } }'],
    ['  - id: way\n', '  - id: way\n    in: [near]\n'],
  ]);
  const seeds = proofSeeds(12);
  test('gives a seed one variant, always the same', () => {
    const variants = seeds.map(seed => variantOf(pooled, seed));
    expect(variants.map(v => v.file.steps.map(s => s.id).join())).toEqual(
      seeds.map(seed =>
        variantOf(pooled, seed)
          .file.steps.map(s => s.id)
          .join(),
      ),
    );
    expect(new Set(variants.map(v => v.file.steps.length))).toEqual(new Set([2, 3]));
  });
  test('has its own parameters and steps, which hold on machines', () => {
    for (const seed of seeds) {
      const { steps } = attempt(pooled, seed).view,
        near = steps.some(s => s.id === 'way');
      expect(attempt(pooled, seed).fill('{{n}}')).toBe(near ? '10h' : '1000h');
      expect(prove(pooled, seed).problems).toEqual([]);
    }
  });
  test('has its own changes to the machine and golden lines', () => {
    const own = exercise('first', 'pool: { choose: 1, of: [near, far-off] }\n', [
      ['n: { int: [16, 48, 16], where: n != 32 }', 'n: { by: { near: { choose: [16] }, far-off: { choose: [4096] } } }'],
      [
        'machine: { base: bench-x64 }',
        'machine:\n  base: bench-x64\n  start:\n    - { reg: rbx, is: 7, in: [near] }\n    - { reg: nothing, is: 7, in: [far-off] }',
      ],
    ]);
    const said = new Set(seeds.flatMap(seed => prove(own, seed).problems.map(p => `${p.code} ${p.line}`)));
    expect(said).toEqual(new Set(['start-place 10']));
  });
  test('may have a machine for each variant', () => {
    const own = exercise('first', 'pool: { choose: 1, of: [near, far-off] }\n', [
      [
        'machine: { base: bench-x64 }',
        'machines:\n  a: { base: bench-x64, in: [near] }\n  b: { base: win10-x64, set: { vsm: mbec }, in: [far-off] }',
      ],
      ['n: { int: [16, 48, 16], where: n != 32 }', "n: { by: { near: { choose: [16] }, far-off: { value: table('nt').limit } } }"],
    ]);
    const begun = seeds.map(seed => [firstMachine(own, seed).base, attempt(own, seed).fill('{{n}}')].join());
    expect(new Set(begun)).toEqual(new Set(['bench-x64,10h', 'win10-x64,1d7h']));
    for (const seed of seeds) expect(prove(own, seed).problems).toEqual([]);
  });
  test('complains at the place in the file, whatever the variant leaves out', () => {
    const spoiled = exercise('first', 'pool: { choose: 1, of: [near, far-off] }\n', [
      ['n: { int: [16, 48, 16], where: n != 32 }', 'n: { by: { near: { choose: [16] }, far-off: { choose: [4096] } } }'],
      ['  - id: sum\n', '  - id: sum\n    in: [near]\n'],
      ['expect: (reg', "expect: sym('nt!Nothing') + (reg"],
    ]);
    const lines = new Set(seeds.flatMap(seed => prove(spoiled, seed).problems.map(p => `${p.code} ${p.line}`)));
    expect(lines).toEqual(new Set(['expr-value 28']));
  });
});
