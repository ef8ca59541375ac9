/** What the schema cannot say of one file: names stand once, ranges hold something, choices name their options, tests name their steps. */
import { REGISTERS } from '../cpu/registers.ts';
import { machineEntries } from './exercise-machines.ts';
import { parseExpression, paramsOf } from './expr.ts';
import { numbersOf } from './grade.ts';
import { expressionsOf } from './pack-expressions.ts';
import { packProblem, type PackCode, type PackProblem } from './pack-problem.ts';
import {
  LOOKED,
  type ConditionFile,
  type ExerciseFile,
  type PackFile,
  type ParamFile,
  type StepFile,
  type TestsFile,
} from './pack-schema.ts';
import { asksToPredict } from './predictions.ts';
import type { TextFile } from './text.ts';
import type { Path, YamlFile } from './yaml.ts';

/** More values than this are not a choice any more: every one is tried against `where`. */
export const MOST_VALUES = 10_000;

type Say = (code: PackCode, path: Path, values?: Readonly<Record<string, string>>) => void;
const sayer =
  (file: YamlFile<unknown>, problems: PackProblem[]): Say =>
  (code, path, values) => {
    problems.push(packProblem(code, file.at(path), values));
  };

/** The second of two equal names, wherever names of one kind stand side by side. */
function once(lists: Iterable<readonly [Path, string]>, say: Say): void {
  const seen = new Set<string>();
  for (const [path, id] of lists) {
    if (seen.has(id)) say('twice', path, { id });
    seen.add(id);
  }
}
const names = (path: Path, list: readonly (string | number)[]): (readonly [Path, string])[] =>
  list.map((id, n) => [[...path, n], String(id)] as const);
const ids = (path: Path, list: readonly { readonly id: string }[]): (readonly [Path, string])[] =>
  list.map(({ id }, n) => [[...path, n, 'id'], id] as const);

export function checkPackRules(pack: YamlFile<PackFile>, problems: PackProblem[]): void {
  const say = sayer(pack, problems),
    { plan, paths, pages, course, exam, languages, title } = pack.value;
  once(names(['languages'], languages), say);
  once(
    plan.map((s, n) => [['plan', n, 'section'], s.section] as const),
    say,
  );
  once(
    plan.flatMap((s, n) => names(['plan', n, 'exercises'], s.exercises)),
    say,
  );
  once(ids(['paths'], paths), say);
  paths.forEach((p, n) => once(names(['paths', n, 'exercises'], p.exercises), say));
  course.forEach((s, n) => once([...names(['course', n, 'class'], s.class), ...names(['course', n, 'homework'], s.homework)], say));
  once(ids(['pages'], pages), say);
  exam?.rows.forEach((r, n) => {
    once(names(['exam', 'rows', n, 'of'], r.of), say);
    if (r.pick > r.of.length) say('exam-pick', ['exam', 'rows', n, 'pick'], { pick: String(r.pick), of: String(r.of.length) });
  });
  const titled: readonly (readonly [Path, Readonly<Record<string, string>>])[] = [
    [['title'], title],
    ...[plan, paths, course].flatMap((list, n) => list.map((s, m) => [[['plan', 'paths', 'course'][n]!, m, 'title'], s.title] as const)),
  ];
  for (const [path, titles] of titled)
    for (const l of languages) if (!Object.hasOwn(titles, l)) say('title-language', path, { language: l });
}

