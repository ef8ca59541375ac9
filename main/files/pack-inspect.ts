/** A .labpack somebody handed out, looked through as far as it can be without a machine. */
import { readPack, type Pack } from '../../core/lab/pack.ts';
import { textsOf } from '../../core/lab/pack-files.ts';
import { packProblem, startOf, type PackProblem } from '../../core/lab/pack-problem.ts';
import { readZip } from '../../core/lab/zip.ts';
import { checkManifest, SIGNATURE, signerOf, type Signer } from './pack-seal.ts';
import { unpacking } from './zip-host.ts';

export interface Inspected {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly problems: readonly PackProblem[];
  /** Where there is no error. */
  readonly pack: Pack | undefined;
  readonly signer: Signer;
}
/** Zip guard, names, kinds, manifest, signature, and all that the files say. @param name of the file, for what is wrong with it whole */
export function inspectPack(name: string, bytes: Uint8Array): Inspected {
  const problems: PackProblem[] = [],
    files = readZip(name, bytes, unpacking, problems);
  if (!files) return { files: new Map(), problems, pack: undefined, signer: { kind: 'unsigned' } };
  const texts = textsOf(files, problems),
    signer = signerOf(files);
  if (problems.length === 0) checkManifest(files, problems);
  if (problems.length === 0 && signer.kind === 'broken') problems.push(packProblem('signature-broken', startOf(SIGNATURE)));
  const read = readPack(texts);
  problems.push(...read.problems);
  const good = read.ok && !problems.some(p => p.severity === 'error');
  return { files, problems, pack: good ? read.value : undefined, signer };
}
