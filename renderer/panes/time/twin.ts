/** The time band in words: the same stretches, marks and moment. */
import type { TimeBand, TimeView } from '../../../core/debugger/moment/time.ts';
import { positionAt } from '../../../core/debugger/moment/time.ts';
import { t } from '../../i18n/language.svelte.ts';

/** `NtCreateFile`, `interrupt d1h`; nothing for a return to ring 3. */
export const bandLabel = ({ service, door, kind }: TimeBand): string => service ?? (kind ? (door ?? '') : '');

export function timeTwin({ bands, now, event, hits, more, endPosition }: TimeView): readonly string[] {
  const at = bands.findLastIndex(b => b.event <= event);
  const lines = bands.map((band, n) => {
    const words = t('time.band', {
      position: positionAt([band], band.from),
      ring: band.ring,
      door: band.door ?? t('time.start'),
      n: String(band.to - band.from),
    });
    const name = band.service === undefined ? '' : ` ${band.service}`,
      stops = hits.filter(h => h >= band.from && (h < band.to || n === bands.length - 1)).map(h => positionAt(bands, h));
    return [
      words + name,
      ...(stops.length > 0 ? [t('time.hits', { positions: stops.join(t('list.comma')) })] : []),
      ...(n === at ? [t('time.now', { position: positionAt(bands, now) })] : []),
    ].join(' ');
  });
  return [...(more.before ? [t('time.earlier')] : []), ...lines, t('time.recorded', { position: endPosition })];
}
