/** `lab kd`: the console's debugger in a terminal, a pipe or a script. */
import { createInterface } from 'node:readline';
import { setImmediate as turn } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { CommandResult } from '../../core/debugger/types.ts';
import { openSession, type Session } from '../../core/lab/session.ts';
import { openLog, openRecording, scriptsIn, type Log, type Recording } from './kd-files.ts';
import { UsageError, parseSwitches } from './usage.ts';

/** Instructions between two looks at Ctrl+C: some 50 ms. */
const SLICE = 50_000n;
const LIMIT = '2000000';
/** A round of a loop that runs nothing counts as so many. */
const ROUND = 10n;

export const help = `lab kd --machine NAME [--seed NAME] [--set SWITCH=VALUE]... [-c "COMMANDS"]... [--json]
       [--scripts FOLDER] [--logs FOLDER] [--limit INSTRUCTIONS] [--record FILE]
  Without -c, commands are read from standard input, a line each.
  --scripts  where $<, $><, $$<, $$>< and $$>a< find their files
  --logs     where .logopen and .logappend write
  --limit    instructions one line may run before the debugger breaks in; in a terminal Ctrl+C does (default: none there, ${LIMIT} otherwise)
  --record   writes the session to FILE, for lab replay`;

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
      record: { type: 'string' },
    },
  });
  if (!/^\d+$/.test(values.limit)) throw new UsageError(`--limit takes a number of instructions, not "${values.limit}".`);
  const opened = openSession({ ref: { machine: values.machine, seed: values.seed, set: parseSwitches(values.set) } }, undefined, {
    logs: values.logs !== undefined,
    ...(values.scripts !== undefined && { script: scriptsIn(values.scripts) }),
  });
  if (!opened.ok) throw new UsageError(`${opened.problem.message} ${opened.problem.hint ?? ''}`.trim());
  const recording = recordTo(values.record, opened.value),
    kd = new Terminal(opened.value, BigInt(values.limit), openLog(values.logs), recording);
  const print = values.json ? printJson : printText;
  let ok = true;
  const perform = async (line: string): Promise<boolean> => {
    const results = await kd.perform(line);
    print(results);
    ok = results.at(-1)?.ok ?? ok;
    return results.some(r => r.effect === 'quit');
  };
  if (values.command) {
    for (const line of values.command) if (await perform(line)) break;
  } else await readLines(kd, perform);
  recording.end();
  return ok ? 0 : 1;
}
function recordTo(file: string | undefined, session: Session): Recording {
  try {
    return openRecording(file, session);
  } catch (e) {
    throw new UsageError(`--record cannot write ${file ?? ''} (${(e as NodeJS.ErrnoException).code ?? ''}).`);
  }
}

/** A session driven in slices, so that Ctrl+C and the limit are heard. */
class Terminal {
  readonly #session: Session;
  readonly #limit: bigint;
  readonly #log: Log;
  readonly #recording: Recording;
  #break = false;
  #running = false;
  constructor(session: Session, limit: bigint, log: Log, recording: Recording) {
    this.#session = session;
    this.#limit = limit;
    this.#log = log;
    this.#recording = recording;
  }
  get running(): boolean {
    return this.#running;
  }
  get prompt(): string {
    return this.#session.prompt;
  }
  break(): void {
    this.#break = true;
  }
  async perform(line: string): Promise<readonly CommandResult[]> {
    const { prompt } = this,
      { machine } = this.#session.debugger.guest,
      begun = machine.executed,
      running = this.#session.apply({ kind: 'line', text: line });
    this.#break = false;
    this.#running = true;
    let step = running.next(),
      turns = 0n;
    while (!step.done) {
      await turn();
      const late = this.#limit > 0n && machine.executed - begun + ++turns * ROUND >= this.#limit;
      step = running.next({ budget: SLICE, stop: this.#break || late });
    }
    this.#running = false;
    const { value } = step,
      results = value.kind === 'line' ? value.results : [];
    this.#log.write(this.#session.debugger.log, `${prompt} ${line}\n${results.map(r => r.text).join('')}`);
    this.#recording.note(value);
    return results;
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

async function readLines(kd: Terminal, perform: (line: string) => Promise<boolean>): Promise<void> {
  const terminal = process.stdin.isTTY;
  const lines = createInterface({ input: process.stdin, ...(terminal && { output: process.stdout }), prompt: `${kd.prompt} ` });
  lines.on('SIGINT', () => {
    if (kd.running) kd.break();
    else lines.close();
  });
  if (terminal) lines.prompt();
  for await (const line of lines) {
    if (await perform(line)) break;
    if (terminal) {
      lines.setPrompt(`${kd.prompt} `);
      lines.prompt();
    }
  }
  lines.close();
}
