/** What a line did to the machine, in a sentence or a few: for the time band and for people who listen. */
import { positionParts } from '../../core/debugger/event-text.ts';
import type { Moment, RegisterRow } from '../../core/debugger/moment.ts';
import { sentencesOf, t } from '../i18n/language.svelte.ts';
import { difference, hexWord } from '../parts/values.ts';

const MOST = 3;
const instruction = ({ next }: Moment): string => `${next.mnemonic} ${next.operands}`.trim();

/** Instructions since the guest's last event, out of a position (`major:minor`, in hex). */
export const sinceEvent = (position: string): number => Number(positionParts(position)[1]);

export function narratePlace(m: Moment): string {
  return t('say.place', { ring: m.ring, place: m.place.symbol + m.place.displacement, next: instruction(m) });
}

/** Of the changes by hand made at a moment; all of them where its position does not say. */
const changesDone = ({ position }: Moment): number => Number(position.split('.')[1] ?? Infinity);
const isBefore = (a: Moment, b: Moment): boolean => a.executed < b.executed || (a.executed === b.executed && a.time.event < b.time.event);

/** Sentences about what the last line that moved the machine did, or which registers were changed by hand since. */
export function narrate({
  before,
  arrived,
  moment,
}: {
  readonly before: Moment | undefined;
  readonly arrived: Moment | undefined;
  readonly moment: Moment;
}): string {
  if (moment.edited.length > 0) return t('say.edited', { registers: moment.edited.map(r => r.toUpperCase()).join(t('list.comma')) });
  return sentencesOf(narrateStep(before, arrived ?? moment));
}
/** Sentences about what happened between two moments; none where nothing ran. */
function narrateStep(before: Moment | undefined, after: Moment): readonly string[] {
  if (!before || before.position === after.position) return [];
  const ran = after.executed - before.executed,
    sentences: string[] = [],
    stopped = t('say.stopped', { place: after.place.symbol + after.place.displacement });
  if (isBefore(after, before)) {
    const ring = before.ring === after.ring ? [] : [t('say.ring-now', { to: after.ring })];
    return [t('say.back', { n: String(-ran), position: after.position }), ...ring, stopped];
  }
  if (ran === 0n && before.time.event === after.time.event)
    return [t(changesDone(after) < changesDone(before) ? 'say.undone' : 'say.redone'), stopped];
  if (ran > 0n) sentences.push(ran === 1n ? `${instruction(before)}${t('say.end')}` : t('say.ran', { n: String(ran) }));
  if (after.faulted) sentences.push(t('say.faulted'));
  if (before.ring !== after.ring && ran === 1n) return [...sentences.slice(1), crossing(before, after)];
  if (before.ring !== after.ring) sentences.push(t('say.ring-now', { to: after.ring }));
  if (ran !== 1n) return [...sentences, stopped];
  const store = before.code.find(row => row.now)?.stores;
  if (store?.offset !== undefined && !store.skipped) sentences.push(t('say.stored', { field: store.field, offset: hexWord(store.offset) }));
  return [...sentences, ...registerChanges(after), ...interruptFlag(before, after)];
}
/** `Ring 3→0 by syscall; RSP unchanged; RCX ← …; IF cleared.`: what the processor did on its own. */
function crossing(before: Moment, after: Moment): string {
  const changed = after.registers.filter(r => r.changed && !/^[re]ip$/.test(r.name)),
    stack = after.bits === 64 ? 'rsp' : 'esp',
    loaded = changed.map(({ name, value }) => t('say.loaded', { register: name.toUpperCase(), value: withTick(value) }));
  const parts = [
    t('say.ring-by', { from: before.ring, to: after.ring, by: before.next.mnemonic }),
    ...(changed.some(r => r.name === stack) ? [] : [t('say.unchanged', { register: stack.toUpperCase() })]),
    ...loaded.slice(0, MOST),
    ...interruptFlag(before, after).map(said => said.slice(0, -1)),
  ];
  return parts.join(t('list.semicolon')) + t('say.end');
}
const withTick = (value: string): string => (value.length === 16 ? `${value.slice(0, 8)}\`${value.slice(8)}` : value);
function registerChanges({ registers }: Moment): string[] {
  const changed = registers.filter(r => r.changed && r.name !== 'rip' && r.name !== 'eip');
  const said = changed.slice(0, MOST).map(sayRegister);
  return changed.length > MOST ? [...said, t('say.more-registers', { n: changed.length - MOST })] : said;
}
function sayRegister({ name, was, value }: RegisterRow): string {
  const moved = difference(was, value),
    register = name.toUpperCase();
  if (moved === undefined) return t('say.register', { register, value: withTick(value) });
  return t(moved.startsWith('−') ? 'say.minus' : 'say.plus', { register, n: moved.slice(1) });
}
function interruptFlag(before: Moment, after: Moment): string[] {
  const flag = ({ strip }: Moment): string | undefined => strip.find(cell => cell.name === 'IF')?.value;
  if (flag(before) === flag(after)) return [];
  return [flag(after) === '1' ? t('say.if-set') : t('say.if-cleared')];
}
