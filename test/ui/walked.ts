/** What a person has done already, put into the store as the window would have. */
import type { CallName, ListedPack, StoredSession } from '../../core/host.ts';
import type { Host } from './lab.ts';

function ask<T>(host: Host, call: CallName, argument: unknown): T {
  const result = host.dispatch(call, argument);
  if (!result.ok) throw new Error(result.problem.message);
  return result.value as T;
}
export const builtIn = (host: Host): ListedPack => ask<ListedPack[]>(host, 'packs/list', {}).find(p => p.id === 'syscalls')!;
/** An exercise with every step answered right. */
export function solve(host: Host, pack: ListedPack, id: string): void {
  const exercise = pack.exercises.find(e => e.id === id)!,
    { session } = ask<StoredSession>(host, 'sessions/open', {
      ref: { machine: 'win10-x64', seed: 'note', set: {} },
      exercise: { pack: pack.id, id },
      fresh: true,
    });
  for (const [index, step] of exercise.variants[0]!.entries())
    ask(host, 'attempts/record', { session, index, input: { kind: 'answer', step, text: '0' }, result: 'right', points: 0.9, score: 90 });
}