export function checkExerciseRules(exercise: YamlFile<ExerciseFile>, problems: PackProblem[]): void {
  const say = sayer(exercise, problems),
    e = exercise.value;
  for (const key of ['teaches', 'needs'] as const) once(names([key], e[key]), say);
  for (const [name, p] of Object.entries(e.params)) {
    if (['and', 'or', 'not'].includes(name)) problems.push(packProblem('param-name', exercise.key(['params', name]), { name }));
    if ('by' in p) for (const [member, one] of Object.entries(p.by)) checkRange(['params', name, 'by', member], one, say);
    else checkRange(['params', name], p, say);
  }
  once(ids(['steps'], e.steps), say);
  once(ids(['hints'], e.hints), say);
  e.steps.forEach((s, n) => {
    checkStep(s, ['steps', n], say);
  });
  checkGrading(e, say);
  checkPool(e, say);
}
function checkGrading({ grading, steps, hints, modes }: ExerciseFile, say: Say): void {
  if (!modes.practice && !modes.official) say('modes-none', ['modes']);
  const { curve } = grading.retry;
  curve.forEach((share, n) => {
    if (n && share > curve[n - 1]!) say('retry-rises', ['grading', 'retry', 'curve', n]);
  });
  const known = steps.map(s => s.id);
  for (const id of Object.keys(grading.weights))
    if (!known.includes(id)) say('tests-step', ['grading', 'weights', id], { id, known: known.join(', ') });
  hints.forEach((h, n) => {
    h.steps?.forEach((id, m) => {
      if (!known.includes(id)) say('tests-step', ['hints', n, 'steps', m], { id, known: known.join(', ') });
    });
    h.needs.forEach((id, m) => {
      const before = hints.slice(0, n).map(one => one.id);
      if (!before.includes(id)) say('hint-needs', ['hints', n, 'needs', m], { id, known: before.join(', ') || '-' });
    });
  });
}
/** Steps and parameters speak of members there are, and every member has steps and every such parameter. */
function checkPool(e: ExerciseFile, say: Say): void {
  const { pool, steps, params } = e,
    of = pool?.of ?? [],
    known = of.join(', ') || '-';
  once(names(['pool', 'of'], of), say);
  steps.forEach((s, n) => checkMembers(s.in, ['steps', n], of, say));
  for (const [, path, machine] of machineEntries(e)) machine.start.forEach((p, n) => checkMembers(p.in, [...path, 'start', n], of, say));
  for (const [name, p] of Object.entries(params))
    if ('by' in p) {
      for (const id of Object.keys(p.by)) if (!of.includes(id)) say('pool-member', ['params', name, 'by', id], { id, known });
      for (const id of of) if (!Object.hasOwn(p.by, id)) say('pool-param', ['params', name], { id, name });
    }
  checkMachines(e, say);
  of.forEach((id, n) => {
    if (!steps.some(s => s.in?.includes(id) ?? true)) say('pool-empty', ['pool', 'of', n], { id });
  });
}
/** Every member has a machine, and those its steps are about. */
function checkMachines({ machines = {}, pool, steps }: ExerciseFile, say: Say): void {
  const of = pool?.of ?? [],
    has = (one: { readonly in?: readonly string[] | undefined }, id: string): boolean => one.in?.includes(id) ?? true;
  for (const [name, m] of Object.entries(machines)) checkMembers(m.in, ['machines', name], of, say);
  if (Object.keys(machines).length)
    of.forEach((id, n) => {
      if (!Object.values(machines).some(m => has(m, id))) say('pool-machine', ['pool', 'of', n], { id, name: '-' });
    });
  steps.forEach((s, n) => {
    const machine = s.on === undefined || !Object.hasOwn(machines, s.on) ? undefined : machines[s.on]!;
    for (const id of of) if (machine && has(s, id) && !has(machine, id)) say('pool-machine', ['steps', n, 'on'], { id, name: s.on! });
  });
}
function checkMembers(members: readonly string[] | undefined, path: Path, of: readonly string[], say: Say): void {
  members?.forEach((id, m) => {
    if (!of.includes(id)) say('pool-member', [...path, 'in', m], { id, known: of.join(', ') || '-' });
  });
}
function checkRange(path: Path, p: ParamFile, say: Say): void {
  if ('choose' in p) once(names([...path, 'choose'], p.choose), say);
  if (!('int' in p)) return;
  const [low, high, step] = p.int;
  if (step < 1) say('int-step', [...path, 'int', 2]);
  else if (low > high) say('int-empty', [...path, 'int', 1], { low: String(low), high: String(high) });
  else if ((high - low) / step >= MOST_VALUES) say('int-many', [...path, 'int'], { most: String(MOST_VALUES) });
}
/** Every group asks something; registers have names. */
function checkCondition(c: ConditionFile, path: Path, say: Say): void {
  if ([...LOOKED, 'all' as const, 'any' as const].every(key => c[key] === undefined)) say('check-empty', path);
  for (const name of Object.keys(c.state ?? {})) if (!REGISTERS.has(name)) say('check-register', [...path, 'state', name], { name });
  for (const key of ['all', 'any'] as const)
    c[key]?.forEach((one, n) => {
      checkCondition(one, [...path, key, n], say);
    });
}
function checkStep(s: StepFile, path: Path, say: Say): void {
  if (s.show) once(names([...path, 'show'], s.show), say);
  if (s.evidence && s.answer !== 'check' && s.seen === undefined && numbersOf(s).length === 0) say('evidence-seen', [...path, 'evidence']);
  if (!s.evidence && !asksToPredict(s) && s.seen !== undefined) say('seen-alone', [...path, 'seen']);
  if (s.answer === 'check' && s.evidence && s.seen !== undefined) say('seen-check', [...path, 'seen']);
  switch (s.answer) {
    case 'check':
      checkCondition(s, path, say);
      return;
    case 'choice': {
      once(names([...path, 'options'], s.options), say);
      once(ids([...path, 'misconceptions'], s.misconceptions), say);
      const known = s.options.join(', ');
      if (!s.options.includes(s.expect)) say('choice-option', [...path, 'expect'], { id: s.expect, known });
      s.misconceptions.forEach((m, n) => {
        const at = [...path, 'misconceptions', n, 'value'];
        if (!s.options.includes(m.value)) say('choice-option', at, { id: m.value, known });
        else if (m.value === s.expect) say('choice-key', at, { id: m.value });
      });
      return;
    }
    case 'order': {
      once(names([...path, 'options'], s.options), say);
      once(ids([...path, 'misconceptions'], s.misconceptions), say);
      if (s.expect.join() === s.options.join()) say('order-given', [...path, 'options']);
      for (const [at, list] of [
        [['expect'], s.expect] as const,
        ...s.misconceptions.map((m, n) => [['misconceptions', n, 'value'], m.value] as const),
      ])
        if (list.toSorted().join() !== s.options.toSorted().join()) say('order-all', [...path, ...at], { known: s.options.join(', ') });
      return;
    }
    case 'table':
      once(ids([...path, 'rows'], s.rows), say);
      s.rows.forEach((r, n) => once(ids([...path, 'rows', n, 'misconceptions'], r.misconceptions), say));
      return;
    default:
      once(ids([...path, 'misconceptions'], s.misconceptions), say);
  }
}

