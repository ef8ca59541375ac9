// What npm start takes; read before anything is installed, so that a slip costs no wait.
import util from 'util';
import { stop } from './env.mjs';

const HELP = `npm start -- [--web] [--lan] [--safe] [--port N] [--data DIR] [--profile NAME] [--pack DIR]
  --web       serve the lab to a browser, even where Electron could run
  --lan       web host reached from other computers of this network; prints what that exposes
  --safe      start without the kept layout and window
  --port N    port of the web host (4780; 0 for any)
  --data DIR  where progress is kept (a folder of this user)
  --profile NAME  whose progress, where several people use one folder
  --pack DIR  with --web: a pack of yours to be seen in Author; may be given more than once
  --help      this text`;

/** Ends the process for --help and for anything it does not know. `data` is as written, or undefined. */
export function startOptions() {
  let values;
  try {
    values = util.parseArgs({
      options: {
        web: { type: 'boolean' },
        lan: { type: 'boolean' },
        safe: { type: 'boolean' },
        port: { type: 'string' },
        data: { type: 'string' },
        profile: { type: 'string' },
        pack: { type: 'string', multiple: true },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (e) {
    stop(`${e.message.split('. ')[0]}.\n${HELP}`);
  }
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  const { web = false, lan = false, safe = false, port = '4780', data, profile = '', pack: packs = [] } = values;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) stop(`--port takes a number from 0 to 65535, not "${port}".`);
  if (data === '') stop('--data takes a folder.');
  return { web: web || lan, lan, safe, port: Number(port), data, profile, packs };
}
