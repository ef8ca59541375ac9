/** A pack's files, checked and read: schemas, cross-references, expressions, languages. All problems at once. */
import { modesOf } from './attempt.ts';
import type { ExerciseSource, PackSummary } from './catalog.ts';
import type { Language } from '../problem.ts';
import { parseExpression, type Expression } from './expr.ts';
import { exerciseMachines, readMachines, type ExerciseMachines, type PackMachines } from './exercise-machines.ts';
import { readGlossary } from './glossary.ts';
import { checkExpressions, checkFound, startsOf } from './pack-expressions.ts';
import { packProblem, startOf, type PackProblem } from './pack-problem.ts';
import { checkExam, checkNeeds, checkPlan, checkReferences } from './pack-references.ts';
import {
  exerciseSchema,
  packSchema,
  testsSchema,
  type ExerciseFile,
  type GlossaryFile,
  type PackFile,
  type TestsFile,
} from './pack-schema.ts';
import { readPages, type Page } from './pages.ts';
import { checkExerciseRules, checkPackRules, checkTests, checkUse } from './pack-rules.ts';
import { variantsOf } from './pool.ts';
import { checkTexts } from './pack-texts.ts';
import { readText, type TextFile } from './text.ts';
import { readYaml, type YamlFile } from './yaml.ts';

export interface Exercise {
  readonly id: string;
  readonly pack: string;
  readonly section: { readonly id: string; readonly title: Readonly<Record<string, string>> };
  readonly file: ExerciseFile;
  /** By name; the first is the one it begins on. */
  readonly machines: ExerciseMachines;
  readonly texts: Readonly<Partial<Record<Language, TextFile>>>;
  /** Place of a path in exercise.yml. */
  readonly at: YamlFile<ExerciseFile>['at'];
  readonly tests: TestsFile | undefined;
  /** Place of a path in tests.yml. */
  readonly testsAt: YamlFile<TestsFile>['at'] | undefined;
  /** Debugger scripts of its folder, by file name: what `$<` and `$$>a<` read. */
  readonly scripts: ReadonlyMap<string, string>;
}
export interface Pack {
  readonly file: PackFile;
  readonly exercises: readonly Exercise[];
  readonly pages: readonly Page[];
  readonly glossary: GlossaryFile['terms'];
}
export type PackResult =
  | { readonly ok: true; readonly value: Pack; readonly problems: readonly PackProblem[] }
  | { readonly ok: false; readonly problems: readonly PackProblem[] };
type Files = ReadonlyMap<string, string>;

/** @param files path with forward slashes -> text */
export function readPack(files: Files): PackResult {
  const problems: PackProblem[] = [],
    text = files.get('pack.yml');
  if (text === undefined) return { ok: false, problems: [packProblem('missing', startOf('pack.yml'))] };
  const pack = readYaml('pack.yml', text, packSchema, problems);
  if (!pack) return { ok: false, problems };
  checkPackRules(pack, problems);
  checkPlan(pack, files, problems);
  const planned = pack.value.plan.flatMap(s => s.exercises),
    machines = readPackMachines(files, problems),
    exercises = planned.flatMap(id => readExercise(pack, id, machines, files, problems) ?? []),
    pages = readPages(pack, files, problems),
    glossary = readGlossary(files, pack.value.languages, problems);
  checkNeeds(planned, exercises, problems);
  checkExam(pack, exercises, problems);
  checkReferences(exercises, pages, problems);
  return problems.some(p => p.severity === 'error')
    ? { ok: false, problems }
    : { ok: true, value: { file: pack.value, exercises, pages, glossary }, problems };
}
/** One exercise out of the files the host sends for it. */
export function readExerciseFiles(files: ExerciseSource): Exercise | undefined {
  const map = new Map(Object.entries(files.files)),
    problems: PackProblem[] = [];
  const pack = readYaml('pack.yml', map.get('pack.yml') ?? '', packSchema, problems);
  return pack && readExercise(pack, files.id, readPackMachines(map, problems), map, problems);
}

