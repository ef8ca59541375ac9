/** npm run dist: packages for the platform and processor this runs on; `-- --dir` makes only the folder. */
import { parseArgs } from 'node:util';
import { bundle } from './bundle.ts';
import { root, say, stop } from './env.mjs';
import { writeLicences } from './licences.ts';
import { pack, type PackArch, type PackPlatform } from './pack.ts';
import { writeManifest } from '../main/files/manifest.ts';

const { values } = parseArgs({ options: { dir: { type: 'boolean' }, smoke: { type: 'boolean' } } });
const { platform, arch } = process,
  runtime = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
if (!['linux', 'win32', 'darwin'].includes(platform) || !['x64', 'arm64'].includes(arch))
  stop(`No package is made for ${platform} ${arch}.`);
await bundle();
writeLicences();
writeManifest(root);
try {
  const made = await pack({
    platform: platform as PackPlatform,
    arch: arch as PackArch,
    ...(values.dir && { targets: ['dir'] }),
    ...(values.smoke && { smoke: true }),
    ...(runtime && { config: { electronDist: runtime } }),
  });
  for (const file of made) say(`made ${file}`);
} catch (e) {
  stop(
    `No package was made: ${(e as Error).message.split('\n')[0]}\nThe Electron runtime and the packaging tools are downloaded once. Where that is not possible, see "Without a network" in docs/desktop.md.`,
  );
}
