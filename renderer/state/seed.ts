import { SEED } from '../../core/machine/scenario.ts';

export const isSeed = (text: string): boolean => SEED.test(text);
