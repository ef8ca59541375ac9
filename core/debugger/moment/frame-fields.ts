/** Which field of the trap frame lies at an offset. */
import { fieldSize } from '../type-size.ts';
import { trapLayout } from '../trap-frame.ts';
import type { Target } from '../target.ts';

/** Name of the field that begins at an offset, or holds it. */
export function fieldAt(target: Target, offset: number): string | undefined {
  const layout = trapLayout(target);
  return (
    layout?.fields.find(f => f.offset === offset)?.name ??
    layout?.fields.find(f => f.offset <= offset && offset < f.offset + fieldSize(target.guest.layouts, layout, f))?.name
  );
}