/** A parameter that nothing speaks of. */
export function checkUse(exercise: YamlFile<ExerciseFile>, texts: readonly TextFile[], tests: string, problems: PackProblem[]): void {
  const all = Object.keys(exercise.value.params),
    used = new Set(texts.flatMap(t => t.holes.map(h => h.text.split('|')[0]!.trim())));
  for (const m of tests.matchAll(/\w+/g)) used.add(m[0]);
  for (const { text, path } of expressionsOf(exercise.value)) {
    const parsed = parseExpression(text, new Set(all));
    if (parsed.ok) for (const name of paramsOf(parsed.value)) if (name !== path[1] || path[0] !== 'params') used.add(name);
  }
  for (const name of all) if (!used.has(name)) problems.push(packProblem('param-unused', exercise.key(['params', name]), { name }));
}

/** tests.yml speaks of steps and rows that are there, and of replies that have a text. */
export function checkTests(tests: YamlFile<TestsFile>, e: ExerciseFile, texts: readonly TextFile[], problems: PackProblem[]): void {
  const say = sayer(tests, problems),
    known = e.steps.map(s => s.id).join(', ');
  const stepAt = (id: string, path: Path): StepFile | undefined => {
    const step = e.steps.find(s => s.id === id);
    if (!step) say('tests-step', path, { id, known });
    return step;
  };
  const checkRows = (step: StepFile, given: unknown, path: Path): void => {
    const rows = step.answer === 'table' ? step.rows.map(r => r.id) : undefined;
    if ((typeof given === 'object') !== (rows !== undefined)) say('tests-form', path, { id: step.id });
    else if (rows)
      for (const id of Object.keys(given as object))
        if (!rows.includes(id)) say('tests-step', [...path, id], { id, known: rows.join(', ') });
  };
  tests.value.golden.console.forEach((line, n) => {
    const path = ['golden', 'console', n];
    if (typeof line === 'string') return;
    if ('step' in line) stepAt(line.step, [...path, 'step']);
    else if ('on' in line) {
      checkMembers(line.in, path, e.pool?.of ?? [], say);
      const names = Object.keys(e.machines ?? {});
      if (!names.includes(line.on)) say('machine-on', [...path, 'on'], { name: line.on, known: names.join(', ') || '-' });
    } else checkMembers(line.in, path, e.pool?.of ?? [], say);
  });
  for (const [id, given] of Object.entries(tests.value.golden.answers)) {
    const path = ['golden', 'answers', id],
      step = stepAt(id, path);
    if (step) checkRows(step, given, path);
  }
  tests.value.negative.forEach((row, n) => {
    const step = stepAt(row.step, ['negative', n, 'step']);
    if (step?.answer === 'check') say('tests-check', ['negative', n, 'step'], { id: step.id });
    else if (step) checkRows(step, row.answer, ['negative', n, 'answer']);
    if (row.say !== undefined && texts.some(t => !t.parts.has(`feedback: ${row.say!}`)))
      say('tests-say', ['negative', n, 'say'], { id: row.say });
  });
}
