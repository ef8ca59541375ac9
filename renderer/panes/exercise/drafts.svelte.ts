/** Answers being written: kept while other steps or screens are looked at. */
import type { StepView } from '../../../core/lab/view.ts';
import type { Lab } from '../../state/lab.svelte.ts';
import { joinRows, splitRows } from './answer-text.ts';

export class Draft {
  readonly kind: 'text' | 'rows' | 'order';
  readonly #ids: readonly string[];
  #text = $state('');
  #rows: Readonly<Record<string, string>> = $state.raw({});
  #order: readonly string[] = $state.raw([]);
  /** The moment at which it was seen, where the step asks for that. */
  at: string | undefined = $state();

  constructor(step: StepView) {
    this.kind = step.type === 'table' ? 'rows' : step.type === 'order' ? 'order' : 'text';
    this.#ids = step.rows?.map(r => r.id) ?? [];
    this.#order = step.options?.map(o => o.id) ?? [];
    if (step.answer !== undefined) this.set(step.answer);
    else if (step.type === 'check') this.#text = 'check';
  }
  /** As the core takes it. */
  get text(): string {
    return this.kind === 'rows' ? joinRows(this.#ids, this.#rows) : this.kind === 'order' ? this.#order.join(' ') : this.#text.trim();
  }
  get complete(): boolean {
    return this.kind === 'rows' ? this.#ids.every(id => (this.#rows[id] ?? '').trim() !== '') : this.text !== '';
  }
  get value(): string {
    return this.#text;
  }
  get order(): readonly string[] {
    return this.#order;
  }
  row(id: string): string {
    return this.#rows[id] ?? '';
  }
  set(text: string): void {
    if (this.kind === 'rows') this.#rows = splitRows(text);
    else if (this.kind === 'order') this.#order = text.split(/[\s,]+/).filter(Boolean);
    else this.#text = text;
  }
  setRow(id: string, text: string): void {
    this.#rows = { ...this.#rows, [id]: text };
  }
  /** Move an item of the order up (−1) or down (+1). */
  move(id: string, by: -1 | 1): void {
    const order = [...this.#order],
      at = order.indexOf(id),
      to = at + by;
    if (to < 0 || to >= order.length) return;
    [order[at], order[to]] = [order[to]!, order[at]!];
    this.#order = order;
  }
}
const byLab = new WeakMap<Lab, Record<string, Draft>>();
export const drafts = {
  of(lab: Lab, step: StepView): Draft {
    const steps = byLab.get(lab) ?? {};
    byLab.set(lab, steps);
    return (steps[step.id] ??= new Draft(step));
  },
};
