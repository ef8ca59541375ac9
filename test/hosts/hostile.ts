/** Random messages and requests for both doors. Each run says what it saw; npm test takes a sample, npm run soak all of it. */
import { connect } from 'node:net';
import { CALLS } from '../../core/host.ts';
import type { Result } from '../../core/problem.ts';
import { Random } from '../../core/machine/random.ts';
import { answerCalls } from '../../main/electron/ipc.ts';
import type { Dispatch } from '../../main/dispatch.ts';

const FRAMES = ['app://lab/', 'app://lab/index.html#/', 'https://evil.example/', 'file:///x', 'app://labx/', ''],
  NAMES = [...Object.keys(CALLS), 'constructor', '__proto__', 'hasOwnProperty', '', 'app/info\0', 'x'.repeat(5000)],
  FIELDS = ['session', 'index', 'input', 'kind', 'text', 'step', 'ref', 'machine', 'seed', 'set', 'exercise', 'pack', 'id', 'line', 'theme', 'layout', 'language', 'sections', 'title', 'items', '__proto__', 'constructor', 'toJSON', 'length']; // prettier-ignore
const cycle: Record<string, unknown> = {};
cycle['self'] = cycle;
const deep = (): unknown => Array.from({ length: 20_000 }).reduce<unknown>(inner => [inner], 0);
/** What structured clone can carry and a page could send. */
const SCRAPS: readonly unknown[] = [undefined, null, 0, -0, -1, 1.5, NaN, Infinity, 2 ** 53, 1n << 80n, '', 'note', 'syscalls', 'ssdt-descriptor', 'win10-x64', 'line', 'answer', 'r', '../..', '__proto__', '\0', '\ud800', 'x'.repeat(4097), [], {}, true, new Date(0), new Map([[1, 2]]), new Set([1]), /x/, new Uint8Array(9), new ArrayBuffer(70_000), new Error('x'), cycle, deep(), Object.create(null), { kind: 'line', text: 'r' }, { machine: 'win10-x64', seed: 'note', set: {} }]; // prettier-ignore

function value(random: Random, depth: number): unknown {
  if (depth === 0 || random.below(3) === 0) return random.pick(SCRAPS);
  const size = random.below(5);
  if (random.below(5) === 0) return Array.from({ length: size }, () => value(random, depth - 1));
  return Object.fromEntries(Array.from({ length: size }, () => [random.pick(FIELDS), value(random, depth - 1)]));
}
/** All that calls can read of what is stored. */
export const stored = (dispatch: Dispatch): string =>
  JSON.stringify(['settings/get', 'progress/get', 'history/get', 'packs/list', 'app/info'].map(name => dispatch(name, {})));

export interface Seen {
  readonly sent: number;
  readonly taken: number;
  readonly refused: number;
}
/**
 * Messages on the IPC channel, from our page and others. Each is answered with a Result; what is refused changes nothing.
 * @throws Error naming the message that broke a rule
 */
