/** The built-in curriculum: every exercise holds on a fixed sample of machines, and its prose gives nothing away and keeps to the words. */
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readPack, type Exercise } from '../../core/lab/pack.ts';
import { renderPage } from '../../core/lab/pages.ts';
import { attemptOf } from './attempt-of.ts';
import { askedIn } from '../../core/lab/prove-asked.ts';
import { variantOf } from '../../core/lab/pool.ts';
import { prove } from '../../core/lab/prove.ts';
import { Reference } from '../../core/lab/reference.ts';
import type { Language } from '../../core/problem.ts';
import { readTree } from '../../main/files/pack-source.ts';

const files = readTree(path.resolve(import.meta.dirname, '../../exercises/syscalls'));
const read = readPack(files);
if (!read.ok) throw new Error(read.problems.map(p => `${p.file}: ${p.message}`).join('\n'));
const { exercises, pages: references, file: pack, glossary } = read.value;
const byId = new Map(exercises.map(e => [e.id, e]));
const LANGUAGES: readonly Language[] = ['en', 'zh-CN'];

test('nothing in the pack is so much as a warning', () => expect(read.problems).toEqual([]));

/** Each exercise has a machine of its own; `lab pack prove` takes as many as wanted. */
describe('holds on a machine', () => {
  test.each(exercises.map(e => [e.id, e] as const))('%s', (id, e) => {
    const { problems, derived } = prove(e, `sample-${id}`.slice(0, 32));
    expect(problems.map(p => p.message)).toEqual([]);
    expect(derived.filter(name => !Object.hasOwn(DERIVED[id] ?? {}, name))).toEqual([]);
  });
});
/** Small answers that the golden lines do not print, and where a learner has them from; every other answer stands in the output. */
const DERIVED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'console-dump-memory': {
    ...{ 'length-dwords': 'cells counted', 'length-quads': 'cells counted', 'length-words': 'cells counted' },
    range: 'bytes counted in the rows of db',
  },
  'int2e-sign-extended-vector': { small: 'the other vector, as the prompt gives it', first: 'the smallest byte with bit 7' },
  'int2e-int-vs-fast': {
    'pushed.int': 'five quadwords',
    'ss.fast': 'STAR + 8, as taught before',
    count: 'instructions counted',
    'count-fast': 'instructions counted',
  },
  'syscall-star-fields': {
    ...{ 'halves.in': 'four digits of the MSR', 'halves.out': 'four digits of the MSR' },
  },
  'syscall-the-plausible-wrong-23': { 'rule.cs': 'STAR[63:48] by the rule', 'rule.ss': 'STAR[63:48] by the rule' },
  'syscall-rflags-on-return': { 'pass.iopl': 'a bit of the mask', 'pass.nt': 'a bit of the mask', 'pass.ac': 'a bit of the mask' },
  'syscall-sce-off': { vector: 'the vector of #UD', repair: 'the value read, OR 1' },
  'syscall-non-canonical-rcx': {
    ...{ amd: 'CS of ring 3, as taught before', 'canonical.low': 'bits of the address', 'canonical.kernel': 'bits of the address' },
    ...{ 'canonical.first': 'bits of the address', 'canonical.below': 'bits of the address', vector: 'the vector of #PF' },
  },
  'trap-frame-why-190h': { total: 'the sum of the rows' },
  'trap-frame-copy-arguments': { bytes: 'eight times the count' },
  'ssdt-descriptor': { size: 'four fields of eight bytes' },
  'ssdt-xp-table': { arguments: 'bytes / 4' },
  'ssdt-decode-negative': { sign: 'bit 31 of the entry', 'sign-copy': 'bit 31 of the entry' },
  'ssdt-stack-arguments': { total: '4 + the count', bytes: 'eight times the count', count: 'counted in the dump' },
  'ssdt-end-or-argument-table': { gap: 'the difference of two addresses', modulo: 'the last digit of an address' },
  'ssdt-which-table': { 'bits.gui': 'a bit of the doubleword', 'bits.filter': 'a bit of the doubleword', slot: '(number >> 7) & 20h' },
  'ssdt-over-the-limit': { largest: 'the limit - 1' },
  'ssdt-rename-the-service': { later: 'the number + 1, by the rule of the builds', back: 'the number in the stub' },
  'hunting-hooked-entry': { which: 'the distance from the table / 4' },
  'hunting-idt-2e-hook': {
    ...{ 'dpl.found': 'bits of the attribute word', 'dpl.proper': 'bits of the attribute word' },
    ...{ 'dpl-open.found': 'bits of the attribute word', 'dpl-open.proper': 'bits of the attribute word' },
  },
  'hunting-patched-stub': { number: "the neighbour's number + 1" },
  'trap-frame-way-out': { 'apc-count': 'stops counted' },
  'building-direct-syscall': { place: 'a return address and four home slots' },
  'note-syscall': { bit: 'counted from 0' },
  'note-ssdt': { size: 'four fields of eight bytes', modulo: 'the last digit of an address' },
};

/** Prose a learner reads before a step is done, filled in for a seed; replies to a right answer and the explanation come after it. */
function* proseOf(e: Exercise, seed: string): Generator<readonly [language: Language, key: string, text: string]> {
  const attempt = attemptOf(e, seed);
  for (const language of LANGUAGES)
    for (const [key, text] of e.texts[language]!.parts)
      if (key !== 'why' && !/-right$/.test(key)) yield [language, key, attempt.fill(text)];
}
/** Every number asked for on a seed, and whether it is too large to stand in prose by chance. */
function* keysOf(e: Exercise, seed: string): Generator<readonly [step: string, key: bigint]> {
  const mine = variantOf(e, seed),
    { grader } = attemptOf(e, seed);
  for (const s of mine.file.steps) {
    for (const { asked: a } of askedIn(mine).filter(x => x.name.split('.')[0] === s.id)) {
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
    /您|显然|只需|很简单|显而易见|恭喜|请(?!求)/,
    /陷阱框架|堆栈|系统调用编号|选择符|扇门|系统服务描述表|影子栈/,
    /！/,
    /[\u4e00-\u9fff][,;?!]|[\u4e00-\u9fff]:(?!\d)/,
  ],
};
test.each(LANGUAGES)('%s uses the words of the glossary and no others', language => {
  const found: string[] = [];
  const texts = [...exercises.map(e => [e.id, e.texts[language]!] as const), ...references.map(p => [p.id, p.texts[language]!] as const)],
    prose = texts.flatMap(([id, t]) => [
      [`${id} title`, t.title] as const,
      ...[...t.parts].map(([key, text]) => [`${id} ${key}`, text] as const),
    ]),
    lines = glossary.map(term => [`glossary ${term.id}`, term.says[language]!] as const);
  const sections = [...pack.plan, ...pack.paths, ...pack.course].map(s => ['pack.yml', s.title[language]!] as const);
  for (const [where, text] of [...prose, ...lines, ...sections])
    for (const pattern of FORBIDDEN[language]) {
      const hit = pattern.exec(text.replace(/`[^`]*`/g, '`'));
      if (hit) found.push(`${where}: ${hit[0]}`);
    }
  expect(found).toEqual([]);
});

test('every heading that is prose is translated', () => {
  const found: string[] = [];
  for (const p of references)
    for (const [key, chinese] of p.texts['zh-CN']!.parts) if (!/[\u4e00-\u9fff]/.test(chinese)) found.push(`${p.id} ${key}: ${chinese}`);
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
