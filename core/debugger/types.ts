/** What a debugger command takes and gives. Rows carry values; only text.ts makes WinDbg text of them. */

/** Sent into a running command by whoever drives it: how far the machine may run before it is asked again, and whether to break in. */
export interface Slice {
  readonly budget: bigint;
  readonly stop: boolean;
}
/** Given out by a running command each time its slice is used up. */
export interface Progress {
  readonly executed: bigint;
}
/** A long command is a generator: it pauses between slices, so Break works and a window stays alive. It is deterministic for equal slices *and* unequal ones, unless `stop` is sent. */
export type Running<T> = Generator<Progress, T, Slice>;

/** Canonical kinds of output; one per command (see commands/index.ts). */
export type OutputKind =
  | 'memory_dump'
  | 'memory_symbols'
  | 'memory_ref'
  | 'string'
  | 'memory_write'
  | 'search_hits'
  | 'compare'
  | 'disasm'
  | 'disasm_function'
  | 'registers'
  | 'register_set'
  | 'msr_read'
  | 'no_output'
  | 'eval'
  | 'formats'
  | 'symbol_nearest'
  | 'symbol_list'
  | 'module_list'
  | 'type_layout'
  | 'type_instance'
  | 'bp_set'
  | 'bp_list'
  | 'bp_clear'
  | 'run_until_break'
  | 'step'
  | 'stack'
  | 'trace'
  | 'idt'
  | 'selector'
  | 'pcr'
  | 'page_walk'
  | 'physical_dump'
  | 'process_list'
  | 'process_detail'
  | 'thread_detail'
  | 'context_set'
  | 'handle'
  | 'object'
  | 'version'
  | 'text'
  | 'script_loop'
  | 'script'
  | 'alias_set'
  | 'dx_tree'
  | 'time_travel'
  | 'unsupported'
  | 'error_syntax';

/** `caret`: a line with `^ ... error in`. `evaluator`: `... error at '...'`. `plain`: anything else. */
export interface CommandError {
  readonly family: 'caret' | 'evaluator' | 'plain';
  readonly text: string;
}

/** A log the host keeps while it is open: a bare file name, and whether its old content stays. Each opening is another object. */
export interface LogFile {
  readonly name: string;
  readonly append: boolean;
}

/** A part of the output a reader can follow: columns [start, end) of text line `line`, and the command it runs. */
export interface Link {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly command: string;
}

/** What one command of a line printed. `text` is exactly what the console shows, lines ended by \n. */
export interface CommandResult {
  readonly line: string;
  readonly command: string;
  readonly ok: boolean;
  readonly kind: OutputKind;
  readonly text: string;
  readonly links: readonly Link[];
  readonly error?: CommandError;
  /** The lab's own remark, never part of WinDbg's text; absent in authentic mode. */
  readonly hint?: string;
  /** `.cls`: the console empties its screen. `q` ends the session. */
  readonly effect?: 'clear' | 'quit' | 'restart';
}
