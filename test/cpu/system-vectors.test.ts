import { describe, expect, test } from 'vitest';
import { fetchInstruction } from '../../core/cpu/fetch.ts';
import { stepTransition, transitionOf } from '../../core/cpu/transitions/explain.ts';
import { evaluate } from '../../core/cpu/engines/evaluator.ts';
import { VectorRunner, type SystemVector } from '../../core/machine/vector.ts';
import { image, vectors } from './vector-files.ts';

const FILES = ['sys64', 'sys32', 'sys32pae'] as const;

describe.each(FILES)('%s', file => {
  const all = vectors(file) as SystemVector[];

  test('every scored vector passes', () => {
    const runner = new VectorRunner('evaluator', image),
      wrong: string[] = [];
    let passed = 0;
    for (const vector of all) {
      const { outcome, differences } = runner.run(vector);
      if (outcome === 'unscored') expect(vector.sdm_side).toBe('open');
      else if (outcome === 'passed') passed++;
      else
        wrong.push(
          `${vector.id} "${vector.asm}" ${outcome}: ${differences.map(d => `${d.field} ${d.actual} instead of ${d.expected}`).join(', ')}`,
        );
    }
    expect(wrong).toEqual([]);
    expect(passed).toBe(all.filter(v => v.sdm_side !== 'open').length);
  });

  test('its micro-steps one by one are the instruction', () => {
    const whole = new VectorRunner('evaluator', image),
      apart = new VectorRunner('evaluator', image);
    let transitionsSeen = 0;
    for (const vector of all) {
      const a = whole.prepare(vector),
        b = apart.prepare(vector);
      for (const m of [a, b]) {
        m.memory.flush();
        m.state.set('attention', 0n);
      }
      const i = fetchInstruction(a.state, a.memory),
        j = fetchInstruction(b.state, b.memory);
      if (i === 'fault' || j === 'fault' || !transitionOf(i.form)) continue;
      transitionsSeen++;
      const outcome = evaluate(i, a.state, a.memory),
        steps = stepTransition(transitionOf(j.form)!, b.state, b.memory, j);
      let step = steps.next(),
        sentences = 0;
      for (; !step.done; step = steps.next()) {
        sentences++;
        expect(step.value.say).not.toBe('');
      }
      expect([vector.id, step.value, sentences > 0]).toEqual([vector.id, outcome, true]);
      expect([vector.id, b.state.takeFault()]).toEqual([vector.id, a.state.takeFault()]);
      expect([vector.id, b.hash()]).toEqual([vector.id, a.hash()]);
    }
    expect(transitionsSeen).toBeGreaterThan(all.length / 2);
  });
});
