/** Which pane shows what a wrong answer, or its step, is about. */
import type { PictureName } from '../../../core/lab/pack-schema.ts';
import type { Moment } from '../../../core/debugger/moment.ts';
import type { StepView } from '../../../core/lab/view.ts';
import type { Verdict } from '../../../core/lab/verdict.ts';

/** Where each picture that a step may name is drawn. */
const PANES = {
  frame: 'frame',
  selectors: 'selectors',
  gate: 'bits',
  entry: 'service',
  walk: 'time',
  'micro-steps': 'steps',
} as const satisfies Record<PictureName, string>;
export type Shown =
  | { readonly pane: (typeof PANES)[PictureName] }
  /** An offset into the trap frame. */
  | { readonly pane: 'field'; readonly offset: number }
  | { readonly pane: 'memory'; readonly address: string };

/** The field of the frame that an answer points at, else the step's first picture, else what lies at the address that was answered. */
export function shownBy(step: StepView, { understood }: Verdict, { frame }: Moment): Shown | undefined {
  const [picture] = step.show ?? [],
    digits = /^[0-9a-f`]{8,17}$/.test(understood ?? '') ? understood : undefined,
    offset = digits === undefined || !frame ? -1 : Number(BigInt(`0x${digits.replace('`', '')}`) - frame.address);
  if (frame && offset >= 0 && offset < frame.size) return { pane: 'field', offset };
  if (picture) return { pane: PANES[picture] };
  return step.type === 'address' && digits !== undefined ? { pane: 'memory', address: digits } : undefined;
}
