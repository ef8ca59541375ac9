import { readFileSync, readdirSync } from 'node:fs';
import { describe } from 'vitest';
import { Debugger } from '../../core/debugger/debugger.ts';
import { buildGuest } from '../../core/windows/machines.ts';
import { x64, x86 } from './fixture.ts';
import { transcript } from './transcript.ts';

transcript('layouts-x64', x64);
transcript('layouts-x86', x86);
transcript('errors-x64', x64);

/** `## machine: win10-x64, seed note, kva_shadow on` at the top of a transcript says which machine it is typed on. */
function machineOf(name: string): Debugger {
  const text = readFileSync(new URL(`./transcripts/${name}.txt`, import.meta.url), 'utf8'),
    [, machine, seed, switches] = /^## machine: ([\w-]+), seed ([\w-]+)((?:, \w+ \w+)*)$/m.exec(text) ?? [];
  if (!machine || !seed) throw new Error(`${name} does not say which machine it is typed on`);
  const set = Object.fromEntries([...switches!.matchAll(/, (\w+) (\w+)/g)].map(([, key, value]) => [key!, value!])),
    guest = buildGuest({ machine, seed, set }, 'wasm');
  if (!guest.ok) throw new Error(guest.problem.message);
  return new Debugger(guest.value);
}
/** Every family of commands on every machine; the published flows; what is typed along each track. */
for (const folder of ['machines', 'flows', 'tracks'] as const)
  describe(folder, () => {
    for (const file of readdirSync(new URL(`./transcripts/${folder}/`, import.meta.url)).sort())
      transcript(`${folder}/${file.replace(/\.txt$/, '')}`, () => machineOf(`${folder}/${file.replace(/\.txt$/, '')}`));
  });
