/** Placeholders of a text, filled in with the parameters of an exercise. */
import { echo } from './numbers.ts';
import type { References } from './references.ts';
import { fillText } from './text.ts';

/** `{{n}}` in hex with h, `{{n|plain}}` without, `{{n|dec}}`, `{{n|address}}`, `{{n|name}}` of a service. */
export const fillFrom = (references: References, text: string): string =>
  fillText(text, (name, form) => {
    const { first } = references,
      value = first.param(name) ?? 0n;
    if (form === 'dec') return String(value);
    if (form === 'plain') return value.toString(16);
    if (form === 'address') return echo(value, 'address', first.guest.build.bits);
    if (form === 'name') return first.guest.services.find(s => s.number === Number(value) && s.table === 'nt')?.name ?? '';
    return `${value.toString(16)}h`;
  });
