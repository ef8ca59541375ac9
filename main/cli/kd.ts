/** `lab kd`: the console's debugger in a terminal, a pipe or a script. */
import { createInterface } from 'node:readline';
import { setImmediate as turn } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Debugger } from '../../core/debugger/debugger.ts';
import type { CommandResult } from '../../core/debugger/types.ts';
import { buildGuest } from '../../core/windows/machines.ts';
import { openLog, scriptsIn, type Log } from './kd-files.ts';
import { UsageError, parseSwitches } from './usage.ts';

/** Instructions between two looks at Ctrl+C: some 50 ms. */
const SLICE = 50_000n;
const LIMIT = '2000000';
/** A round of a loop that runs nothing counts as so many. */
const ROUND = 10n;

export const help = `lab kd --machine NAME [--seed NAME] [--set SWITCH=VALUE]... [-c "COMMANDS"]... [--json]
       [--scripts FOLDER] [--logs FOLDER] [--limit INSTRUCTIONS]
  Without -c, commands are read from standard input, a line each.
  --scripts  where $<, $><, $$<, $$>< and $$>a< find their files
  --logs     where .logopen and .logappend write
  --limit    instructions one line may run before the debugger breaks in; in a terminal Ctrl+C does (default: none there, ${LIMIT} otherwise)`;

/** Exit code: 0, or 1 if the last line's last command failed. */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      machine: { type: 'string', default: 'win10-x64' },
      seed: { type: 'string', default: 'note' },
      set: { type: 'string', multiple: true, default: [] },
      command: { type: 'string', short: 'c', multiple: true },
      json: { type: 'boolean', default: false },
      scripts: { type: 'string' },
      logs: { type: 'string' },
      limit: { type: 'string', default: process.stdin.isTTY ? '0' : LIMIT },
    },
  });
  if (!/^\d+$/.test(values.limit)) throw new UsageError(`--limit takes a number of instructions, not "${values.limit}".`);
  const guest = buildGuest({ machine: values.machine, seed: values.seed, set: parseSwitches(values.set) }, 'wasm');
  if (!guest.ok) throw new UsageError(`${guest.problem.message} ${guest.problem.hint ?? ''}`.trim());
  const session = new Session(new Debugger(guest.value), BigInt(values.limit), openLog(values.logs));
  session.debugger.keepsLogs = values.logs !== undefined;
  if (values.scripts !== undefined) session.debugger.script = scriptsIn(values.scripts);
  const print = values.json ? printJson : printText;
  let ok = true;
  const perform = async (line: string): Promise<boolean> => {
    const results = await session.perform(line);
    print(results);
    ok = results.at(-1)?.ok ?? ok;
    return results.some(r => r.effect === 'quit');
  };
  if (values.command) {
    for (const line of values.command) if (await perform(line)) break;
    return ok ? 0 : 1;
  }
  await readLines(session, perform);
  return ok ? 0 : 1;
}

/** A debugger driven in slices, so that Ctrl+C and the limit are heard. */
class Session {
  readonly debugger: Debugger;
  readonly #limit: bigint;
  readonly #log: Log;
  #break = false;
  #running = false;
  constructor(d: Debugger, limit: bigint, log: Log) {
    this.debugger = d;
    this.#limit = limit;
    this.#log = log;
  }
  get running(): boolean {
    return this.#running;
  }
  break(): void {
    this.#break = true;
  }
  async perform(line: string): Promise<readonly CommandResult[]> {
    const { prompt, guest } = this.debugger,
      begun = guest.machine.executed,
      running = this.debugger.line(line);
    this.#break = false;
    this.#running = true;
    let step = running.next(),
      turns = 0n;
    while (!step.done) {
      await turn();
      const late = this.#limit > 0n && guest.machine.executed - begun + ++turns * ROUND >= this.#limit;
      step = running.next({ budget: SLICE, stop: this.#break || late });
    }
    this.#running = false;
    this.#log.write(this.debugger.log, `${prompt} ${line}\n${step.value.map(r => r.text).join('')}`);
    return step.value;
  }
}

function printText(results: readonly CommandResult[]): void {
  for (const r of results) process.stdout.write(r.text + (r.hint === undefined ? '' : `┊ ${r.hint}\n`));
}
/** `links` and `hint` are the window's: a script gets what the command said. */
function printJson(results: readonly CommandResult[]): void {
  for (const { line, command, ok, kind, text, error } of results)
    process.stdout.write(JSON.stringify({ line, command, ok, kind, text, ...(error && { error }) }) + '\n');
}

async function readLines(session: Session, perform: (line: string) => Promise<boolean>): Promise<void> {
  const terminal = process.stdin.isTTY,
    d = session.debugger;
  const lines = createInterface({ input: process.stdin, ...(terminal && { output: process.stdout }), prompt: `${d.prompt} ` });
  lines.on('SIGINT', () => {
    if (session.running) session.break();
    else lines.close();
  });
  if (terminal) lines.prompt();
  for await (const line of lines) {
    if (await perform(line)) break;
    if (terminal) {
      lines.setPrompt(`${d.prompt} `);
      lines.prompt();
    }
  }
  lines.close();
}
