/** What an answer was read as, and what came of it. */

/**
 * `malformed` and `ambiguous` do not count. `misconception`: wrong in a way the exercise knows; `feedback` names its text.
 * `understood` echoes how the answer was read (``fffff806`730dbf90``), wherever it could be read.
 */
export interface Verdict {
  readonly step: string;
  readonly result: 'right' | 'wrong' | 'misconception' | 'malformed' | 'ambiguous' | 'locked';
  readonly counts: boolean;
  readonly understood?: string;
  /** Id of the exercise's own text that replies, for a misconception or a right answer. */
  readonly feedback?: string;
  /** For malformed and ambiguous, and for a moment at which the answer cannot be seen: which message and what goes into it. */
  readonly message?: { readonly id: string; readonly values: Readonly<Record<string, string>> };
  /** For tables: the same per row. */
  readonly rows?: readonly Verdict[];
  /** Right, and to be predicted: it had happened before. It is worth the same. */
  readonly observed?: boolean;
  /** Share of the step's points, 0 to 1, after the retry curve. */
  readonly points: number;
}
