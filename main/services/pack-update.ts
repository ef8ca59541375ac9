/** What an import would change of what is installed, and whose attempts it touches. */
import type { PackUpdate, TouchedExercise } from '../../core/lab/import-report.ts';
import { stepOf, versionStep, type ExerciseChange } from '../../core/lab/pack-changes.ts';
import type { AttemptCount, ContentHead } from '../store/packs.ts';

export function updateOf(
  installed: ContentHead,
  { hash, version }: Pick<ContentHead, 'hash' | 'version'>,
  changes: readonly ExerciseChange[],
  attempts: readonly AttemptCount[],
): PackUpdate {
  const step = versionStep(installed.version, version);
  return {
    from: installed.version,
    says: step === 'same' && hash !== installed.hash ? 'replaced' : step,
    is: stepOf(changes),
    touched: changes.map((change): TouchedExercise => {
      const mine = attempts.filter(a => a.exercise === change.id && a.content !== hash),
        sum = (of: 'open' | 'ended'): number => mine.reduce((n, a) => n + a[of], 0);
      return { ...change, open: sum('open'), ended: sum('ended') };
    }),
  };
}
