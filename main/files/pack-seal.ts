/** What goes around a pack's files when it leaves its author: the list of them with their digests, and a signature over that list. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { encodeUtf8, decodeUtf8 } from '../../core/lab/utf8.ts';
import { packProblem, startOf, type PackProblem } from '../../core/lab/pack-problem.ts';

export const MANIFEST = 'MANIFEST.json',
  SIGNATURE = 'SIGNATURE.json';
type Files = ReadonlyMap<string, Uint8Array>;
interface Listed {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}
interface Signature {
  readonly format: 'labpack-signature/1';
  readonly algorithm: 'Ed25519';
  /** SPKI, base64. */
  readonly key: string;
  readonly signature: string;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const json = (value: unknown): Uint8Array => encodeUtf8(`${JSON.stringify(value, undefined, 2)}\n`);
/** Is it not of the content, but around it? */
export const isSeal = (name: string): boolean => name === MANIFEST || name === SIGNATURE;
const listOf = (files: Files): Listed[] =>
  [...files]
    .filter(([name]) => !isSeal(name))
    .map(([path, bytes]) => ({ path, size: bytes.length, sha256: sha256(bytes) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
const manifestOf = (files: Files): Uint8Array => json({ format: 'labpack-manifest/1', files: listOf(files) });

/** What identifies a content: the SHA-256 in hex of the list of its files, whoever signed it. */
export const contentHash = (files: Files): string => sha256(manifestOf(files));

/** The files with a fresh manifest, and with a signature over it where there is a key. @param key PEM of an Ed25519 private key */
export function seal(files: Files, key?: string): Map<string, Uint8Array> {
  const manifest = manifestOf(files),
    sealed = new Map([...files].filter(([name]) => !isSeal(name)));
  sealed.set(MANIFEST, manifest);
  if (key !== undefined) sealed.set(SIGNATURE, json(signatureOf(manifest, key)));
  return sealed;
}
function signatureOf(manifest: Uint8Array, pem: string): Signature {
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('not an Ed25519 key');
  return {
    ...{ format: 'labpack-signature/1', algorithm: 'Ed25519' },
    key: createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64'),
    signature: sign(undefined, manifest, key).toString('base64'),
  };
}

/** Is the manifest there, and true of every file? Problems are said. */
export function checkManifest(files: Files, problems: PackProblem[]): void {
  const before = files.get(MANIFEST),
    now = manifestOf(files);
  if (!before) problems.push(packProblem('manifest-missing', startOf(MANIFEST)));
  else if (sha256(before) !== sha256(now)) {
    const listed = new Map(readList(before).map(f => [f.path, f.sha256])),
      changed = listOf(files).find(f => listed.get(f.path) !== f.sha256)?.path ?? [...listed.keys()].find(name => !files.has(name));
    problems.push(packProblem('manifest-differs', startOf(MANIFEST), { name: changed ?? MANIFEST }));
  }
}
function readList(bytes: Uint8Array): readonly Listed[] {
  try {
    const { files } = JSON.parse(decodeUtf8(bytes) ?? '') as { files?: unknown };
    return Array.isArray(files) ? files.filter((f): f is Listed => typeof (f as Partial<Listed> | null)?.path === 'string') : [];
  } catch {
    return [];
  }
}

/** Who signed: nobody, a key (its fingerprint), or a signature that is not of these files. */
export type Signer =
  { readonly kind: 'unsigned' } | { readonly kind: 'signed'; readonly fingerprint: string } | { readonly kind: 'broken' };
export function signerOf(files: Files): Signer {
  const bytes = files.get(SIGNATURE);
  if (!bytes) return { kind: 'unsigned' };
  try {
    const { algorithm, format, key, signature } = JSON.parse(decodeUtf8(bytes) ?? '') as Partial<Signature>;
    const der = Buffer.from(key ?? '', 'base64'),
      publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
    const good =
      format === 'labpack-signature/1' &&
      algorithm === 'Ed25519' &&
      publicKey.asymmetricKeyType === 'ed25519' &&
      verify(undefined, manifestOf(files), publicKey, Buffer.from(signature ?? '', 'base64'));
    return good ? { kind: 'signed', fingerprint: fingerprintOf(der) } : { kind: 'broken' };
  } catch {
    return { kind: 'broken' };
  }
}
/** Sixteen bytes of the key's digest, in groups a person can compare. */
const fingerprintOf = (der: Buffer): string => sha256(der).slice(0, 32).match(/.{4}/g)!.join(' ');

/** A new key: PEM of its private half, and the fingerprint of its public one. */
export function newKey(): { readonly pem: string; readonly fingerprint: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    pem: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    fingerprint: fingerprintOf(publicKey.export({ type: 'spki', format: 'der' })),
  };
}
