/** What a schema found wrong, as problems of a pack: which sentence, about which path. */
import type * as v from 'valibot';
import { PACK_MESSAGES } from './pack-messages.ts';
import type { PackCode } from './pack-problem.ts';

interface Complaint {
  readonly code: PackCode;
  readonly path: readonly (string | number)[];
  readonly values: Readonly<Record<string, string>>;
  /** The key is at fault, not its value. */
  readonly ofKey: boolean;
}
/** A schema's own message may be the code of a problem; otherwise the issue says which. */
const isCode = (text: string): text is PackCode => Object.hasOwn(PACK_MESSAGES, text);

export function complaints(file: string, issues: readonly v.BaseIssue<unknown>[]): Complaint[] {
  return issues.map(issue => {
    const path = (issue.path ?? []).map(p => (p.type === 'map' ? String(p.key) : (p.key as string | number))),
      code = codeOf(issue),
      ofKey = code === 'schema-key' || issue.path?.at(-1)?.origin === 'key';
    const values = { path: path.join('.') || file, expected: (issue.expected ?? '').replace(/^"(.*)"$/, '$1'), received: shown(issue) };
    return { code, path, values, ofKey };
  });
}
function codeOf(issue: v.BaseIssue<unknown>): PackCode {
  if (isCode(issue.message)) return issue.message;
  if (issue.expected === 'never') return 'schema-key';
  if (issue.received === 'undefined') return 'schema-missing';
  if (issue.kind === 'validation') return /length|entries/.test(issue.type) ? 'schema-length' : 'schema-number';
  return 'schema';
}
/** What stood there, shortened. */
function shown({ input, received }: v.BaseIssue<unknown>): string {
  if (typeof input === 'string') return input.length > 40 ? `"${input.slice(0, 40)}..."` : `"${input}"`;
  return typeof input === 'bigint' || typeof input === 'number' || typeof input === 'boolean' ? String(input) : received;
}
