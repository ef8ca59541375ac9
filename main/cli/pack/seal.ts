/** `lab pack build|sign|verify|key new`: a pack as one file, and who it is from. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readPack } from '../../../core/lab/pack.ts';
import type { Standing } from '../../../core/lab/import-report.ts';
import type { PackFile } from '../../../core/lab/pack-schema.ts';
import type { PackProblem } from '../../../core/lab/pack-problem.ts';
import { writeZip } from '../../../core/lab/zip-write.ts';
import { openPack, type PackSource } from '../../files/pack-source.ts';
import { checkManifest, newKey, seal, signerOf } from '../../files/pack-seal.ts';
import { readTrust, remember, standingOf } from '../../files/trust.ts';
import { writeWhole } from '../../files/write-whole.ts';
import { packing } from '../../files/zip-host.ts';
import { UsageError } from '../usage.ts';
import { printProblems } from './report.ts';

export const help = `lab pack build FOLDER [--out FILE] [--key KEY]
  One .labpack of a pack that reads well; the same files give the same bytes. With --key it is signed.
lab pack key new FILE
  Makes an Ed25519 key. Keep it: whoever has it can sign as you.
lab pack sign FILE.labpack --key KEY
lab pack verify FILE.labpack [--trust FILE [--remember]]
  Whether the files are those that were signed, and by whom: unsigned, unknown key, known since, key changed.`;

/** Say what is wrong with a pack. @returns whether nothing is */
function isGood(where: string, { problems }: { readonly problems: readonly PackProblem[] }): boolean {
  printProblems(problems, where, 'text', 'en');
  return !problems.some(p => p.severity === 'error');
}
function open(where: string | undefined): { readonly where: string; readonly source: PackSource } {
  if (where === undefined) throw new UsageError('Say which pack.');
  if (!existsSync(where)) throw new UsageError(`There is nothing at ${where}.`);
  return { where, source: openPack(where) };
}
/** The pack of a source, if everything in it reads well; problems are printed. */
function readWell(where: string, source: PackSource): PackFile | undefined {
  const read = readPack(source.texts);
  return isGood(where, { problems: [...source.problems, ...read.problems] }) && read.ok ? read.value.file : undefined;
}
function keyAt(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  if (!existsSync(file)) throw new UsageError(`There is no key at ${file}; lab pack key new makes one.`);
  return readFileSync(file, 'utf8');
}
function sealed(files: PackSource['files'], key: string | undefined): Uint8Array {
  try {
    return writeZip(seal(files, key), packing);
  } catch (e) {
    throw new UsageError(`This is no Ed25519 private key (${(e as Error).message}); lab pack key new makes one. Nothing was written.`);
  }
}

export async function build(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { out: { type: 'string' }, key: { type: 'string' } },
  });
  const { where, source } = open(positionals[0]),
    key = keyAt(values.key),
    pack = readWell(where, source);
  if (!pack) return 1;
  const out = values.out ?? `${pack.id}-${pack.version}.labpack`,
    bytes = sealed(source.files, key);
  writeWhole(out, bytes);
  console.log(`${out}: ${source.files.size} files, ${bytes.length} bytes, ${key === undefined ? 'unsigned' : 'signed'}`);
  return 0;
}
export async function sign(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { key: { type: 'string' } } });
  const { where, source } = open(positionals[0]),
    key = keyAt(values.key);
  if (key === undefined) throw new UsageError('Say with which --key.');
  if (path.extname(where) !== '.labpack') throw new UsageError('A .labpack is signed; lab pack build makes one of a folder.');
  if (!readWell(where, source)) return 1;
  writeWhole(where, sealed(source.files, key));
  console.log(`${where}: signed`);
  return 0;
}
export async function key(args: readonly string[]): Promise<number> {
  const [verb, file, ...rest] = args;
  if (verb !== 'new' || file === undefined || rest.length) throw new UsageError('Say key new, and where the key goes.');
  if (existsSync(file)) throw new UsageError(`There is something at ${file} already; it was left as it is.`);
  const made = newKey();
  writeFileSync(file, made.pem, { mode: 0o600, flag: 'wx' });
  console.log(`${file}: a new key, ${made.fingerprint}`);
  return 0;
}
export async function verify(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { trust: { type: 'string' }, remember: { type: 'boolean', default: false } },
  });
  const { where, source } = open(positionals[0]),
    problems = [...source.problems];
  if (isGood(where, { problems })) checkManifest(source.files, problems);
  const pack = readPack(source.texts);
  if (problems.length || !pack.ok) return isGood(where, { problems: [...problems, ...pack.problems] }) ? 0 : 1;
  const signer = signerOf(source.files),
    { uuid } = pack.value.file;
  if (signer.kind === 'broken') {
    console.log('the signature is not of these files');
    return 1;
  }
  const standing = standingOf(values.trust === undefined ? { format: 'lab-trust/1', packs: {} } : readTrust(values.trust), uuid, signer);
  console.log(said(standing));
  const isNew = standing.state === 'unknown' || standing.state === 'changed';
  if (values.remember && isNew && values.trust !== undefined && signer.kind === 'signed')
    remember(values.trust, uuid, signer.fingerprint, new Date().toISOString().slice(0, 10));
  return standing.state === 'changed' ? 1 : 0;
}
function said(s: Standing): string {
  if (s.state === 'unsigned') return 'unsigned';
  if (s.state === 'unknown') return `unknown key ${s.fingerprint}`;
  if (s.state === 'known') return `known since ${s.since}: ${s.fingerprint}`;
  return `key changed: ${s.before} since ${s.since}, now ${s.fingerprint ?? 'unsigned'}`;
}
