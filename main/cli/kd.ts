/** `lab kd`: the console's debugger in a terminal, a pipe or a script. */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { Debugger } from '../../core/debugger/debugger.ts';
import type { CommandResult } from '../../core/debugger/types.ts';
import { buildGuest } from '../../core/windows/machines.ts';
import { runLine } from './driver.ts';
import { UsageError, parseSwitches } from './usage.ts';

export const help = `lab kd --machine NAME [--seed NAME] [--set SWITCH=VALUE]... [-c "COMMANDS"]... [--json]
  Without -c, commands are read from standard input, a line each.`;

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
    },
  });
  const guest = buildGuest({ machine: values.machine, seed: values.seed, set: parseSwitches(values.set) });
  if (!guest.ok) throw new UsageError(`${guest.problem.message} ${guest.problem.hint ?? ''}`.trim());
  const debug = new Debugger(guest.value);
  const print = values.json ? printJson : printText;
  let ok = true;
  const perform = (line: string): boolean => {
    const results = runLine(debug, line);
    print(results);
    ok = results.at(-1)?.ok ?? ok;
    return results.some(r => r.effect === 'quit');
  };
  if (values.command) {
    for (const line of values.command) if (perform(line)) break;
    return ok ? 0 : 1;
  }
  await readLines(debug, line => perform(line));
  return ok ? 0 : 1;
}

function printText(results: readonly CommandResult[]): void {
  for (const r of results) process.stdout.write(r.text + (r.hint === undefined ? '' : `┊ ${r.hint}\n`));
}
/** `links` and `hint` are the window's: a script gets what the command said. */
function printJson(results: readonly CommandResult[]): void {
  for (const { line, command, ok, kind, text, error } of results)
    process.stdout.write(JSON.stringify({ line, command, ok, kind, text, ...(error && { error }) }) + '\n');
}

async function readLines(debug: Debugger, perform: (line: string) => boolean): Promise<void> {
  const terminal = process.stdin.isTTY;
  const lines = createInterface({ input: process.stdin, ...(terminal && { output: process.stdout }), prompt: `${debug.prompt} ` });
  if (terminal) lines.prompt();
  for await (const line of lines) {
    if (perform(line)) break;
    if (terminal) {
      lines.setPrompt(`${debug.prompt} `);
      lines.prompt();
    }
  }
  lines.close();
}