function readPackMachines(files: Files, problems: PackProblem[]): PackMachines {
  const machines = readMachines(files, problems);
  for (const file of machines.values()) checkFound(startsOf(['start'], file.value.start, new Set()), file, problems);
  return machines;
}
function readExercise(
  pack: YamlFile<PackFile>,
  id: string,
  known: PackMachines,
  files: Files,
  problems: PackProblem[],
): Exercise | undefined {
  const folder = `exercises/${id}`,
    text = files.get(`${folder}/exercise.yml`);
  if (text === undefined) return undefined;
  const read = readYaml(`${folder}/exercise.yml`, text, exerciseSchema, problems),
    testsText = files.get(`${folder}/tests.yml`),
    tests = testsText === undefined ? undefined : readYaml(`${folder}/tests.yml`, testsText, testsSchema, problems),
    texts = readTexts(pack, folder, files, problems);
  if (!read) return undefined;
  const machines = exerciseMachines(read, known, problems);
  checkExerciseRules(read, problems);
  checkExpressions(read, problems);
  checkTexts(read, Object.values(texts), problems);
  checkUse(read, Object.values(texts), testsText ?? '', problems);
  if (testsText === undefined) problems.push(packProblem('golden-missing', read.at([])));
  if (tests) checkTests(tests, read.value, Object.values(texts), problems);
  const section = pack.value.plan.find(s => s.exercises.includes(id))!;
  return {
    ...{ id, pack: pack.value.id, section: { id: section.section, title: section.title } },
    ...{ file: read.value, at: read.at, machines, texts, tests: tests?.value, testsAt: tests?.at, scripts: scriptsOf(files, folder) },
  };
}
function readTexts({ value, at }: YamlFile<PackFile>, folder: string, files: Files, problems: PackProblem[]): Exercise['texts'] {
  const texts: Partial<Record<Language, TextFile>> = {},
    fileIn = (language: Language): string => `${folder}/text.${language}.md`;
  if (!value.languages.some(l => files.has(fileIn(l)))) {
    problems.push(packProblem('text-none', startOf(`${folder}/exercise.yml`), { file: fileIn(value.languages[0]!) }));
    return texts;
  }
  for (const [n, language] of value.languages.entries()) {
    const file = fileIn(language),
      prose = files.get(file);
    if (prose !== undefined) texts[language] = readText(file, prose, problems);
    else problems.push(packProblem('language', at(['languages', n]), { file, language }));
  }
  return texts;
}
/** `*.txt` beside an exercise. */
const scriptsOf = (files: Files, folder: string): ReadonlyMap<string, string> =>
  new Map(
    [...files].flatMap(([name, text]) =>
      name.startsWith(`${folder}/`) && name.endsWith('.txt') ? [[name.slice(folder.length + 1), text] as const] : [],
    ),
  );

/** A title in every language there is. */
export const titlesOf = ({ texts }: Pick<Exercise, 'texts'>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(texts).map(([language, text]) => [language, text.title]));
/** What the catalog shows. */
export function summaryOf({ file, exercises, pages, glossary }: Pack): PackSummary {
  return {
    id: file.id,
    version: file.version,
    title: file.title,
    authors: file.authors,
    tracks: file.plan.map(({ section, title }) => ({ id: section, title })),
    exercises: exercises.map(e => ({
      pack: file.id,
      id: e.id,
      track: e.section.id,
      title: titlesOf(e),
      level: e.file.level,
      minutes: e.file.minutes,
      variants: variantsOf(e.file),
      needs: e.file.needs,
      modes: modesOf(e.file),
    })),
    pages: pages.map(p => ({ pack: file.id, id: p.id, machine: p.machine, title: titlesOf(p) })),
    glossary,
    ...{ ways: file.paths, course: file.course },
    ...(file.exam && { exam: file.exam }),
  };
}
export const mustParse = (text: string, params: ReadonlySet<string>): Expression => {
  const parsed = parseExpression(text, params);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.problem.code}`);
  return parsed.value;
};
