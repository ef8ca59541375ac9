/** Minutes in words. */
import { t } from './language.svelte.ts';

export const timeText = (n: number): string => (n < 60 ? t('catalog.minutes', { n }) : t('catalog.hours', { h: Math.floor(n / 60), m: n % 60 }));
