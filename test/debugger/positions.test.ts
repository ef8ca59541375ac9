/** Positions as text: `major:minor` in hex, with `.n` before the changes made at a moment. */
import { expect, test } from 'vitest';
import { comparePositions, momentText, positionParts, positionText } from '../../core/debugger/event-text.ts';

test('written and read', () => {
  expect(positionText(0x2c8n, 0x1an)).toBe('2C8:1A');
  expect(positionParts('2C8:1A')).toEqual([0x2c8n, 0x1an]);
});
test('before and after a change at one moment are the same moment', () => {
  expect([momentText('1:4.0'), momentText('1:4')]).toEqual(['1:4', '1:4']);
  expect(positionParts('1:4.0')).toEqual([1n, 4n]);
  expect([comparePositions('1:4.0', '1:4'), comparePositions('1:4.0', '1:5'), comparePositions('2:0', '1:4.1')]).toEqual([0, -1, 1]);
});
test('by events first, as numbers', () => {
  expect(['A:0', '9:FF', '10:0', '9:2'].sort(comparePositions)).toEqual(['9:2', '9:FF', 'A:0', '10:0']);
});
