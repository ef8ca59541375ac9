/** Installs version after version of a pack and prints each once it is installed, until it is killed. */
import { Store } from '../../main/store/store.ts';
import { content, KEYS } from './pack-bytes.ts';

const store = new Store(process.argv[2]!),
  versions = Array.from({ length: 20 }, (_, n) => content({ version: `${n + 1}.0.0`, key: 'one' }));
for (let n = 0; n < 100_000; n++) {
  const next = versions[n % versions.length]!;
  store.packs.install(next, KEYS.one.fingerprint);
  process.stdout.write(`${next.version}\n`);
}
