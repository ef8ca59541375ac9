/** The debugger: takes lines as WinDbg does and gives back what it would print. Knows one guest and everything a session remembers. */
import type { Guest } from '../windows/guest.ts';
import { Aliases } from './aliases.ts';
import { Arguments } from './arguments.ts';
import { Breakpoints } from './breakpoints.ts';
import type { Call, Command } from './command.ts';
import { recognise } from './commands/index.ts';
import { Leaving } from './commands/scripting.ts';
import { CPlusPlus } from './cplusplus.ts';
import { complete, type Completion } from './complete.ts';
import type { Row } from './data-model.ts';
import { Execution } from './execution.ts';
import { hintFor, remarkOn, suggestName } from './hints.ts';
import { splitCommands, stripPrompt, type Piece } from './parse.ts';
import { PseudoRegisters } from './pseudo.ts';
import { caret, Interrupted, isMalformed, Refusal } from './refusal.ts';
import { evaluateAll, type Scope } from './expression.ts';
import { Target } from './target.ts';
import { Output, OutputFull } from './text.ts';
import type { CommandError, CommandResult, LogFile, OutputKind, Running } from './types.ts';

/** Waiting for a value: the next line goes to `feed`, which says what it waits for then. */
export interface Question {
  readonly prompt: string;
  readonly command: string;
  readonly kind: OutputKind;
  readonly feed: (line: string, out: Output) => Question | undefined;
  /** What the lab says of a line that was taken. */
  readonly remark?: (line: string) => string | undefined;
}
export interface Settings {
  radix: 8 | 10 | 16;
  /** No hints: only what WinDbg prints. */
  authentic: boolean;
  /** Links' own words in listings: `Disable`, `Browse module`. */
  dml: boolean;
  /** Registers at every stop; on for x86. */
  registersAtStop: boolean;
  /** `rm`. */
  registerMask: number;
  evaluator: 'masm' | 'c++';
  codeBytes: boolean;
  frames: number;
  machine: 'native' | 'x86';
  /** `.symopt`: what is kept of it, nothing depends on it. */
  symbolOptions: number;
}
/** Where repeated commands go on. */
export interface Cursor {
  dump: { name: string; next: bigint } | undefined;
  code: bigint | undefined;
  edit: string;
  search: { pattern: string; next: bigint } | undefined;
  type: string | undefined;
}

/** How deep scripts and breakpoint commands may nest. */
const DEPTH = 64;
const LINE_LIMIT = 4096;

export class Debugger {
  readonly guest: Guest;
  readonly target: Target;
  readonly settings: Settings;
  readonly aliases = new Aliases();
  readonly breakpoints: Breakpoints;
  readonly execution: Execution;
  readonly pseudo: PseudoRegisters;
  readonly scope: Scope;
  readonly cursor: Cursor = { dump: undefined, code: undefined, edit: 'b', search: undefined, type: undefined };
  /** Text of a file that `$<` may read: the pack's own. */
  script: (name: string) => string | undefined = () => undefined;
  question: Question | undefined;
  /** What `sxe` and its kin were told, by event code. */
  readonly events = new Map<string, string>();
  /** dx's own variables, `@$name = ...`, by name in lower case. */
  readonly variables = new Map<string, Row>();
  /** Does the host write logs? */
  keepsLogs = false;
  /** The log the host keeps, while one is open. */
  log: LogFile | undefined;
  /** What stands before the running command on its line, for `z`. */
  lineBefore = '';
  #repeat = '';
  #depth = 0;

  constructor(guest: Guest) {
    this.guest = guest;
    this.target = new Target(guest);
    this.settings = {
      radix: 16,
      authentic: false,
      dml: true,
      registersAtStop: guest.build.bits === 32,
      registerMask: guest.build.bits === 64 ? 0xa : 0x9,
      evaluator: 'masm',
      codeBytes: true,
      frames: 0x14,
      machine: 'native',
      symbolOptions: 0x3_0337,
    };
    this.breakpoints = new Breakpoints(this.target);
    this.execution = new Execution(this);
    this.pseudo = new PseudoRegisters(this);
    this.scope = this.#makeScope();
  }

  /** Without its trailing space. */
  get prompt(): string {
    if (this.question) return this.question.prompt;
    const other = this.settings.machine === 'x86' ? ':x86' : '';
    return this.target.bits === 64 && this.target.codeBits === 32 ? '32.kd>' : `kd${other}>`;
  }

