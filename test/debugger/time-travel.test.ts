/** Going back from the console. Positions and addresses are those the way forward had. */
import { expect, test } from 'vitest';
import { buildGuest } from '../../core/windows/machines.ts';
import { Debugger } from '../../core/debugger/debugger.ts';
import { takeMoment } from '../../core/debugger/moment.ts';
import { positionAt } from '../../core/debugger/moment/time.ts';
import type { CommandResult, Running } from '../../core/debugger/types.ts';

function open(): { readonly d: Debugger; readonly say: (line: string) => string } {
  const built = buildGuest({ machine: 'win10-x64', seed: 'note', set: {} }, 'wasm');
  if (!built.ok) throw new Error(built.problem.message);
  const d = new Debugger(built.value);
  const finish = (running: Running<readonly CommandResult[]>): readonly CommandResult[] => {
    for (let step = running.next(); ; step = running.next({ budget: 100_000n, stop: false })) if (step.done) return step.value;
  };
  return {
    d,
    say: line =>
      finish(d.line(line))
        .map(r => r.text)
        .join(''),
  };
}

test('t- undoes t, exactly and as often as one likes', () => {
  const { d, say } = open(),
    hashes: bigint[] = [];
  for (let n = 0; n < 60; n++) {
    hashes.push(d.guest.machine.hash());
    say('t');
  }
  for (const hash of hashes.reverse()) {
    expect(say('t-')).toMatch(/^Time Travel Position: [0-9A-F]+:[0-9A-F]+\n/);
    expect(d.guest.machine.hash()).toBe(hash);
  }
  expect(say('t-')).toContain('TTD: Start of trace encountered.');
});
test('g- finds the last breakpoint again, then the one before it, then the start', () => {
  const { d, say } = open();
  say('bp nt!NtClose');
  say('g');
  const first = d.execution.position;
  say('g');
  say('t 5');
  expect(say('g-')).toContain('Breakpoint 0 hit');
  say('g-');
  expect(d.execution.position).toBe(first);
  expect(say('g-')).toContain('TTD: Start of trace encountered.');
  expect(d.execution.position).toBe('0:0');
  say(`!tt ${first}`);
  expect([d.execution.position, d.target.symbolText(d.target.ip)]).toEqual([first, 'nt!NtClose']);
});
test('p- goes over a call to the call itself, g-u from inside it', () => {
  const { d, say } = open();
  say('bp nt!NtClose');
  say('g');
  say('t-');
  const call = d.execution.position;
  say('t');
  say('gu');
  say('p-');
  expect(d.execution.position).toBe(call);
  say('t');
  say('g-u');
  expect(d.execution.position).toBe(call);
});
test('an edit is undone by going back over it, and its branch can be taken up again', () => {
  const { d, say } = open(),
    before = d.target.register('rbx');
  say('t 5');
  say('r rbx=1234');
  say('t 3');
  say('t- 4');
  expect(d.target.register('rbx')).toBe(before);
  say('t 2');
  expect(d.target.register('rbx')).toBe(before);
  expect(say('!tt')).toContain('Branch 0');
  say('!tt branch 0');
  expect(d.target.register('rbx')).toBe(0x1234n);
});
test('the moment before a change has a name of its own', () => {
  const { d, say } = open(),
    before = d.target.register('rbx');
  say('t 5');
  const here = d.execution.position;
  say('r rbx=1');
  say('r rbx=2');
  expect(d.execution.position).toBe(here);
  expect(say('t-')).toContain(`Time Travel Position: ${here}.1\n`);
  expect(d.target.register('rbx')).toBe(1n);
  expect(say('t-')).toContain(`Time Travel Position: ${here}.0\n`);
  expect([d.target.register('rbx'), say('!positions')]).toEqual([before, `>Thread ID=0x0000 - Position: ${here}.0\n`]);
  say(`!tt ${here}`);
  expect([d.target.register('rbx'), d.execution.position]).toEqual([2n, here]);
  say(`!tt ${here}.0`);
  expect(d.target.register('rbx')).toBe(before);
  expect(say(`!tt ${here}.2`)).toContain('is not in the recording');
  say('!tt end');
  say('!lastwrite rbx');
  expect(d.execution.position).toBe(`${here}.1`);
});
test('what is not in the recording is refused', () => {
  const { say } = open();
  say('t 3');
  expect(say('!tt 999:0')).toContain('is not in the recording');
  expect(say('!tt branch 4')).toContain('There is no branch 4');
  expect(say('!tt nonsense')).toContain('^ Syntax error');
});
test('the recording tells its system calls', () => {
  const { say } = open();
  say('bp nt!NtClose');
  say('g');
  const text = say('!syscalls');
  expect(text).toMatch(/0055 NtCreateFile\(.*\) = 00000000\n/);
  expect(text).toMatch(/000f NtClose\(.*\) = still inside\n/);
  expect(say('!transitions')).toMatch(/ring 3→0 {2}syscall {8}nt!KiSystemCall64\n.*ring 0→3 {2}sysret {9}ntdll!NtCreateFile\+0x14/);
});
test('what was told of the recording is not lived through again, and is right on every line of time', () => {
  const { d, say } = open();
  let lived = 0;
  const { timeline } = d.execution,
    relive = timeline.relive.bind(timeline);
  timeline.relive = (note, from, to) => relive((event, at) => (lived++, note(event, at)), from, to);
  const check = (): number => {
    lived = 0;
    // another console is asked for the first time, on a recording of its own
    const fresh = open();
    for (const l of lines) fresh.say(l);
    expect([say('!syscalls'), say('!transitions')]).toEqual([fresh.say('!syscalls'), fresh.say('!transitions')]);
    return lived;
  };
  const lines: string[] = [];
  const go = (line: string): void => {
    lines.push(line);
    say(line);
  };
  go('t 0n400');
  const first = check();
  expect(first).toBeGreaterThan(4);
  expect(check()).toBe(0);
  go('t 0n200');
  expect(check()).toBeLessThan(first);
  go('!tt 50');
  go('r rbx=1');
  go('t 0n100');
  check();
  go('!tt branch 0');
  check();
});
test('the time band tells the stretches between events, where breakpoints were hit, and any position in them', () => {
  const { d, say } = open();
  say('bp nt!NtClose');
  say('g');
  say('g');
  const { time } = takeMoment(d);
  expect(time.bands[0]).toEqual({ from: 0n, to: time.bands[1]!.from, event: 0n, ring: 3 });
  expect(time.bands.slice(0, 3).map(b => [b.ring, b.door, b.service])).toEqual([
    [3, undefined, undefined],
    [0, 'syscall', 'NtCreateFile'],
    [3, 'sysret', undefined],
  ]);
  expect(time.bands.filter(b => b.service === 'NtClose').length).toBeGreaterThan(0);
  expect(time.hits).toHaveLength(2);
  expect(time.endPosition).toBe(d.execution.position);
  for (const [n, band] of time.bands.entries()) expect(band.to).toBe(time.bands[n + 1]?.from ?? time.end);
  for (const at of [0n, 1n, time.bands[1]!.from - 1n, time.bands[1]!.from, time.hits[0]!, time.end]) {
    say(`!tt ${positionAt(time.bands, at)}`);
    expect(d.guest.machine.executed).toBe(at);
    expect(positionAt(time.bands, at)).toBe(d.execution.position);
  }
});
test('what lies ahead stays on the band; an edit in the past begins another, and the old one comes back with its branch', () => {
  const { d, say } = open();
  say('bp nt!NtClose');
  say('g');
  const whole = takeMoment(d).time;
  say('!tt 1:4');
  const back = takeMoment(d).time;
  expect([back.now, back.end, back.bands, back.hits]).toEqual([whole.bands[1]!.from + 4n, whole.end, whole.bands, whole.hits]);
  say('r rbx=1');
  say('t');
  const edited = takeMoment(d).time;
  expect([edited.branches, edited.bands.length, edited.hits, edited.end]).toEqual([1, 2, [], edited.now]);
  say('!tt branch 0');
  const again = takeMoment(d).time;
  expect([again.bands, again.hits, again.end]).toEqual([whole.bands, whole.hits, whole.end]);
});
test('bands of a long run that nobody listened to are told when they are looked at, each as it was', () => {
  const { d, say } = open(),
    { machine } = d.guest,
    heard: { from: bigint; event: bigint; ring: number }[] = [{ from: 0n, event: 0n, ring: 3 }];
  const plain = buildGuest({ machine: 'win10-x64', seed: 'note', set: {} }, 'wasm');
  if (!plain.ok) throw new Error(plain.problem.message);
  plain.value.machine.onEvent = event => {
    const { state } = plain.value.machine;
    heard.push({ from: state.executed, event: state.get('event.count'), ring: event.to.cpl });
  };
  // the second hundred thousand is far beyond what is listened to
  const running = d.line('g');
  for (let step = running.next(); !step.done; ) step = running.next({ budget: 100_000n, stop: machine.executed >= 600_000n });
  plain.value.machine.run(machine.executed);
  const seen = (): typeof heard => takeMoment(d).time.bands.map(({ from, event, ring }) => ({ from, event, ring }));
  const around = (): typeof heard => {
    const at = heard.findLastIndex(h => h.event <= d.target.state.get('event.count'));
    return heard.slice(Math.max(0, at - 60), at + 61);
  };
  const hash = machine.hash();
  expect(d.execution.timeline.log.stretches.length).toBeLessThan(heard.length - 1000);
  expect(seen()).toEqual(around());
  expect([machine.hash(), takeMoment(d).time.endPosition]).toEqual([hash, d.execution.position]);
  const end = d.execution.position;
  for (const part of ['50', '80', '0', '100']) {
    say(`!tt ${part}`);
    expect(seen()).toEqual(around());
    expect(takeMoment(d).time.endPosition).toBe(end);
  }
  for (const band of takeMoment(d).time.bands.slice(-5)) {
    say(`!tt ${positionAt([band], band.from + 1n)}`);
    expect(machine.executed).toBe(band.from + 1n);
  }
});

test('registers changed by hand are told until something runs; going back over the change ends that', () => {
  const { d, say } = open(),
    edited = (): readonly string[] => takeMoment(d).edited;
  say('t; r rax=1, zf=1');
  expect(edited()).toEqual(['rax', 'efl']);
  say('eb @rsp 90');
  expect(edited(), 'memory was changed last').toEqual([]);
  say('t-');
  expect(edited()).toEqual(['rax', 'efl']);
  say('t-');
  expect([edited(), takeMoment(d).position]).toEqual([[], '0:1.0']);
  say('r rbx=7');
  const hash = d.guest.machine.hash();
  expect(edited()).toEqual(['rbx']);
  expect(d.guest.machine.hash(), 'telling it changes nothing').toBe(hash);
  say('t');
  expect(edited()).toEqual([]);
});
