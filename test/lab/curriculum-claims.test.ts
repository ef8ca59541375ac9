/** The note's statements lead to exercises on a path, the reference has its numbers from machines and tables, and the pack stays small. */
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { MSRS } from '../../core/cpu/msrs.ts';
import { encodeInterruptGate } from '../../core/cpu/segments.ts';
import { readPack } from '../../core/lab/pack.ts';
import { Reference } from '../../core/lab/reference.ts';
import type { Language } from '../../core/problem.ts';
import { MACHINES } from '../../core/windows/machines.ts';
import { readReport, unproved } from '../../main/cli/pack/proof-report.ts';
import { readTree } from '../../main/files/pack-source.ts';

const files = readTree(path.resolve(import.meta.dirname, '../../exercises/syscalls'));
const read = readPack(files);
if (!read.ok) throw new Error(read.problems.map(p => `${p.file}: ${p.message}`).join('\n'));
const { exercises, pages, file: pack, glossary } = read.value;
const LANGUAGES: readonly Language[] = ['en', 'zh-CN'];

/** Where each statement of the study note is taught or corrected, besides the exercise that judges it. */
const TAUGHT: Readonly<Record<number, readonly string[]>> = {
  1: ['int2e-int-vs-fast', 'syscall-sysret-32'],
  2: ['syscall-rcx-r11'],
  3: ['int2e-vsm-machine', 'int2e-int2e-x86'],
  4: ['int2e-stub-arithmetic', 'int2e-why-it-never-breaks'],
  5: ['int2e-why-it-never-breaks', 'int2e-vsm-machine'],
  6: ['int2e-why-it-never-breaks'],
  7: ['int2e-clock-in-the-way'],
  8: ['int2e-interrupt-objects'],
  9: ['int2e-interrupt-objects', 'int2e-sign-extended-vector'],
  10: ['int2e-interrupt-objects'],
  11: ['sysenter-three-msrs', 'sysenter-sti-sysexit', 'syscall-sysret-32'],
  12: ['sysenter-ia32e-branch'],
  13: ['sysenter-ia32e-branch', 'sysenter-three-msrs'],
  14: ['sysenter-ring0-selectors', 'sysenter-broken-msr', 'sysenter-what-is-not-saved'],
  15: ['sysenter-ring0-selectors'],
  16: ['sysenter-sysexit-64'],
  17: ['sysenter-sysexit-32'],
  18: ['sysenter-sysexit-32', 'sysenter-sysexit-64'],
  19: ['sysenter-sysexit-32', 'sysenter-sti-sysexit'],
  20: ['syscall-lstar-cstar', 'syscall-sce-off'],
  21: ['syscall-lstar-cstar'],
  22: ['syscall-rcx-r11'],
  23: ['syscall-rcx-r11'],
  24: ['syscall-fmask'],
  25: ['syscall-star-fields'],
  26: ['trap-frame-borrowed-stack', 'trap-frame-kva-shadow'],
  27: ['syscall-star-fields'],
  28: ['syscall-star-fields'],
  29: ['syscall-sysret-64', 'syscall-non-canonical-rcx'],
  30: ['syscall-rflags-on-return'],
  31: ['syscall-sysret-32', 'syscall-the-plausible-wrong-23'],
  32: ['syscall-the-plausible-wrong-23', 'syscall-sysret-64'],
  33: ['syscall-sysret-64', 'trap-frame-way-out'],
  34: ['syscall-sysret-64', 'syscall-sysret-32'],
  35: ['syscall-rflags-on-return'],
  36: ['syscall-sysret-64', 'syscall-sysret-32'],
  37: ['syscall-sysret-64'],
  38: ['trap-frame-why-190h', 'trap-frame-paint-the-frame'],
  39: ['trap-frame-five-pushes'],
  40: ['trap-frame-paint-the-frame'],
  41: ['ssdt-which-table', 'ssdt-over-the-limit', 'trap-frame-first-argument'],
  42: ['ssdt-which-table'],
  43: ['ssdt-decode-forward', 'ssdt-decode-negative', 'ssdt-stack-arguments'],
  44: ['trap-frame-copy-arguments'],
  45: ['trap-frame-copy-arguments', 'console-break-and-step'],
  46: ['trap-frame-way-out'],
  47: ['trap-frame-way-out'],
  48: ['ssdt-descriptor'],
  49: ['ssdt-stack-arguments'],
  50: ['ssdt-descriptor', 'ssdt-rename-the-service'],
  51: ['ssdt-end-or-argument-table'],
  52: ['ssdt-descriptor'],
};
/** The statements a heading speaks of: `N16 to N18`, `N29, N33, N34`, `N16 至 N18`. */
function statementsIn(heading: string): number[] {
  const range = [...heading.matchAll(/N(\d+) ?(?:to|至|到|–) ?N(\d+)/g)].flatMap(([, from, to]) =>
    Array.from({ length: Number(to) - Number(from) + 1 }, (_, n) => Number(from) + n),
  );
  return [...range, ...[...heading.matchAll(/N(\d+)/g)].map(m => Number(m[1]))];
}
describe('the note', () => {
  const judged = (language: Language): number[] => {
    const all = exercises
      .filter(e => e.section.id === 'note')
      .flatMap(e => e.file.steps.flatMap(s => statementsIn(e.texts[language]!.parts.get(`step: ${s.id}`)!.split('\n')[0]!)));
    return [...new Set(all)].sort((a, b) => a - b);
  };
  test.each(LANGUAGES)('every statement is judged by a step, in %s', language => {
    expect(judged(language)).toEqual(Object.keys(TAUGHT).map(Number));
    expect(judged(language)).toHaveLength(52);
  });
  test('every statement is taught by exercises on the way through everything, and most within a weekend', () => {
    const [, weekend, whole] = pack.paths.map(p => new Set(p.exercises));
    for (const [n, ids] of Object.entries(TAUGHT)) {
      for (const id of ids) expect(whole!.has(id), `N${n}: ${id}`).toBe(true);
    }
    expect(whole!.size).toBe(exercises.length);
    for (const e of exercises.filter(x => x.section.id === 'note')) expect(weekend!.has(e.id), e.id).toBe(true);
    const missed = Object.entries(TAUGHT).filter(([, ids]) => !ids.some(id => weekend!.has(id)));
    expect(missed.map(([n]) => `N${n}`)).toEqual(['N12', 'N16']);
  });
});

