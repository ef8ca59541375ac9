/** `lab explain "syscall"`: one instruction taken apart, with the values it reads, computes and writes. */
import { parseArgs } from 'node:util';
import { assemble } from '../../core/asm/assemble.ts';
import { fetchInstruction } from '../../core/cpu/fetch.ts';
import { explain } from '../../core/cpu/engines/explain.ts';
import { explainTransition, transitionOf } from '../../core/cpu/transitions/explain.ts';
import type { Decoded } from '../../core/cpu/decode.ts';
import type { Guest } from '../../core/windows/guest.ts';
import { buildGuest } from '../../core/windows/machines.ts';
import { UsageError, parseSwitches } from './usage.ts';

export const help = `lab explain [--machine NAME] [--seed NAME] [--set SWITCH=VALUE]... "INSTRUCTION" [--json]
  Runs the machine to the first such instruction; if it never comes, the instruction is put where the machine starts.`;

const MOST_STEPS = 3000;
const plain = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim();

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      machine: { type: 'string', default: 'win10-x64' },
      seed: { type: 'string', default: 'note' },
      set: { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
    },
  });
  const wanted = positionals.join(' ');
  if (!wanted) throw new UsageError('Say which instruction.');
  const make = (): Guest => {
    const built = buildGuest({ machine: values.machine, seed: values.seed, set: parseSwitches(values.set) });
    if (!built.ok) throw new UsageError(`${built.problem.message} ${built.problem.hint ?? ''}`.trim());
    return built.value;
  };
  const guest = make();
  const found = runTo(guest, wanted);
  if (found) return print(guest, found, values.json);
  const placed = make();
  return print(placed, place(placed, wanted), values.json);
}

function runTo(guest: Guest, wanted: string): Decoded | undefined {
  const { state, memory } = guest.machine;
  for (let n = 0; n < MOST_STEPS; n++) {
    const next = fetchInstruction(state, memory);
    if (next === 'fault') return undefined;
    if (plain(next.text) === plain(wanted) || plain(next.text).split(' ')[0] === plain(wanted)) return next;
    if (guest.machine.step().why !== 'budget') return undefined;
  }
  return undefined;
}

function place(guest: Guest, text: string): Decoded {
  const { state, memory } = guest.machine,
    at = state.get('RIP');
  const made = assemble(text, { origin: at, bits: guest.build.bits });
  if (!made.ok) throw new UsageError(`${text}: ${made.problems[0]!.message}.`);
  memory.write(at, made.value.bytes);
  const next = fetchInstruction(state, memory);
  if (next === 'fault') throw new UsageError(`${text} cannot be put at the start of this machine.`);
  return next;
}

function print(guest: Guest, i: Decoded, json: boolean): number {
  const { state, memory } = guest.machine,
    name = transitionOf(i.form);
  const rows = name ? explainTransition(name, state, memory, i) : explain(i, state, memory);
  if (json)
    for (const row of rows)
      console.log(JSON.stringify(row, (_key, value: unknown) => (typeof value === 'bigint' ? `0x${value.toString(16)}` : value)));
  else if (name) {
    console.log(`${i.fields.here.toString(16).padStart(16, '0')}  ${i.text}`);
    for (const [n, done] of (rows as ReturnType<typeof explainTransition>).entries()) {
      console.log(`${String(n + 1).padStart(3)}  ${done.say}`);
      for (const row of done.rows)
        console.log(`       ${row.action.padEnd(8)} ${row.what} ${row.action === 'write' ? ':=' : '='} ${row.value.toString(16)}`);
      if (done.fault)
        console.log(
          `       fault    vector ${done.fault.vector.toString(16)}h${done.fault.error === undefined ? '' : `, error code ${done.fault.error.toString(16)}`}`,
        );
    }
  } else for (const row of rows as ReturnType<typeof explain>) console.log(`${row.step.padEnd(8)} ${row.text}`);
  return 0;
}
