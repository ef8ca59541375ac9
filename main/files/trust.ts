/** Whose packs have been seen: a file that remembers, for each pack, the key it came with first, and since when. */
import { existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import type { Standing } from '../../core/lab/import-report.ts';
import type { Signer } from './pack-seal.ts';
import { writeWhole } from './write-whole.ts';

const fileSchema = v.object({
  format: v.literal('lab-trust/1'),
  packs: v.record(v.string(), v.object({ fingerprint: v.string(), since: v.string() })),
});
export type TrustFile = v.InferOutput<typeof fileSchema>;

/** @param uuid of the pack. A pack known by a key that comes unsigned has changed too. */
export function standingOf(trust: TrustFile, uuid: string, signer: Exclude<Signer, { kind: 'broken' }>): Standing {
  const known = Object.hasOwn(trust.packs, uuid) ? trust.packs[uuid] : undefined,
    fingerprint = signer.kind === 'signed' ? signer.fingerprint : undefined;
  if (known && known.fingerprint !== fingerprint) return { state: 'changed', fingerprint, before: known.fingerprint, since: known.since };
  if (fingerprint === undefined) return { state: 'unsigned' };
  if (known) return { state: 'known', fingerprint, since: known.since };
  const elsewhere = Object.values(trust.packs).find(p => p.fingerprint === fingerprint);
  return elsewhere ? { state: 'known', fingerprint, since: elsewhere.since } : { state: 'unknown', fingerprint };
}

/** @throws Error where the file is there and is not a trust file: it is never written over then */
export function readTrust(file: string): TrustFile {
  if (!existsSync(file)) return { format: 'lab-trust/1', packs: {} };
  return v.parse(fileSchema, JSON.parse(readFileSync(file, 'utf8')));
}
/** @param today as it is to be shown: 2026-01-31 */
export function remember(file: string, uuid: string, fingerprint: string, today: string): void {
  const trust = readTrust(file);
  writeWhole(file, `${JSON.stringify({ ...trust, packs: { ...trust.packs, [uuid]: { fingerprint, since: today } } }, undefined, 2)}\n`);
}
