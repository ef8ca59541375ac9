/** A pack's files, checked and read: schemas, cross-references, expressions, languages. All problems at once. */
import type { ExerciseFiles, PackSummary } from './catalog.ts';
import type { Language } from '../problem.ts';
import { MACHINES } from '../windows/machines.ts';
import { parseExpression, type Expression } from './expr.ts';
import type { Type } from './expr-world.ts';
import { exerciseSchema, packSchema, testsSchema, type ExerciseFile, type PackFile, type TestsFile } from './pack-schema.ts';
import { readPages, type Page } from './pages.ts';
import { placeholders, readText, type TextFile } from './text.ts';
import { readYaml, type PackProblem, type YamlFile } from './yaml.ts';

export interface Exercise {
  readonly id: string;
  readonly pack: string;
  readonly section: { readonly id: string; readonly title: Readonly<Record<string, string>> };
  readonly file: ExerciseFile;
  readonly texts: Readonly<Partial<Record<Language, TextFile>>>;
  readonly tests: TestsFile | undefined;
  /** Debugger scripts of its folder, by file name: what `$<` and `$$>a<` read. */
  readonly scripts: ReadonlyMap<string, string>;
}
export interface Pack {
  readonly file: PackFile;
  readonly exercises: readonly Exercise[];
  readonly pages: readonly Page[];
}
export type PackResult =
  | { readonly ok: true; readonly value: Pack; readonly problems: readonly PackProblem[] }
  | { readonly ok: false; readonly problems: readonly PackProblem[] };
type Files = ReadonlyMap<string, string>;

/** @param files path with forward slashes -> text */
export function readPack(files: Files): PackResult {
  const problems: PackProblem[] = [];
  const text = files.get('pack.yml');
  if (text === undefined) return { ok: false, problems: [at('pack.yml', 'missing', 'The pack has no pack.yml.')] };
  const pack = readYaml('pack.yml', text, packSchema, problems);
  const planned = pack?.value.plan.flatMap(s => s.exercises) ?? [];
  for (const id of planned)
    if (!files.has(`exercises/${id}/exercise.yml`))
      problems.push({
        ...at('pack.yml', 'no-exercise', `The plan names ${id}, but there is no exercises/${id}/exercise.yml.`),
        ...pack!.place(['plan']),
      });
  const exercises = pack ? planned.flatMap(id => readExercise(pack.value, id, files, problems) ?? []) : [];
  const pages = pack ? readPages(pack.value, files, problems) : [];
  if (pack) {
    checkNeeds(pack, exercises, problems);
    checkWays(pack, problems);
    checkReferences(exercises, pages, problems);
  }
  return pack && !problems.some(p => p.severity === 'error')
    ? { ok: true, value: { file: pack.value, exercises, pages }, problems }
    : { ok: false, problems };
}
/** One exercise out of the files the host sends for it. */
export function readExerciseFiles(files: ExerciseFiles): Exercise | undefined {
  const map = new Map(Object.entries(files.files)),
    problems: PackProblem[] = [];
  const pack = readYaml('pack.yml', map.get('pack.yml') ?? '', packSchema, problems);
  return pack && readExercise(pack.value, files.id, map, problems);
}
const at = (file: string, code: string, message: string, severity: PackProblem['severity'] = 'error'): PackProblem => ({
  file,
  line: 1,
  column: 1,
  severity,
  code,
  message,
});

function readExercise(pack: PackFile, id: string, files: Files, problems: PackProblem[]): Exercise | undefined {
  const folder = `exercises/${id}`,
    text = files.get(`${folder}/exercise.yml`);
  if (text === undefined) return undefined;
  const read = readYaml(`${folder}/exercise.yml`, text, exerciseSchema, problems);
  const testsText = files.get(`${folder}/tests.yml`),
    tests = testsText === undefined ? undefined : readYaml(`${folder}/tests.yml`, testsText, testsSchema, problems);
  const texts: Partial<Record<Language, TextFile>> = {};
  for (const language of pack.languages) {
    const name = `${folder}/text.${language}.md`,
      prose = files.get(name);
    if (prose !== undefined) texts[language] = readText(name, prose, problems);
    else problems.push(at(name, 'language', `There is no ${language} text; readers get another language.`, 'warning'));
  }
  if (!read) return undefined;
  checkMachine(read, folder, problems);
  checkExpressions(read, folder, problems);
  checkTexts(read.value, texts, folder, problems);
  const section = pack.plan.find(s => s.exercises.includes(id))!;
  return {
    id,
    pack: pack.id,
    section: { id: section.section, title: section.title },
    file: read.value,
    texts,
    tests: tests?.value,
    scripts: scriptsOf(files, folder),
  };
}

