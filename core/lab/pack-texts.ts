/** The texts of an exercise: every language has every part the exercise speaks of, and the same placeholders. */
import { packProblem, type PackProblem } from './pack-problem.ts';
import type { ExerciseFile, StepFile } from './pack-schema.ts';
import { FORMS, holesApart, type Hole, type TextFile } from './text.ts';
import type { Path, YamlFile } from './yaml.ts';

/** Headings an exercise asks for, with the place that asks. */
function* wantedBy(e: ExerciseFile): Generator<readonly [key: string, by: Path]> {
  yield ['why', []];
  for (const [n, h] of e.hints.entries()) yield [`hint: ${h.id}`, ['hints', n]];
  for (const [n, s] of e.steps.entries()) yield* wantedByStep(s, ['steps', n]);
}
function* wantedByStep(s: StepFile, by: Path): Generator<readonly [key: string, by: Path]> {
  yield [`step: ${s.id}`, by];
  if (s.answer === 'choice' || s.answer === 'order')
    for (const [n, o] of s.options.entries()) yield [`option: ${s.id}.${o}`, [...by, 'options', n]];
  if (s.answer === 'table')
    for (const [n, r] of s.rows.entries()) {
      yield [`row: ${s.id}.${r.id}`, [...by, 'rows', n]];
      for (const [m, wrong] of r.misconceptions.entries()) yield [`feedback: ${wrong.say}`, [...by, 'rows', n, 'misconceptions', m, 'say']];
    }
  else if (s.answer !== 'check')
    for (const [m, wrong] of s.misconceptions.entries()) yield [`feedback: ${wrong.say}`, [...by, 'misconceptions', m, 'say']];
}
/** `## feedback: fields-right` replies to the right answer of the step `fields`, `fields-place` to a moment at which it cannot be seen. */
const isReply = (key: string): boolean => /^feedback: .*(right|place)$/.test(key);

const formOf = (h: Hole): string => h.text.split('|')[1]?.trim() ?? 'hex';

export function checkTexts(exercise: YamlFile<ExerciseFile>, texts: readonly TextFile[], problems: PackProblem[]): void {
  const wanted = new Map([...wantedBy(exercise.value)].reverse()),
    first = texts[0],
    names = (h: Hole): boolean => Object.hasOwn(exercise.value.params, h.text.split('|')[0]!.trim());
  for (const text of texts) {
    for (const [key, by] of wanted) {
      const asks = exercise.at(by);
      if (!text.parts.has(key)) problems.push(packProblem('text-missing', text.at(key), { key, by: `exercise.yml:${asks.line}` }));
    }
    for (const key of text.parts.keys()) {
      if (key !== 'intro' && !wanted.has(key) && !isReply(key)) problems.push(packProblem('text-unused', text.at(key), { key }));
      const unclear = [first, text].some(t => t?.holes.some(h => h.part === key && !(names(h) && FORMS.includes(formOf(h)))));
      if (first && first !== text && first.parts.has(key) && !unclear) checkSame(key, first, text, problems);
    }
    for (const hole of text.holes) {
      const form = formOf(hole);
      if (!names(hole)) problems.push(packProblem('placeholder', hole.place, { hole: `{${hole.text}}` }));
      else if (!FORMS.includes(form)) problems.push(packProblem('placeholder-form', hole.place, { form, known: FORMS.join(', ') }));
    }
  }
}
/** One part has the same placeholders in two languages. */
export function checkSame(key: string, first: TextFile, text: TextFile, problems: PackProblem[]): void {
  const { lacks, extra } = holesApart(key, first, text);
  if (lacks.length || extra.length)
    problems.push(
      packProblem('placeholder-differs', text.at(key), {
        ...{ key, other: first.at(key).file.split('/').at(-1)! },
        ...{ lacks: lacks.join(' ') || '-', extra: extra.join(' ') || '-' },
      }),
    );
}
