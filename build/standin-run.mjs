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
const page = await electron.handlers.get('app')?.(new Request('app://lab/'));
console.log(
  JSON.stringify({
    errors: electron.errors,
    loaded: electron.handlers.get('loaded'),
    page: page && { status: page.status, policy: page.headers.get('content-security-policy'), text: await page.text() },
    info: call('app/info'),
    packs: call('packs/list')?.value?.map(p => ({ id: p.id, exercises: p.exercises.length })),
    kept: [call('history/add', { line: 'r' }), call('history/get')],
  }),
);
process.exit(0);
