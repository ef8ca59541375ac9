/** What the kernels assemble to, kept in the build's folder so that the next process need not assemble them; good while the assembler is the same. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { objectsFrom, objectsMade, writeObjects } from '../../core/asm/objects.ts';
import { MACHINES } from '../../core/windows/machines.ts';
import { writeWhole } from './write-whole.ts';

const at = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** Every kernel's objects, as text. */
export function kernelObjects(): string {
  for (const { assemble } of Object.values(MACHINES)) assemble();
  return writeObjects();
}
/** Use the kept objects from now on; whatever they lack is assembled, and kept when the process ends. */
export function keepKernels(folder = at('out')): void {
  const file = path.join(folder, 'kernels.txt');
  objectsFrom(() => {
    process.once('exit', () => {
      if (objectsMade() > 0) keep(file);
    });
    return kept(file);
  });
}
/** Digest of objects and of what made them: the first line of the file. */
function seal(objects: string): string {
  const hash = createHash('sha256').update(readFileSync(at('node_modules/iced-x86/package.json')));
  for (const name of readdirSync(at('core/asm')).sort()) hash.update(readFileSync(at(`core/asm/${name}`)));
  return hash.update(objects).digest('hex');
}
function kept(file: string): string | undefined {
  try {
    const [sealed, objects] = readFileSync(file, 'utf8').split('\n') as [string, string];
    return sealed === seal(objects) ? objects : undefined;
  } catch {
    return undefined; // nobody has kept any yet
  }
}
function keep(file: string): void {
  const objects = kernelObjects();
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeWhole(file, `${seal(objects)}\n${objects}`);
  } catch {
    // a folder nobody may write to: the next process assembles again
  }
}
