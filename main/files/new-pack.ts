/** A new pack: one exercise in both languages that passes check and prove, to be written over, and the schemas an editor reads. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { jsonSchemaOf } from '../../core/lab/json-schema.ts';
import { FILE_SCHEMAS } from '../../core/lab/pack-schema.ts';
import { failure, problem, success, type Result } from '../../core/problem.ts';

/** Beside this file, in source and in the build. */
const TEMPLATE = path.join(import.meta.dirname, 'template');
const ID = /^[a-z0-9][a-z0-9-]{0,47}$/;

/** A problem where a pack cannot be named so. */
export const packName = (name: string): Result<null> => (ID.test(name) ? success(null) : failure(problem('author/name', { name })));

/** Write one. @param folder its name becomes the pack's; what is there already stays as it is */
export function newPack(folder: string): Result<null> {
  const id = path.basename(path.resolve(folder)),
    named = packName(id);
  if (!named.ok) return named;
  if (existsSync(folder)) return failure(problem('author/exists', { folder }));
  try {
    writeTemplate(folder, id);
    writeSchemas(path.join(folder, '.schema'));
    return success(null);
  } catch (e) {
    return failure(problem('author/write', { folder, why: (e as Error).message }));
  }
}
function writeTemplate(folder: string, id: string): void {
  const uuid = randomUUID();
  for (const entry of readdirSync(TEMPLATE, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const full = path.join(entry.parentPath, entry.name),
      text = readFileSync(full, 'utf8');
    write(
      path.join(folder, path.relative(TEMPLATE, full)),
      entry.name === 'pack.yml' ? text.replaceAll(/\bID\b/g, id).replace('UUID', uuid) : text,
    );
  }
}
/** A JSON Schema for each kind of file. */
export function writeSchemas(folder: string): void {
  for (const [name, schema] of Object.entries(FILE_SCHEMAS))
    write(path.join(folder, `${name}.schema.json`), `${JSON.stringify(jsonSchemaOf(schema, `labpack/1: ${name}.yml`), undefined, 2)}\n`);
}
function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
