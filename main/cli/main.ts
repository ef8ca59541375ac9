/** `lab VERB ...`: what the program can do without a window. */
import { keepKernels } from '../files/kernels.ts';
import * as bench from './bench.ts';
import * as data from './data.ts';
import * as explain from './explain.ts';
import * as kd from './kd.ts';
import * as pack from './pack/pack.ts';
import * as page from './page.ts';
import * as replay from './replay.ts';
import { UsageError } from './usage.ts';
import * as vectors from './vectors.ts';

interface Verb {
  readonly help: string;
  readonly run: (args: readonly string[]) => Promise<number>;
}
const VERBS: Readonly<Record<string, Verb>> = { kd, explain, pack, page, replay, vectors, data, bench };

async function main([name, ...args]: readonly string[]): Promise<number> {
  const verb = name !== undefined && Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (!verb || args.includes('--help')) {
    const asked = verb !== undefined || name === undefined || name === 'help' || name === '--help';
    const text = (verb ? [verb] : Object.values(VERBS)).map(v => v.help).join('\n\n');
    (asked ? process.stdout : process.stderr).write(asked ? `${text}\n` : `There is no command "${name}".\n\n${text}\n`);
    return asked ? 0 : 2;
  }
  try {
    return await verb.run(args);
  } catch (e) {
    if (!(e instanceof UsageError) && !String((e as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS')) throw e;
    process.stderr.write(`${(e as Error).message}\n\n${verb.help}\n`);
    return 2;
  }
}
// whoever reads, `head` for one, may have read enough: that is no failure
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (e: NodeJS.ErrnoException) => {
    if (e.code !== 'EPIPE') throw e;
    process.exit(0);
  });
keepKernels();
process.exitCode = await main(process.argv.slice(2));
