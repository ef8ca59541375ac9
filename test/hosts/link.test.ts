import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../core/problem.ts';
import { Random } from '../../core/machine/random.ts';
import { handedOver, startArguments, withoutOurs } from '../../main/electron/arguments.ts';
import { readLink } from '../../main/electron/link.ts';
import { say } from '../../main/electron/messages.ts';

describe('a syscalllab: link', () => {
  test.each([
    'syscalllab://open?pack=syscalls&exercise=ssdt-descriptor',
    'syscalllab://open/?exercise=ssdt-descriptor&pack=syscalls',
    'SYSCALLLAB://OPEN?pack=syscalls&exercise=ssdt-descriptor',
  ])('%s names an exercise', text => {
    expect(readLink(text)).toEqual({ ok: true, value: { pack: 'syscalls', exercise: 'ssdt-descriptor' } });
  });
  test.each<[string, string]>([
    ['syscalllab:open?pack=a&exercise=b', 'link.shape'],
    ['syscalllab://', 'link.verb'],
    ['https://open?pack=a&exercise=b', 'link.shape'],
    ['syscalllab://open/etc/passwd?pack=a&exercise=b', 'link.shape'],
    ['syscalllab://open?pack=a&exercise=b#/free/x', 'link.shape'],
    ['syscalllab://user@open?pack=a&exercise=b', 'link.verb'],
    ['syscalllab://open:80?pack=a&exercise=b', 'link.verb'],
    ['syscalllab://import?pack=a&exercise=b', 'link.verb'],
    ['syscalllab://run?pack=a&exercise=b', 'link.verb'],
    ['syscalllab://open', 'link.parts'],
    ['syscalllab://open?pack=a', 'link.parts'],
    ['syscalllab://open?pack=a&exercise=b&seed=note', 'link.parts'],
    ['syscalllab://open?pack=a&exercise=b&path=/etc/passwd', 'link.parts'],
    ['syscalllab://open?pack=a&pack=b', 'link.parts'],
    ['syscalllab://open?pack=a&exercise=b&', 'link.parts'],
    ['syscalllab://open?pack=a=c&exercise=b', 'link.parts'],
    ['syscalllab://open?__proto__=a&exercise=b', 'link.parts'],
    ['syscalllab://open?pack=..&exercise=b', 'link.id'],
    ['syscalllab://open?pack=a&exercise=../../x', 'link.id'],
    ['syscalllab://open?pack=a&exercise=b%2fc', 'link.id'],
    ['syscalllab://open?pack=https://evil.example&exercise=b', 'link.id'],
    ['syscalllab://open?pack=a&exercise=b\n', 'link.id'],
    ['syscalllab://open?pack=&exercise=b', 'link.id'],
    [`syscalllab://open?pack=a&exercise=${'b'.repeat(300)}`, 'link.too-long'],
    [`syscalllab://open?pack=a&exercise=${'b'.repeat(60)}`, 'link.id'],
  ])('%s is refused', (text, why) => {
    const link = readLink(text);
    expect(link).toEqual({ ok: false, why });
    if (!link.ok) for (const language of LANGUAGES) expect(say(language, link.why).length).toBeGreaterThan(5);
  });
  test('random links name only well-formed ids or are refused', () => {
    const random = new Random('links'),
      parts = [
        'syscalllab:',
        '//',
        'open',
        '?',
        'pack=',
        'exercise=',
        '&',
        'a',
        'b-1',
        '/',
        '..',
        '%2e',
        '#',
        '@',
        '\\',
        ' ',
        '\0',
        '中',
        '=',
      ];
    let opened = 0;
    for (let n = 0; n < 20_000; n++) {
      const tail = Array.from({ length: random.below(7) }, () => random.pick(parts)).join(''),
        link = readLink(n % 2 ? `syscalllab://open?pack=a&exercise=${tail}` : tail);
      if (!link.ok) continue;
      opened++;
      expect(link.value.exercise).toMatch(/^[a-z0-9][a-z0-9-]*$/);
    }
    expect(opened).toBeGreaterThan(10);
  });
});

describe('what the program was started with', () => {
  const read = (...argv: string[]): ReturnType<typeof startArguments> => startArguments(argv, {}, '/here', '/usual');
  test('its options, links and files; nothing else', () => {
    expect(read()).toEqual({ data: '/usual', profile: '', safe: false, asked: [] });
    expect(read('--data', 'mine', '--safe')).toEqual({ data: '/here/mine', profile: '', safe: true, asked: [] });
    expect(read('--data=/mine', 'a.labpack', '/b/c.LABRUN', 'syscalllab://open?x')).toEqual({
      data: '/mine',
      profile: '',
      safe: false,
      asked: ['/here/a.labpack', '/b/c.LABRUN', 'syscalllab://open?x'],
    });
    expect([read('--profile', '小明').profile, read('--profile=Ann', '--safe').profile]).toEqual(['小明', 'Ann']);
    expect(read('--inspect', 'https://evil.example', 'notes.txt', '--no-sandbox').asked).toEqual([]);
    expect(read('--data', 'syscalllab://open?x')).toMatchObject({ data: '/usual', asked: ['syscalllab://open?x'] });
    expect(startArguments([], { SYSCALL_LAB_DATA: '/env' }, '/here', '/usual').data).toBe('/env');
  });
  test('started again, it keeps what is Chromium’s and drops what is ours', () => {
    const argv = ['/lab', '--no-sandbox', '--data', '/d', '--profile=x', '--safe', 'syscalllab://open?x', '/a.labpack', '--lang=zh'];
    expect(withoutOurs(argv)).toEqual(['/lab', '--no-sandbox', '--lang=zh']);
  });
  test('a second start hands over links and full paths only', () => {
    expect(
      handedOver({ asked: ['syscalllab://open?x', '/a/b.labpack', 'b.labpack', '--safe', 7, '/etc/passwd', 'x'.repeat(5000)] }),
    ).toEqual(['syscalllab://open?x', '/a/b.labpack']);
    for (const junk of [
      undefined,
      null,
      7,
      'syscalllab://open',
      [],
      {},
      { asked: 'x' },
      { asked: { length: 3 } },
      Object.create({ asked: ['/a.labpack'] }),
    ])
      expect(handedOver(junk)).toEqual([]);
    expect(handedOver({ asked: Array.from({ length: 99 }, () => 'syscalllab://open?x') })).toHaveLength(8);
  });
});
