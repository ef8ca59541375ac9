/** What the open step asks to be predicted is in no picture and in no margin until it is answered right; what the machine holds is. */
import { expect, test } from 'vitest';
import { openSession, type Session } from '../../core/lab/session.ts';
import { HIDDEN, withholdMoment } from '../../core/lab/withhold.ts';
import type { PictureRequest } from '../../core/debugger/pictures/picture.ts';
import { takeMoment } from '../../core/debugger/moment.ts';
import { drain, exercise, line, must } from './record.ts';
import { note, printed } from '../debugger/fixture.ts';

function session(id: string, machine: string, ...lines: readonly string[]): Session {
  const opened = must(
    openSession(
      { ref: { machine, seed: 'note', set: exercise(id).file.machine?.set ?? {} }, exercise: { pack: 'syscalls', id } },
      exercise(id),
    ),
  );
  for (const text of lines) drain(opened.apply(line(text)));
  return opened;
}
const said = (s: Session, request: PictureRequest): string => s.picture(request)!.lines.join('\n');
const evaluated = (s: Session, text: string): string => printed(s.debugger, `? ${text}`).split('=')[1]!.trim();
function answer(s: Session, step: string, text: string): void {
  const outcome = drain(s.apply({ kind: 'answer', step, text }));
  expect(outcome.kind === 'answer' && outcome.verdict.result, `${step} ${text}`).toBe('right');
}

test('RCX after syscall: left out of the micro-steps, and there once it is answered', () => {
  const s = session('syscall-rcx-r11', 'win10-x64');
  for (let n = 0; n < 9 && !s.moment.next.mnemonic.startsWith('syscall'); n++) drain(s.apply(line('p')));
  const back = evaluated(s, '@rip+2');
  expect(said(s, { kind: 'steps' })).toContain(`RCX <- ${HIDDEN}`);
  expect(said(s, { kind: 'steps' })).not.toContain(back);
  expect(printed(s.debugger, '!steps'), 'the console is free').toContain(back);
  answer(s, 'rcx', back);
  expect(said(s, { kind: 'steps' })).toContain(`RCX <- ${back}`);
  expect(said(s, { kind: 'steps' }), 'now R11 is asked for').toContain(`R11 <- ${HIDDEN}`);
  answer(s, 'r11', evaluated(s, '@efl'));
  expect(said(s, { kind: 'steps' })).not.toContain(HIDDEN);
});

test('CS after syscall: the board leaves out that row only', () => {
  const s = session('syscall-star-fields', 'win10-x64'),
    star = s.debugger.target.state.get('IA32_STAR'),
    low = (star >> 32n) & 0xffffn;
  answer(s, 'halves', `in=${low.toString(16)}h\nout=${(star >> 48n).toString(16)}h`);
  const rows = (): readonly string[] =>
    said(s, { kind: 'selectors', msr: 'star' })
      .split('\n')
      .filter(r => r.includes(` ${HIDDEN} `));
  expect(rows()).toHaveLength(1);
  expect(rows()[0]).toMatch(/^syscall CS/);
  answer(s, 'cs', `${(low & 0xfffcn).toString(16)}h`);
  expect(rows()[0]).toMatch(/^syscall SS/);
});

test('vector and error code of an exception are left out together, and the way to its handler with them', () => {
  const s = session('int2e-why-it-never-breaks', 'win10-x64'),
    vector = s.debugger.target.value(s.debugger.target.ip + 1n, 1)!,
    gate: PictureRequest = { kind: 'bits', vector: vector.toString(16) };
  expect(said(s, { kind: 'steps' })).not.toContain('#GP');
  expect(said(s, { kind: 'steps' })).not.toContain('through the IDT');
  expect(said(s, gate)).not.toContain('#GP');
  expect(said(s, gate), 'what the gate holds is not the question').toMatch(/DPL +46\.\.45 +0/);
  answer(s, 'vector', '0dh');
  expect(said(s, gate)).not.toContain('#GP');
  answer(s, 'error', `${(vector * 8n + 2n).toString(16)}h`);
  expect(said(s, gate)).toContain(`#GP(${(vector * 8n + 2n).toString(16)})`);
  expect(said(s, { kind: 'steps' })).toContain('through the IDT');
});

test('a question without a number leaves out what happens next altogether', () => {
  const s = session('sysenter-sti-sysexit', 'winxp-x86');
  expect(said(s, { kind: 'steps' })).toContain('yours to predict');
  expect(s.picture({ kind: 'steps' })!.picture).toMatchObject({ steps: { withheld: true, steps: [] } });
});

test('where a push stores: the margin, the painter and the place leave out the offset', () => {
  const d = note();
  printed(d, 'g nt!KiSystemCall64+0x2b');
  const whole = takeMoment(d),
    asked = withholdMoment(whole, { values: new Set([whole.frame!.address + 0x158n]), whole: false });
  expect(asked.code.find(r => r.now)!.stores).toEqual({ field: 'Rbp', skipped: false });
  expect(asked.frame!.withheld).toBe(true);
  expect(asked.frame!.fields.filter(f => f.state === 'next')).toEqual([]);
  expect(asked.code.filter(r => r.stores?.offset === undefined && r.stores)).toHaveLength(1);
  expect(withholdMoment(whole, undefined)).toBe(whole);
  expect(withholdMoment(whole, { values: new Set([0x150n]), whole: false }).frame!.fields.find(f => f.state === 'next')?.name).toBe('Rbp');
});