  /** Perform a line. Results come one per command; the line ends at the first command that is refused. */
  *line(typed: string): Running<readonly CommandResult[]> {
    if (this.question) return [this.#answer(this.question, typed)];
    let line = stripPrompt(typed).replace(/[\r\n]+/g, ' ');
    if (line.trim() === '') line = this.#repeat;
    this.#repeat = line;
    const results: CommandResult[] = [];
    if (line.length > LINE_LIMIT) {
      results.push(this.#refused(line, new Refusal('caret', 'Syntax', LINE_LIMIT), new Output()));
      return results;
    }
    const expanded = this.aliases.expand(line);
    for (const piece of splitCommands(expanded)) {
      const result = yield* this.#one(piece, expanded);
      results.push(result.result);
      if (result.ends) break;
    }
    return results;
  }

  /** The value of a whole MASM expression. */
  masm(text: string): bigint {
    return evaluateAll(text, this.scope);
  }
  complete(line: string, caretAt: number): Completion {
    return complete(this, line, caretAt);
  }

  /** Perform the commands of a script text; its output goes to `out`. @throws Refusal of the command that failed, already printed */
  *perform(text: string, out: Output): Running<void> {
    if (++this.#depth > DEPTH) {
      this.#depth = 0;
      throw new Refusal('plain', 'Too many nested command scripts.');
    }
    const depth = this.#depth;
    try {
      const expanded = this.aliases.expand(text.trim());
      for (const piece of splitCommands(expanded)) yield* this.#perform(piece, expanded, out);
    } finally {
      this.#depth = depth - 1;
    }
  }

  *#one(piece: Piece, line: string): Running<{ result: CommandResult; ends: boolean }> {
    const out = new Output(),
      text = piece.text.trimEnd();
    this.#depth = 0;
    this.lineBefore = line.slice(0, piece.at).replace(/;\s*$/, '');
    const seen: { call?: Call; command?: Command } = {};
    try {
      yield* this.#perform(piece, line, out, seen);
      const { call, command } = seen,
        remark = call && (call.hint ?? this.execution.remark ?? remarkOn(this, call, text));
      if (call && remark !== undefined) call.hint = remark;
      this.execution.remark = undefined;
      return { ends: call?.effect === 'quit' || call?.effect === 'restart', result: this.#result(text, call, call?.kind ?? command!.kind, out) };
    } catch (error) {
      const name = seen.call?.name ?? '';
      if (error instanceof OutputFull && seen.call) seen.call.hint = 'The output was cut here. A range or a pattern asks for less of it.';
      if (error instanceof Interrupted || error instanceof Leaving || error instanceof OutputFull)
        return { ends: true, result: { ...this.#result(text, seen.call, seen.call?.kind ?? seen.command?.kind ?? 'text', out) } };
      if (!(error instanceof Refusal)) throw error;
      if (!error.printed) this.#print(error, piece, line, out);
      const described: CommandError = { family: error.family, text: error.printed! };
      const hint = this.settings.authentic ? undefined : (error.hint ?? seen.call?.hint ?? hintFor(this, text, name));
      const kind = error.kind ?? (isMalformed(error) ? 'error_syntax' : (seen.call?.kind ?? seen.command?.kind ?? 'error_syntax'));
      return {
        ends: error.family !== 'plain',
        result: {
          line: text,
          command: name,
          ok: false,
          kind,
          text: out.text,
          links: out.links,
          error: described,
          ...(hint !== undefined && { hint }),
        },
      };
    }
  }

  #result(text: string, call: Call | undefined, kind: OutputKind, out: Output): CommandResult {
    const hint = this.settings.authentic ? undefined : call?.hint;
    return {
      line: text,
      command: call?.name ?? '',
      ok: true,
      kind,
      text: out.text,
      links: out.links,
      ...(hint !== undefined && { hint }),
      ...(call?.effect && { effect: call.effect }),
    };
  }

  /** One command; a refusal is printed here, where its text and the line are known, and thrown on. */
  *#perform(piece: Piece, line: string, out: Output, seen: { call?: Call; command?: Command } = {}): Running<void> {
    try {
      const found = recognise(piece.text);
      if (!found) throw caret('Syntax', 1);
      const call: Call = {
        debugger: this,
        target: this.target,
        name: found.name,
        out,
        args: new Arguments(piece.text.slice(found.argumentsAt), found.argumentsAt, this.scope),
      };
      seen.call = call;
      seen.command = found.command;
      const running = found.command.run(call);
      if (running) yield* running;
      this.execution.settleEdits();
    } catch (error) {
      if (error instanceof Refusal && !error.printed) this.#print(error, piece, line, out);
      throw error;
    }
  }

  #print(error: Refusal, piece: Piece, line: string, out: Output): void {
    const whole = line.trimEnd();
    if (!out.atLineStart) out.line();
    const column = `${this.prompt} `.length + piece.at + Math.min(error.consumed, piece.text.length) - 1;
    error.printed = error.family === 'caret' ? `${' '.repeat(column)}^ ${error.message} error in '${whole}'` : error.message;
    out.line(error.printed);
  }
  #refused(line: string, error: Refusal, out: Output): CommandResult {
    this.#print(error, { text: line, at: 0 }, line, out);
    return {
      line,
      command: '',
      ok: false,
      kind: 'error_syntax',
      text: out.text,
      links: [],
      error: { family: error.family, text: error.printed! },
    };
  }

  #answer(question: Question, line: string): CommandResult {
    const out = new Output();
    const base = { line, command: question.command };
    try {
      this.question = question.feed(line, out);
      const hint = this.settings.authentic ? undefined : question.remark?.(line);
      return { ...base, ok: true, kind: question.kind, text: out.text, links: out.links, ...(hint !== undefined && { hint }) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.message !== 'Syntax') this.question = undefined;
      this.#print(error, { text: line, at: 0 }, line, out);
      const hint = this.settings.authentic ? undefined : error.hint;
      return {
        ...base,
        ...(hint !== undefined && { hint }),
        ok: false,
        kind: question.kind,
        text: out.text,
        links: out.links,
        error: { family: error.family, text: error.printed! },
      };
    } finally {
      this.execution.settleEdits();
    }
  }

  #makeScope(): Scope {
    const { target, settings } = this;
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- getters of an object literal have their own `this`
    const self = this;
    return {
      bits: target.bits,
      kernel: true,
      get radix() {
        return settings.radix;
      },
      get ip() {
        return target.registerValue(target.bits === 64 ? 'rip' : 'eip')!;
      },
      register: name => target.registerValue(name),
      pseudo: name => self.pseudo.get(name),
      symbol: name => target.symbol(name),
      several: name => target.several(name),
      segmentBase: name => target.segmentBase(name),
      read: (linear, length) => target.read(linear, length),
      readPhysical: (physical, length) => target.readPhysical(physical, length),
      cplusplus: text => new CPlusPlus(self, text).run().value,
      suggest: name => suggestName(self, name),
    };
  }
}
