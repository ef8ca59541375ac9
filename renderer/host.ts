/** The only file that knows there is a host: Electron's bridge where there is one, else the web server this page came from. */
import type { Arguments, CallName, Notice, Returns } from '../core/host.ts';
import type { Problem, Result } from '../core/problem.ts';

interface Bridge {
  call(name: string, argument: unknown): Promise<unknown>;
  listen(hear: (notice: unknown) => void): void;
}
declare global {
  interface Window {
    /** Set by Electron's preload script. */
    readonly lab?: Bridge;
  }
}

/** The host said no, or could not be reached (`problem` is then absent). */
export class HostRefusal extends Error {
  readonly problem: Problem | undefined;
  constructor(problem: Problem | undefined, message: string) {
    super(message);
    this.name = 'HostRefusal';
    this.problem = problem;
  }
}

async function post(name: string, argument: unknown): Promise<unknown> {
  const response = await fetch(`/call/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(argument),
  });
  if (!response.ok && !response.headers.get('content-type')?.includes('json')) throw new Error(`${response.status} ${response.statusText}`);
  return response.json();
}

/**
 * Ask the host. Resolves with its answer; for writes, when they are on disk.
 * @throws {HostRefusal} where the host refuses or is not there.
 */
export async function call<N extends CallName>(name: N, argument: Arguments<N>): Promise<Returns[N]> {
  let result: Result<Returns[N]>;
  try {
    result = (await (window.lab ? window.lab.call(name, argument) : post(name, argument))) as Result<Returns[N]>;
  } catch (error) {
    throw new HostRefusal(undefined, error instanceof Error ? error.message : String(error));
  }
  if (!result.ok) throw new HostRefusal(result.problem, result.problem.message);
  return result.value;
}

/** Hear what the desktop shell tells. @returns whether there is a shell */
export function listen(hear: (notice: Notice) => void): boolean {
  window.lab?.listen(notice => {
    hear(notice as Notice);
  });
  return window.lab !== undefined;
}
