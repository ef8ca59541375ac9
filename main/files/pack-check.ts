/** The check of a pack that is to be imported, wherever it runs: read, compared with what is installed, played on ten seeds. */
import type { ImportReport, PackOutline } from '../../core/lab/import-report.ts';
import { readPack, titlesOf, type Exercise, type Pack } from '../../core/lab/pack.ts';
import { comparePacks, type ExerciseChange } from '../../core/lab/pack-changes.ts';
import type { PackProblem } from '../../core/lab/pack-problem.ts';
import { prove, type Proof } from '../../core/lab/prove.ts';
import { alike, judge, proofSeeds } from '../../core/lab/prove-many.ts';
import { Stock } from '../../core/lab/stock.ts';
import type { ContentHead, PackContent } from '../store/packs.ts';
import { contentOf } from './pack-content.ts';
import { inspectPack } from './pack-inspect.ts';
import type { Signer } from './pack-seal.ts';

/** What the checker tells, in this order; after `read` without `head` there comes no more. */
export type Told =
  | {
      readonly kind: 'read';
      readonly report: Pick<ImportReport, 'files' | 'problems' | 'count' | 'pack'>;
      readonly head?: ContentHead;
      readonly signer: Signer;
    }
  | { readonly kind: 'compared'; readonly changes: readonly ExerciseChange[] }
  | { readonly kind: 'played'; readonly done: number; readonly of: number }
  | { readonly kind: 'done'; readonly problems: readonly PackProblem[]; readonly count: number; readonly content?: PackContent };
/** What the checker is told once it has told `read`: the texts of the pack of this id that is installed. */
export type InstalledTexts = ReadonlyMap<string, string> | undefined;

/** Machines each exercise is played on. */
const SEEDS = 10;
/** Problems told of one pack; a spoiled one may have thousands. */
const MOST_TOLD = 200;

/** Nothing but telling: nothing is written, and nobody but the caller is asked. */
export function* checkPack(name: string, bytes: Uint8Array, seeds = SEEDS): Generator<Told, void, InstalledTexts> {
  const { files, problems, pack, signer } = inspectPack(name, bytes);
  const report = { files: files.size, ...told(problems), ...(pack && { pack: outlineOf(pack) }) };
  if (!pack) return void (yield { kind: 'read', report, signer });
  const content = contentOf(files, pack),
    { hash, uuid, version } = content,
    installed = yield { kind: 'read', report, head: { hash, uuid, version, pack: content.pack }, signer },
    old = installed && readPack(installed);
  yield { kind: 'compared', changes: old?.ok ? comparePacks(old.value, pack) : [] };
  const found = [...problems, ...(yield* play(pack, proofSeeds(seeds)))],
    failed = found.some(p => p.severity === 'error');
  yield { kind: 'done', ...told(found), ...(!failed && { content }) };
}
function* play({ exercises }: Pack, seeds: readonly string[]): Generator<Told, readonly PackProblem[], unknown> {
  const proofs = new Map<Exercise, Proof[]>(exercises.map(e => [e, []])),
    of = exercises.length * seeds.length,
    stock = new Stock();
  let done = 0;
  for (const group of alike(exercises))
    for (const seed of seeds)
      for (const exercise of group) {
        proofs.get(exercise)!.push(prove(exercise, seed, stock));
        yield { kind: 'played', done: ++done, of };
      }
  return [...proofs].flatMap(([exercise, list]) => judge(exercise, list).map(j => j.problem));
}
const told = (problems: readonly PackProblem[]): Pick<ImportReport, 'problems' | 'count'> => ({
  problems: problems
    .toSorted(
      (a, b) =>
        Number(b.severity === 'error') - Number(a.severity === 'error') ||
        (a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1),
    ) // prettier-ignore
    .slice(0, MOST_TOLD),
  count: problems.length,
});
const outlineOf = ({ file, exercises, pages }: Pack): PackOutline => ({
  ...{ id: file.id, version: file.version, title: file.title, licence: file.licence, authors: file.authors, languages: file.languages },
  exercises: exercises.map(e => ({ id: e.id, title: titlesOf(e) })),
  pages: pages.length,
});