export function hostileMessages(dispatch: Dispatch, seed: string, count: number): Seen {
  const random = new Random(seed);
  let listener: ((event: never, ...got: unknown[]) => unknown) | undefined;
  answerCalls({ handle: (_channel, l) => void (listener = l) }, dispatch);
  let taken = 0,
    before = stored(dispatch),
    changed = false;
  for (let n = 0; n < count; n++) {
    const url = random.pick(random.below(2) ? FRAMES : FRAMES.slice(0, 2)),
      parent = random.below(8) === 0 ? {} : null,
      name = random.below(20) === 0 ? random.pick(SCRAPS) : random.pick(NAMES);
    const result = listener!(
      { senderFrame: random.below(50) ? { url, parent } : null } as never,
      name,
      value(random, 4),
    ) as Result<unknown>;
    if (typeof result.ok !== 'boolean' || (!result.ok && typeof result.problem.message !== 'string'))
      throw new Error(`message ${n} of ${seed}: no Result`);
    if (result.ok && (parent !== null || !url.startsWith('app://lab/'))) throw new Error(`message ${n} of ${seed}: taken from ${url}`);
    if (result.ok) taken++;
    changed ||= result.ok && /\/(set|add|open|append|reset|record)$/.test(String(name));
    if (n % 100 !== 99) continue;
    const now = stored(dispatch);
    if (!changed && now !== before) throw new Error(`messages up to ${n} of ${seed}: refused, and yet what is stored has changed`);
    before = now;
    changed = false;
  }
  return { sent: count, taken, refused: count - taken };
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'get', 'G\0T', ''],
  PATHS = ['/', '/index.html', '/call/history/add', '/call/settings/set', '/call/app/info', '/call/__proto__', '/call/', '/assets', '/secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/../secret.txt', '//secret.txt', '/%', '/%00', '*', 'http://evil.example/', '/?token=', '/?token=x&token=y', `/${'x'.repeat(4000)}`, '\\..\\secret.txt'], // prettier-ignore
  BODIES = ['', '{}', '{"line":"stranger"}', '{"theme":"dark"}', '{', '[]', 'null', '\xff\xfe', '{"__proto__":{"x":1}}', '"x"', 'x'.repeat(70_000)],
  HEADERS = ['Origin: http://evil.example', 'Origin: null', 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Site: same-origin', 'Content-Type: application/json', 'Content-Type: text/plain', 'Content-Length: 99', 'Content-Length: -1', 'Transfer-Encoding: chunked', 'Transfer-Encoding: identity', 'Cookie: syscall-lab=', 'Cookie: syscall-lab=x; syscall-lab=y', 'Range: bytes=0-1', 'Expect: 100-continue', 'Upgrade: websocket', 'Connection: Upgrade', 'X-Forwarded-For: 127.0.0.1', `X: ${'x'.repeat(9000)}`, 'bad header']; // prettier-ignore

/** One connection with random bytes or a random request on it; resolves with what was answered. */
function hostileRequest(port: number, random: Random, headers: readonly string[]): Promise<string> {
  const body = random.pick(BODIES),
    more = Array.from({ length: random.below(3) ? 0 : random.below(4) }, () => random.pick(HEADERS));
  const lines = [
    `${random.pick(random.below(3) ? ['GET', 'POST'] : METHODS)} ${random.pick(PATHS)} HTTP/${random.below(20) ? '1.1' : random.pick(['1.0', '9.9'])}`,
    `Host: ${random.below(4) ? `127.0.0.1:${port}` : random.pick(['evil.example', ''])}`,
    'Connection: close',
    ...headers,
    ...more,
    ...(random.below(4) ? [`Content-Length: ${body.length}`] : []),
  ];
  const noise = Buffer.from(Array.from({ length: random.below(300) }, () => random.below(256)));
  const bytes = random.below(8) === 0 ? noise : Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1');
  return new Promise(done => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
    socket
      .on('data', b => (answer += b.toString('latin1')))
      .on('error', () => undefined) // the server may hang up while we still send
      .on('close', () => done(answer))
      .setTimeout(15_000, () => socket.destroy(new Error('no end')));
  });
}
/**
 * Random requests, eight at a time. Of strangers (no cookie) none is answered with the window or a call's result, and nothing stored
 * changes; with the cookie they may be answered, but never with a mistake of the server or what lies beside its folder.
 * @returns answers by status
 */
export async function hostileRequests(
  port: number,
  dispatch: Dispatch,
  seed: string,
  count: number,
  cookie?: string,
): Promise<Readonly<Record<string, number>>> {
  const before = stored(dispatch),
    statuses: Record<string, number> = {},
    own = cookie === undefined ? [] : [`Cookie: ${cookie}`, 'Content-Type: application/json'],
    wrong = cookie === undefined ? /^HTTP\/1\.1 ([23]|500)|secret|"ok":true|<title>lab/ : /^HTTP\/1\.1 500|secret/;
  const worker = async (random: Random): Promise<void> => {
    for (let n = 0; n < count / 8; n++) {
      const answer = await hostileRequest(port, random, own),
        status = /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 'closed';
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (wrong.test(answer)) throw new Error(`request ${n} of ${seed} was answered: ${answer.slice(0, 300)}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, n) => worker(new Random(`${seed}-${n}`))));
  if (cookie === undefined && stored(dispatch) !== before) throw new Error(`${seed}: strangers changed what is stored`);
  return statuses;
}
