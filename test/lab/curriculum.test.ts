/** The built-in curriculum: every exercise holds on a fixed sample of machines, and its prose gives nothing away and keeps to the words. */
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readPack, type Exercise } from '../../core/lab/pack.ts';
import { renderPage } from '../../core/lab/pages.ts';
import { attemptOf } from './attempt-of.ts';
import { askedIn } from '../../core/lab/prove-asked.ts';
import { prove } from '../../core/lab/prove.ts';
import { Reference } from '../../core/lab/reference.ts';
import type { Language } from '../../core/problem.ts';
import { readTree } from '../../main/files/pack-source.ts';

const files = readTree(path.resolve(import.meta.dirname, '../../exercises/syscalls'));
const read = readPack(files);
if (!read.ok) throw new Error(read.problems.map(p => `${p.file}: ${p.message}`).join('\n'));
const { exercises, pages: references, file: pack } = read.value;
const byId = new Map(exercises.map(e => [e.id, e]));
const LANGUAGES: readonly Language[] = ['en', 'zh-CN'];

test('nothing in the pack is so much as a warning', () => expect(read.problems).toEqual([]));

/** Each exercise has a machine of its own; `lab pack prove` takes as many as wanted. */
describe('holds on a machine', () => {
  test.each(exercises.map(e => [e.id, e] as const))('%s', (id, e) => {
    expect(prove(e, `sample-${id}`.slice(0, 32)).problems.map(p => p.message)).toEqual([]);
  });
});

/** Prose a learner reads before a step is done, filled in for a seed; replies to a right answer and the explanation come after it. */
function* proseOf(e: Exercise, seed: string): Generator<readonly [language: Language, key: string, text: string]> {
  const attempt = attemptOf(e, seed);
  for (const language of LANGUAGES)
    for (const [key, text] of e.texts[language]!.parts)
      if (key !== 'why' && !/-right$/.test(key)) yield [language, key, attempt.fill(text)];
}
/** Every number asked for on a seed, and whether it is too large to stand in prose by chance. */
function* keysOf(e: Exercise, seed: string): Generator<readonly [step: string, key: bigint]> {
  const { grader } = attemptOf(e, seed);
  for (const s of e.file.steps) {
    for (const { asked: a } of askedIn(e).filter(x => x.name.split('.')[0] === s.id)) {
      const key = grader.key(a);
      if (key >= 0x10000n) yield [s.id, key];
    }
  }
}
const SEED = 'prose';
test.each(exercises.map(e => [e.id, e] as const))('%s prints no answer', (_id, e) => {
  const said: string[] = [],
    prose = [...proseOf(e, SEED)];
  for (const [step, key] of keysOf(e, SEED))
    for (const [language, part, text] of prose) {
      const numbers =
        text
          .replaceAll('`', '')
          .toLowerCase()
          .match(/(?<![0-9a-z_])[0-9a-f]{5,16}(?![g-z_])/g) ?? [];
      if (numbers.some(n => BigInt(`0x${n}`) === key)) said.push(`${language} ${part} prints the answer of ${step}`);
    }
  expect(said).toEqual([]);
});

/** Words the style or the glossary rules out, by language. */
const FORBIDDEN: Readonly<Record<Language, readonly RegExp[]>> = {
  en: [/\b(obviously|just|simply|always|oops|wrong!|congratulations)\b/i, /[a-z]!(\s|$)/],
  'zh-CN': [
    /您|显然|只需|很简单|显而易见|恭喜|请/,
    /陷阱框架|堆栈|系统调用编号|选择符|扇门|系统服务描述表|影子栈/,
    /！/,
    /[\u4e00-\u9fff][,;?!]|[\u4e00-\u9fff]:(?!\d)/,
  ],
};
test.each(LANGUAGES)('%s uses the words of the glossary and no others', language => {
  const found: string[] = [];
  for (const e of exercises)
    for (const [key, text] of [['title', e.texts[language]!.title] as const, ...e.texts[language]!.parts])
      for (const pattern of FORBIDDEN[language]) {
        const hit = pattern.exec(text.replace(/`[^`]*`/g, '`'));
        if (hit) found.push(`${e.id} ${key}: ${hit[0]}`);
      }
  expect(found).toEqual([]);
});

test('every heading that is prose is translated', () => {
  const found: string[] = [];
  for (const e of exercises)
    for (const [key, chinese] of e.texts['zh-CN']!.parts) {
      const english = e.texts.en!.parts.get(key)!;
      if (
        chinese === english &&
        /[a-z]{3,} [a-z]{3,}/.test(english.replace(/`[^`]*`/g, '').replace(/\b(mov|byte|word|dword|ptr|stmxcsr|int|push)\b/g, ''))
      )
        found.push(`${e.id} ${key}: ${english}`);
      if (/^(feedback|hint|why)/.test(key) && !/[\u4e00-\u9fff]/.test(chinese)) found.push(`${e.id} ${key}: ${chinese}`);
    }
  expect(found).toEqual([]);
});

test('a reply is two sentences at most and fits a line or two', () => {
  const found: string[] = [];
  for (const e of exercises)
    for (const [language, most] of [
      ['en', 180],
      ['zh-CN', 75],
    ] as const)
      for (const [key, text] of e.texts[language]!.parts)
        if (key.startsWith('feedback: ') && text.replace(/\{\{[^}]*\}\}/g, '').length > most)
          found.push(`${e.id} ${language} ${key}: ${text.length}`);
  expect(found).toEqual([]);
});

test('an exercise comes after what it needs, in the order of the plan or a track before it', () => {
  const depth = (id: string): number => Math.max(0, ...byId.get(id)!.file.needs.map(n => 1 + depth(n)));
  expect(Math.max(...exercises.map(e => depth(e.id)))).toBeLessThan(20);
  expect(exercises.filter(e => e.file.needs.length === 0).map(e => e.id)).toEqual(['console-first-break']);
});

test('every step names its part of the reference, and the pages are whole on any machine', () => {
  expect(exercises.filter(e => e.file.steps.some(s => s.ref === undefined)).map(e => e.id)).toEqual([]);
  const pages = references.flatMap(p =>
    LANGUAGES.map(language => renderPage(p.texts[language]!, new Reference({ machine: p.machine, seed: SEED, set: {} }))),
  );
  expect(pages).toHaveLength(14);
  for (const page of pages) expect(page).not.toMatch(/\{\{|undefined|NaN/);
  expect(pages.find(p => p.startsWith('# Frames'))).toContain('| Rip | 168h |');
});
test('the paths lead through the plan', () => {
  const [hour, , whole] = pack.paths,
    minutes = (ids: readonly string[]): number => ids.reduce((sum, id) => sum + byId.get(id)!.file.minutes, 0);
  expect(minutes(hour!.exercises)).toBeLessThanOrEqual(60);
  expect(new Set(whole!.exercises)).toEqual(new Set(exercises.map(e => e.id)));
  expect(pack.course).toHaveLength(8);
});
