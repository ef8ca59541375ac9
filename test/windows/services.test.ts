/** The lists of system services against the counts of the facts, section 7. */
import { expect, test } from 'vitest';
import * as win10 from '../../core/windows/services/win10-x64.ts';
import * as win10Later from '../../core/windows/services/win10-x64-473.ts';
import * as win7 from '../../core/windows/services/win7-x86.ts';
import * as xp from '../../core/windows/services/winxp-x86.ts';

test.each([
  ['Windows XP SP3 x86', xp.NT_SERVICES, 284],
  ['Windows XP SP3 x86, win32k', xp.WIN32K_SERVICES, 667],
  ['Windows 7 SP1 x86', win7.NT_SERVICES, 401],
  ['Windows 7 SP1 x86, win32k', win7.WIN32K_SERVICES, 825],
  ['Windows 10 2004 x64', win10.NT_SERVICES, 471],
  ['Windows 10 2004 x64, win32k', win10.WIN32K_SERVICES, 1316],
  ['Windows 10 22H2 x64', win10Later.NT_SERVICES, 473],
])('%s lists as many services as published, each under one name', (_, text, count) => {
  const names = text.trim().split(/\s+/);
  expect(names.length).toBe(count);
  expect(names.filter(n => !/^\w+(:\d+)?$/.test(n))).toEqual([]);
  expect(new Set(names.map(n => n.split(':')[0])).size).toBe(count);
});