/** `*.txt` beside an exercise. */
const scriptsOf = (files: Files, folder: string): ReadonlyMap<string, string> =>
  new Map(
    [...files].flatMap(([name, text]) =>
      name.startsWith(`${folder}/`) && name.endsWith('.txt') ? [[name.slice(folder.length + 1), text] as const] : [],
    ),
  );

function checkMachine({ value, place }: YamlFile<ExerciseFile>, folder: string, problems: PackProblem[]): void {
  const known = Object.keys(MACHINES);
  if (!known.includes(value.machine.base))
    problems.push({
      ...at(`${folder}/exercise.yml`, 'machine', `There is no machine ${value.machine.base}; there are ${known.join(', ')}.`),
      ...place(['machine', 'base']),
    });
}

/** Every expression of an exercise, with its place and the type it must have. */
export function* expressionsOf(e: ExerciseFile): Generator<{
  readonly path: readonly (string | number)[];
  readonly text: string;
  readonly type: Type;
  readonly params: ReadonlySet<string>;
}> {
  const known = new Set<string>();
  for (const [name, p] of Object.entries(e.params)) {
    if ('value' in p) yield { path: ['params', name, 'value'], text: p.value, type: 'number', params: new Set(known) };
    known.add(name);
    if ('where' in p && p.where !== undefined)
      yield { path: ['params', name, 'where'], text: p.where, type: 'truth', params: new Set(known) };
  }
  for (const [n, p] of e.machine.start.entries())
    for (const [key, text] of Object.entries(p))
      if (key === 'is' || key === 'at') yield { path: ['machine', 'start', n, key], text: String(text), type: 'number', params: known };
  for (const [n, s] of e.steps.entries()) {
    if (s.answer === 'choice') continue;
    if (s.answer === 'check') {
      if (s.reached !== undefined) yield { path: ['steps', n, 'reached'], text: s.reached, type: 'number', params: known };
      if (s.that !== undefined) yield { path: ['steps', n, 'that'], text: s.that, type: 'truth', params: known };
      continue;
    }
    for (const [r, row] of (s.answer === 'table' ? s.rows : [s]).entries()) {
      const path = s.answer === 'table' ? ['steps', n, 'rows', r] : ['steps', n];
      yield { path: [...path, 'expect'], text: row.expect, type: 'number', params: known };
      for (const [m, wrong] of row.misconceptions.entries())
        yield { path: [...path, 'misconceptions', m, 'value'], text: wrong.value, type: 'number', params: known };
    }
  }
}
function checkExpressions({ value, place }: YamlFile<ExerciseFile>, folder: string, problems: PackProblem[]): void {
  for (const { path, text, type, params } of expressionsOf(value)) {
    const parsed = parseExpression(text, params, type);
    if (parsed.ok) continue;
    const { line, column } = place(path);
    problems.push({
      file: `${folder}/exercise.yml`,
      line,
      column: column + parsed.problem.at,
      severity: 'error',
      code: 'expression',
      message: `${path.join('.')}: ${parsed.problem.message}`,
    });
  }
}

