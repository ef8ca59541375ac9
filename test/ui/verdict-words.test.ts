/** What is said about an answer. */
import { expect, test, vi } from 'vitest';
import type { Verdict } from '../../core/lab/verdict.ts';

vi.stubGlobal('$state', (value: unknown) => value);
vi.stubGlobal('document', { documentElement: {} });
const { setLanguage } = await import('../../renderer/i18n/language.svelte.ts');
const { verdictWords } = await import('../../renderer/panes/exercise/verdict-words.ts');

const words = (verdict: Partial<Verdict>, type: 'order' | 'integer'): ReturnType<typeof verdictWords> =>
  verdictWords(
    { step: 's', result: 'right', points: 1, counts: true, ...verdict },
    { typed: '1O', type, feedback: () => '', label: () => '' },
  );

test('an order is not read back by the names its pack has for the parts', () => {
  expect(words({ understood: 'scrub sysret' }, 'order').title).toBe('Right');
  expect(words({ understood: 'scrub sysret', result: 'wrong' }, 'order').lines).toEqual([]);
  expect(words({ understood: '12h (18)' }, 'integer').title).toBe('Right: `12h (18)`');
});
test('a letter that is no digit is named, in sentences of both languages', () => {
  const unread: Partial<Verdict> = { result: 'malformed', counts: false, message: { id: 'not-hex', values: { digit: 'O' } } };
  expect(words(unread, 'integer').lines).toEqual(['“O” is not a hex digit. Not counted.']);
  setLanguage('zh-CN');
  expect(words(unread, 'integer').lines).toEqual(['“O”不是十六进制数字。不计入作答次数。']);
  setLanguage('en');
});
