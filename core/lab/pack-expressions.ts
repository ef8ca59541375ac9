/** Every expression of an exercise, with its place, its type and the parameters it may speak of. */
import { machineEntries } from './exercise-machines.ts';
import { callAt, liveAt, parseExpression } from './expr.ts';
import type { Type } from './expr-world.ts';
import { packProblem, type PackProblem } from './pack-problem.ts';
import type { ConditionFile, ExerciseFile, ParamFile, PatchFile, RowFile } from './pack-schema.ts';
import { isNumber } from './grade.ts';
import { variantsOf } from './pool.ts';
import type { Path, YamlFile } from './yaml.ts';

interface Found {
  readonly path: Path;
  readonly text: string;
  readonly type: Type;
  readonly params: ReadonlySet<string>;
}

export function* expressionsOf(e: ExerciseFile): Generator<Found> {
  const known = new Set<string>();
  for (const [name, p] of Object.entries(e.params)) {
    const forms: readonly (readonly [Path, ParamFile])[] =
      'by' in p ? Object.entries(p.by).map(([member, one]) => [['params', name, 'by', member], one]) : [[['params', name], p]];
    for (const [path, form] of forms) yield* ofParam(path, name, form, known);
    known.add(name);
  }
  for (const [, path, machine] of machineEntries(e)) yield* startsOf([...path, 'start'], machine.start, known);
  for (const [n, s] of e.steps.entries()) {
    if (s.seen !== undefined) yield { path: ['steps', n, 'seen'], text: s.seen, type: 'truth', params: known };
    if (s.answer === 'choice' || s.answer === 'order' || s.answer === 'text') continue;
    if (s.answer === 'bytes') yield* ofBytes(['steps', n], s, known);
    else if (s.answer === 'check') yield* ofCondition(['steps', n], s, known);
    else if (s.answer === 'table') for (const [r, row] of s.rows.entries()) yield* ofNumber(['steps', n, 'rows', r], row, known);
    else yield* ofNumber(['steps', n], s, known);
  }
}
function* ofCondition(path: Path, c: ConditionFile, params: ReadonlySet<string>): Generator<Found> {
  const found = function* (type: Type, list: readonly (readonly [Path, string | undefined])[]): Generator<Found> {
    for (const [place, text] of list) if (text !== undefined) yield { path: [...path, ...place], text, type, params };
  };
  yield* found('truth', [
    [['that'], c.that],
    [['event', 'where'], c.event?.where],
  ]);
  yield* found('number', [
    [['reached'], c.reached],
    [['event', 'vector'], c.event?.vector],
    [['assembled', 'at'], c.assembled?.at],
    ...Object.entries(c.state ?? {}).map(([name, is]) => [['state', name], is] as const),
    ...(c.memory ?? []).flatMap(({ at, is }, n) => [[['memory', n, 'at'], at] as const, [['memory', n, 'is'], is] as const]),
  ]);
  for (const key of ['all', 'any'] as const)
    for (const [n, one] of (c[key] ?? []).entries()) yield* ofCondition([...path, key, n], one, params);
}
/** Those of changes to a machine. */
export function* startsOf(path: Path, start: readonly PatchFile[], params: ReadonlySet<string>): Generator<Found> {
  for (const [n, p] of start.entries())
    for (const [key, text] of Object.entries(p))
      if (key === 'is' || key === 'at') yield { path: [...path, n, key], text: String(text), type: 'number', params };
}
function* ofParam(path: Path, name: string, p: ParamFile, before: ReadonlySet<string>): Generator<Found> {
  if ('value' in p) yield { path: [...path, 'value'], text: p.value, type: 'number', params: new Set(before) };
  if ('where' in p && p.where !== undefined)
    yield { path: [...path, 'where'], text: p.where, type: 'truth', params: new Set([...before, name]) };
}
function* ofNumber(path: Path, asked: Pick<RowFile, 'expect' | 'misconceptions'>, params: ReadonlySet<string>): Generator<Found> {
  yield { path: [...path, 'expect'], text: asked.expect, type: 'number', params };
  for (const [m, wrong] of asked.misconceptions.entries())
    yield { path: [...path, 'misconceptions', m, 'value'], text: wrong.value, type: 'number', params };
}

function* ofBytes(
  path: Path,
  s: Extract<ExerciseFile['steps'][number], { answer: 'bytes' }>,
  params: ReadonlySet<string>,
): Generator<Found> {
  const each = function* (at: Path, list: readonly string[]): Generator<Found> {
    for (const [n, text] of list.entries()) yield { path: [...at, n], text, type: 'number', params };
  };
  yield* each([...path, 'expect'], s.expect);
  for (const [m, wrong] of s.misconceptions.entries()) yield* each([...path, 'misconceptions', m, 'value'], wrong.value);
}

export function checkExpressions(file: YamlFile<ExerciseFile>, problems: PackProblem[]): void {
  checkFound(expressionsOf(file.value), file, problems);
}
/** Does a step that asks for a number stand before this one, in every variant? */
function hasNumberBefore(value: unknown, [top, which]: Path): boolean {
  if (top !== 'steps') return false;
  const e = value as ExerciseFile,
    { id } = e.steps[Number(which)]!;
  return variantsOf(e).every(ids => {
    const before = ids[ids.indexOf(id) - 1];
    return !ids.includes(id) || e.steps.some(s => s.id === before && isNumber(s));
  });
}
export function checkFound(found: Iterable<Found>, { at, value }: YamlFile<unknown>, problems: PackProblem[]): void {
  for (const { path, text, type, params } of found) {
    const parsed = parseExpression(text, params, type);
    if (!parsed.ok) problems.push(packProblem(parsed.problem.code, at(path, parsed.problem.at), parsed.problem.values));
    const prev = parsed.ok ? callAt(parsed.value, 'prev') : undefined;
    if (prev !== undefined && !hasNumberBefore(value, path)) problems.push(packProblem('expr-prev', at(path, prev)));
    const live = parsed.ok ? liveAt(parsed.value) : undefined;
    if (live !== undefined && path[0] !== 'steps') problems.push(packProblem('expr-live', at(path, live)));
  }
}
