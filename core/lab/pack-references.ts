/** What a pack's files say of each other: the plan, the ways through it, prerequisites, machines, parts of the reference. */
import { MACHINES } from '../windows/machines.ts';
import type { Exercise } from './pack.ts';
import type { Page } from './pages.ts';
import { packProblem, startOf, type PackProblem } from './pack-problem.ts';
import type { PackFile } from './pack-schema.ts';
import type { Path, YamlFile } from './yaml.ts';

export function checkMachine(name: string, file: YamlFile<unknown>, path: Path, problems: PackProblem[]): void {
  if (!Object.hasOwn(MACHINES, name))
    problems.push(packProblem('machine', file.at(path), { name, known: Object.keys(MACHINES).join(', ') }));
}
/** The plan names exercises that have files; paths, course and exam name exercises of the plan. */
export function checkPlan({ value, at }: YamlFile<PackFile>, files: ReadonlyMap<string, string>, problems: PackProblem[]): void {
  const planned = new Set(value.plan.flatMap(s => s.exercises));
  for (const [path, id] of named(value)) {
    if (path[0] === 'plan') {
      if (!files.has(`exercises/${id}/exercise.yml`)) problems.push(packProblem('no-exercise', at(path), { id }));
    } else if (!planned.has(id)) problems.push(packProblem('not-planned', at(path), { id }));
  }
  for (const name of files.keys()) {
    const id = /^exercises\/([^/]+)\/exercise\.yml$/.exec(name)?.[1];
    if (id !== undefined && !planned.has(id)) problems.push(packProblem('unplanned', startOf(name), { id }));
  }
}
/** Every place of pack.yml that names an exercise. */
function* named(pack: PackFile): Generator<readonly [Path, string]> {
  const list = function* (path: Path, ids: readonly string[]): Generator<readonly [Path, string]> {
    for (const [n, id] of ids.entries()) yield [[...path, n], id];
  };
  for (const [n, s] of pack.plan.entries()) yield* list(['plan', n, 'exercises'], s.exercises);
  for (const [n, p] of pack.paths.entries()) yield* list(['paths', n, 'exercises'], p.exercises);
  for (const [n, s] of pack.course.entries()) {
    yield* list(['course', n, 'class'], s.class);
    yield* list(['course', n, 'homework'], s.homework);
  }
  for (const [n, r] of (pack.exam?.rows ?? []).entries()) yield* list(['exam', 'rows', n, 'of'], r.of);
}

/** Prerequisites exist and have no cycle; a circle is said once, where it closes. */
export function checkNeeds(planned: readonly string[], exercises: readonly Exercise[], problems: PackProblem[]): void {
  const byId = new Map(exercises.map(e => [e.id, e])),
    done = new Set<string>(),
    onWay: string[] = [];
  const visit = (e: Exercise): void => {
    onWay.push(e.id);
    for (const [n, id] of e.file.needs.entries()) {
      const next = byId.get(id),
        place = e.at(['needs', n]);
      if (!planned.includes(id)) problems.push(packProblem('needs', place, { id }));
      else if (onWay.includes(id))
        problems.push(packProblem('needs-cycle', place, { circle: [...onWay.slice(onWay.indexOf(id)), id].join(' -> ') }));
      else if (next && !done.has(id)) visit(next);
    }
    onWay.pop();
    done.add(e.id);
  };
  for (const e of exercises) if (!done.has(e.id)) visit(e);
}

/** An exam counts, so it takes only exercises that may be done in official mode. */
export function checkExam({ value, at }: YamlFile<PackFile>, exercises: readonly Exercise[], problems: PackProblem[]): void {
  const onlyPractice = new Set(exercises.filter(e => e.file.modes.practice && !e.file.modes.official).map(e => e.id));
  value.exam?.rows.forEach((row, n) => {
    row.of.forEach((id, m) => {
      if (onlyPractice.has(id)) problems.push(packProblem('exam-mode', at(['exam', 'rows', n, 'of', m]), { id }));
    });
  });
}

/** A step's `ref` leads to a part of a page. */
export function checkReferences(exercises: readonly Exercise[], pages: readonly Page[], problems: PackProblem[]): void {
  const parts = new Set(
    pages.flatMap(p => Object.values(p.texts).flatMap(t => [...t.parts.keys()].map(key => `${p.id}#${key.slice('part: '.length)}`))),
  );
  for (const e of exercises)
    for (const [n, s] of e.file.steps.entries())
      if (s.ref !== undefined && !parts.has(s.ref)) problems.push(packProblem('ref', e.at(['steps', n, 'ref']), { ref: s.ref }));
}