describe('the reference', () => {
  const win = new Reference({ machine: 'win10-x64', seed: 'pages', set: {} }),
    hexOf = (value: bigint): string => `${value.toString(16).toUpperCase()}h`,
    services = (machine: string): string => String(MACHINES[machine]!.build.services),
    attributes = (dpl: 0 | 3): string => hexOf((encodeInterruptGate(0x10n, 0n, dpl) >> 32n) & 0xffffn);
  const selector = (n: number): bigint => win.start.load(win.start.register('gdtr')! + BigInt(n), 8)!;
  /**
   * Numbers of the processor's own rules, and of the dispatcher's: RBP's distance into the frame, the index in a service number.
   * @source SDM Vol. 2 SYSCALL, SYSRET, SYSENTER, SYSEXIT; Vol. 3 "64-bit mode IDT"
   */
  const RULES = new Set(['FFFCh', '3C7FD7h', '2Eh', '80h', '4h', 'FFFh']);
  /** Bit positions, widths, vectors and what names of products hold. */
  const PLAIN = new Set(['10', '11', '12', '13', '15', '16', '21', '24', '31', '32', '40', '47', '48', '63', '64', '128', '256', '2004']);
  const FROM_TABLES = new Set([
    ...MSRS.map(m => hexOf(BigInt(m.number))),
    ...['winxp-x86', 'win7-x86'].map(services),
    ...[attributes(0), attributes(3)],
    ...[win.at('ret+')!.register('cs')!, win.at('ret+')!.register('ss')!].map(hexOf),
    // size of a descriptor on either system, and a slot
    ...['20h', '10h'],
    ...[0x10, 0x18, 0x20, 0x28, 0x30, 0x40].filter(n => (selector(n) >> 47n) & 1n).map(n => hexOf(BigInt(n))),
    ...[0x38].filter(n => selector(n) === 0n).map(n => hexOf(BigInt(n))),
  ]);
  test.each(pages.flatMap(p => LANGUAGES.map(language => [`${p.id} in ${language}`, p.texts[language]!] as const)))(
    '%s has no number that is not of a machine, a table or a rule',
    (_name, text) => {
      const prose = [...text.parts.values()]
          .join('\n')
          .replace(/\{\{[^}]*\}\}/g, '')
          .replace(/`[^`]*`/g, ''),
        numbers = prose.match(/(?<![\w.])(?:[0-9A-F]+h|\d{2,})(?!\w)/g) ?? [];
      expect(numbers.filter(n => !FROM_TABLES.has(n) && !RULES.has(n) && !PLAIN.has(n))).toEqual([]);
    },
  );
  test('every part is the reference of some step, but for what is looked up by itself', () => {
    const parts = pages.flatMap(p =>
        [...p.texts.en!.parts.keys()].filter(k => k !== 'intro').map(k => `${p.id}#${k.slice('part: '.length)}`),
      ),
      used = new Set(exercises.flatMap(e => e.file.steps.map(s => s.ref)));
    expect(parts.filter(p => !used.has(p))).toEqual(['commands#change']);
  });
});

/**
 * test/lab/proof.json is what `lab pack prove exercises/syscalls --seeds 200 --report test/lab/proof.json` found; it takes up only what has
 * changed since. A proof is of an exercise's questions and golden lines; `curriculum.test.ts` plays them on today's machines.
 */
test('every exercise, as it stands, has been proved on 200 seeds', () => {
  const report = readReport(path.resolve(import.meta.dirname, 'proof.json')),
    ids = exercises.map(e => e.id);
  expect(unproved(report, files, ids, 200)).toEqual([]);
  expect(Object.keys(report)).toEqual(ids.toSorted());
});
test('the built-in packs take 4 MB at most', () => {
  const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  expect(bytes).toBeLessThan(4 * 1024 * 1024);
  expect(bytes).toBeGreaterThan(300 * 1024);
});
test('the glossary has a line in both languages for every word, and no word twice', () => {
  for (const language of LANGUAGES) {
    const terms = glossary.map(t => t.term[language]!);
    expect(terms.filter((t, n) => terms.indexOf(t) !== n)).toEqual([]);
    expect(glossary.filter(t => !/[.。]$/.test(t.says[language] ?? '')).map(t => t.id)).toEqual([]);
  }
  expect(glossary.filter(t => !/[\u4e00-\u9fff]/.test(t.says['zh-CN']!)).map(t => t.id)).toEqual([]);
});
