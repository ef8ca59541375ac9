/** What to tell a person about a refusal. */
import { inLanguage, MESSAGES } from '../../core/problem.ts';
import { HostRefusal } from '../host.ts';
import { language, t } from '../i18n/language.svelte.ts';

export function problemText(error: unknown): string {
  if (!(error instanceof HostRefusal)) return error instanceof Error ? error.message : String(error);
  if (!error.problem) return t('host.unreachable', { why: error.message });
  const problem = error.problem.code in MESSAGES ? inLanguage(error.problem, language()) : error.problem;
  return problem.hint === undefined ? problem.message : `${problem.message} ${problem.hint}`;
}
