import { expect, test } from 'vitest';
import { MESSAGES } from '../../renderer/i18n/messages.ts';
import { joinRows, splitRows } from '../../renderer/panes/exercise/answer-text.ts';
import { catalogTracks, resumeAt } from '../../renderer/state/catalog.ts';

const holes = (text: string): string[] => [...text.matchAll(/\{(\w+)/g)].map(m => m[1]!).sort();

/** What stands between sentences is nothing in Chinese. */
test('both languages of every message have the same holes, and neither is empty', () => {
  for (const [id, [english, chinese]] of Object.entries(MESSAGES)) {
    expect(english, id).not.toBe('');
    if (id !== 'say.between') expect(chinese, id).not.toBe('');
    expect([...new Set(holes(chinese))], id).toEqual([...new Set(holes(english))]);
  }
});

test('the window does not shout, praise, apologise or say I', () => {
  for (const [id, [english, chinese]] of Object.entries(MESSAGES)) {
    expect(english, id).not.toMatch(/!(?!%)(\s|$)|\b(sorry|oops|great|please|simply|just|I|we)\b/i);
    expect(chinese, id).not.toMatch(/！|您|抱歉|请您|显然|只需|很简单/);
  }
});

test('Chinese text has full-width punctuation and a blank beside Latin words', () => {
  for (const [id, [, chinese]] of Object.entries(MESSAGES)) {
    if (!/[\u4e00-\u9fff]/.test(chinese)) continue;
    expect(chinese, id).not.toMatch(/[\u4e00-\u9fff][,;?]|[\u4e00-\u9fff]\.(\s|$)/);
    expect(chinese, id).not.toMatch(/[\u4e00-\u9fff][A-Za-z]{2,}|[A-Za-z]{2,}[\u4e00-\u9fff]/);
  }
});

test('the answer of a table goes there and back', () => {
  const rows = { base: 'fffff806`730dbf90', limit: '1d7', sum: 'a=b' };
  expect(joinRows(['base', 'limit', 'sum'], rows)).toBe('base=fffff806`730dbf90\nlimit=1d7\nsum=a=b');
  expect(splitRows(joinRows(['base', 'limit', 'sum'], rows))).toEqual(rows);
});

test('the catalog: what is done, begun, open, and where to go on', () => {
  const exercise = (id: string, track: string, needs: string[] = []) => ({
    pack: 'p',
    id,
    track,
    title: { en: id },
    level: 1,
    minutes: 5,
    variants: [['a', 'b']],
    needs,
    modes: ['official' as const],
  });
  const packs = [
    {
      id: 'p',
      version: '1.0.0',
      pages: [],
      glossary: [],
      ways: [],
      course: [],
      title: {},
      authors: [],
      tracks: [{ id: 't', title: { en: 'T' } }],
      exercises: [exercise('one', 't'), exercise('two', 't', ['one']), exercise('three', 'u', ['two'])],
    },
  ];
  const right = (id: string, step: string) => ({ pack: 'p', exercise: id, step, result: 'right' as const, points: 0.9, attempts: 1 });
  const steps = [right('one', 'a'), right('one', 'b'), right('two', 'a')],
    best = { pack: 'p', exercise: 'one', attempts: 2, hints: 1, score: 85 };
  expect(resumeAt(catalogTracks(packs, { steps: [], exercises: [] }))?.exercise.id).toBe('one');
  const tracks = catalogTracks(packs, { steps, exercises: [] });
  expect(tracks.map(t => [t.id, t.done, t.minutes, t.exercises.map(e => e.state)])).toEqual([
    ['t', 1, 5, ['done', 'begun']],
    ['u', 0, 5, ['later']],
  ]);
  expect(tracks.map(t => t.title)).toEqual([{ en: 'T' }, {}]);
  expect(tracks[0]!.exercises[0]!.score).toBe(90);
  expect(catalogTracks(packs, { steps, exercises: [best] })[0]!.exercises[0]!.score).toBe(85);
  expect(resumeAt(tracks)).toMatchObject({ exercise: { id: 'two' }, stepsDone: 1 });
  expect(tracks.map(t => t.needs)).toEqual([[], [{ id: 't', title: { en: 'T' }, done: false }]]);
  expect(tracks.flatMap(t => t.exercises).map(e => e.after.map(x => x.id))).toEqual([[], [], ['two']]);
  // What was worked on last comes first, unless it is done.
  const last = (id: string) => ({ pack: 'p', id, ring: 3 as const, place: 'a!b', next: 'ret' });
  expect(resumeAt(tracks, last('three'))?.exercise.id).toBe('three');
  expect(resumeAt(tracks, last('one'))?.exercise.id).toBe('two');
  expect(resumeAt(tracks, last('gone'))?.exercise.id).toBe('two');
});
