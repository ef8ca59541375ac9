/** Call stacks: the k family. */
import type { Command } from '../command.ts';
export const STACK: readonly Command[] = [];
