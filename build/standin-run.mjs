// node run.mjs MAIN: runs the packed app's own entry with the stand-in for Electron, asks it a few things, prints the answers as JSON.
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const standin = new URL('./standin-electron.mjs', import.meta.url).href;
registerHooks({
  resolve: (name, context, next) => (name === 'electron' ? { url: standin, format: 'module', shortCircuit: true } : next(name, context)),
});
const electron = await import('electron');
await import(pathToFileURL(process.argv[2]).href);
await new Promise(done => setTimeout(done, 100));

const call = (name, argument = {}) => electron.handlers.get('lab')?.({ senderFrame: { url: 'app://lab/', parent: null } }, name, argument);
/** A built-in pack goes out and comes in again: its id is taken, which the thread that checks packs has to find out. */
async function lookInside() {
  const pieces = [];
  for (let at = 0, size = 1; at < size;) {
    const { value } = call('packs/export', { pack: 'syscalls', at }),
      bytes = Buffer.from(value.data, 'base64');
    pieces.push(bytes);
    size = value.size;
    at += bytes.length;
  }
  const { ticket } = call('import/begin', { name: 'syscalls.labpack', size: Buffer.concat(pieces).length }).value;
  let at = 0;
  for (const bytes of pieces) {
    call('import/piece', { ticket, at, data: bytes.toString('base64') });
    at += bytes.length;
  }
  for (let n = 0; n < 600; n++) {
    const { value } = call('import/state', { ticket });
    if (['refused', 'ready', 'failed'].includes(value.stage)) return { stage: value.stage, taken: value.report?.taken };
    await new Promise(done => setTimeout(done, 100));
  }
  return { stage: 'endless' };
}
const page = await electron.handlers.get('app')?.(new Request('app://lab/'));
console.log(
  JSON.stringify({
    errors: electron.errors,
    loaded: electron.handlers.get('loaded'),
    page: page && { status: page.status, policy: page.headers.get('content-security-policy'), text: await page.text() },
    info: call('app/info'),
    packs: call('packs/list')?.value?.map(p => ({ id: p.id, exercises: p.exercises.length })),
    inside: await lookInside(),
    kept: [call('history/add', { line: 'r' }), call('history/get')],
  }),
);
process.exit(0);
