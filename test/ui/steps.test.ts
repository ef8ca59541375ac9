/** Every sentence of the ways between rings has its Chinese, and no Chinese is left over. */
import { expect, test } from 'vitest';
import { sentences } from '../../core/cpu/transitions/explain.ts';
import { CHINESE_STEPS } from '../../renderer/i18n/steps.ts';

const WAYS = [
  'SYSCALL',
  'SYSCALL_LEGACY',
  'SYSRET',
  'SYSRET_LEGACY',
  'SYSENTER',
  'SYSEXIT',
  'SWAPGS',
  'INT',
  'DELIVER',
  'IRET',
  'CLI',
  'STI',
];
const ALONG = ['STAC', 'CLAC', 'RDMSR', 'WRMSR'];

test('each sentence is said in Chinese', () => {
  const said = new Set([...WAYS, ...ALONG].flatMap(sentences));
  expect(said.size).toBeGreaterThan(60);
  expect([...said].filter(s => !(s in CHINESE_STEPS))).toEqual([]);
  expect(Object.keys(CHINESE_STEPS).filter(s => !said.has(s))).toEqual([]);
});