/** Every language has the same parts and placeholders, and every part the exercise speaks of. */
function checkTexts(e: ExerciseFile, texts: Exercise['texts'], folder: string, problems: PackProblem[]): void {
  const wanted = new Set<string>(['why', ...e.hints.map(h => `hint: ${h.id}`)]);
  for (const s of e.steps) {
    wanted.add(`step: ${s.id}`);
    if (s.answer === 'choice') for (const o of s.options) wanted.add(`option: ${s.id}.${o}`);
    if (s.answer === 'table') for (const r of s.rows) wanted.add(`row: ${s.id}.${r.id}`);
    for (const m of s.answer === 'table' ? s.rows.flatMap(r => r.misconceptions) : s.answer === 'check' ? [] : s.misconceptions)
      wanted.add(`feedback: ${m.say}`);
  }
  const first = Object.values(texts)[0];
  for (const [language, text] of Object.entries(texts)) {
    const file = `${folder}/text.${language}.md`;
    for (const key of wanted) if (!text.parts.has(key)) problems.push(at(file, 'text-missing', `"## ${key}" is missing.`));
    for (const [key, body] of text.parts) {
      if (key !== 'intro' && !wanted.has(key) && !/^feedback: .*right$/.test(key))
        problems.push(at(file, 'text-unused', `"## ${key}" belongs to nothing in exercise.yml.`, 'warning'));
      for (const hole of placeholders(body))
        if (!Object.hasOwn(e.params, hole.split('|')[0]!)) problems.push(at(file, 'placeholder', `{{${hole}}} names no parameter.`));
      const other = first?.parts.get(key);
      if (other !== undefined && [...placeholders(other)].sort().join() !== [...placeholders(body)].sort().join())
        problems.push(at(file, 'placeholder-differs', `"## ${key}" has other placeholders than the other language.`));
    }
  }
}

/** Prerequisites exist and have no cycle. */
function checkNeeds(pack: YamlFile<PackFile>, exercises: readonly Exercise[], problems: PackProblem[]): void {
  const needs = new Map(exercises.map(e => [e.id, e.file.needs]));
  for (const e of exercises)
    for (const id of e.file.needs)
      if (!needs.has(id)) problems.push(at(`exercises/${e.id}/exercise.yml`, 'needs', `It needs ${id}, which is not in the pack.`));
  const done = new Set<string>(),
    onWay = new Set<string>();
  const visit = (id: string): void => {
    if (done.has(id)) return;
    if (onWay.has(id)) {
      problems.push({ ...at('pack.yml', 'needs-cycle', `${[...onWay, id].join(' needs ')}: a circle.`), ...pack.place(['plan']) });
      return;
    }
    onWay.add(id);
    for (const next of needs.get(id) ?? []) visit(next);
    onWay.delete(id);
    done.add(id);
  };
  for (const id of needs.keys()) visit(id);
}

/** Paths, course and exam speak of exercises that are there. */
function checkWays({ value, place }: YamlFile<PackFile>, problems: PackProblem[]): void {
  const known = new Set(value.plan.flatMap(s => s.exercises)),
    named = [
      ...value.paths.map((p, n) => [['paths', n], p.exercises] as const),
      ...value.course.map(
        (s, n) =>
          [
            ['course', n],
            [...s.class, ...s.homework],
          ] as const,
      ),
      ...(value.exam?.rows ?? []).map((r, n) => [['exam', 'rows', n], r.of] as const),
    ];
  for (const [path, ids] of named)
    for (const id of ids)
      if (!known.has(id))
        problems.push({ ...at('pack.yml', 'no-exercise', `${path.join('.')} names ${id}, which is not in the plan.`), ...place(path) });
}
/** A step's `ref` leads to a part of a page. */
function checkReferences(exercises: readonly Exercise[], pages: readonly Page[], problems: PackProblem[]): void {
  const parts = new Set(
    pages.flatMap(p => Object.values(p.texts).flatMap(t => [...t.parts.keys()].map(key => `${p.id}#${key.slice('part: '.length)}`))),
  );
  for (const e of exercises)
    for (const s of e.file.steps)
      if (s.ref !== undefined && !parts.has(s.ref))
        problems.push(at(`exercises/${e.id}/exercise.yml`, 'ref', `The step ${s.id} refers to ${s.ref}, but no page has that part.`));
}

/** What the catalog shows. */
const titles = (texts: Readonly<Partial<Record<Language, TextFile>>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(texts).map(([language, text]) => [language, text.title]));
export function summaryOf({ file, exercises, pages }: Pack): PackSummary {
  return {
    id: file.id,
    version: file.version,
    title: file.title,
    exercises: exercises.map(e => ({
      pack: file.id,
      id: e.id,
      track: e.section.id,
      title: titles(e.texts),
      level: e.file.level,
      minutes: e.file.minutes,
      steps: e.file.steps.map(s => s.id),
      needs: e.file.needs,
    })),
    pages: pages.map(p => ({ pack: file.id, id: p.id, machine: p.machine, title: titles(p.texts) })),
  };
}
export const mustParse = (text: string, params: ReadonlySet<string>): Expression => {
  const parsed = parseExpression(text, params);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.problem.message}`);
  return parsed.value;
};
