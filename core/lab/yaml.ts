/** YAML 1.2 core with positions: what is read is data, and every complaint has a line and a column. */
import * as v from 'valibot';
import { LineCounter, isAlias, isMap, isScalar, parseDocument, visit, type Document } from 'yaml';

/** One thing wrong with a pack. `code` is stable, `message` says what to do. */
export interface PackProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
}
export const problemLine = (p: PackProblem): string => `${p.file}:${p.line}:${p.column} ${p.severity} ${p.code} ${p.message}`;

const MOST_BYTES = 512 * 1024;

export interface YamlFile<T> {
  readonly value: T;
  /** Place of the value at a path, for complaints made later. */
  readonly place: (path: readonly (string | number)[]) => { readonly line: number; readonly column: number };
}

/** Read a file against a schema; every problem of the file is added to `problems`. Undefined when there was an error. */
export function readYaml<S extends v.GenericSchema>(
  file: string,
  text: string,
  schema: S,
  problems: PackProblem[],
): YamlFile<v.InferOutput<S>> | undefined {
  const lines = new LineCounter(),
    before = problems.length;
  const add = (offset: number, code: string, message: string): void => {
    const { line, col } = lines.linePos(Math.max(0, offset));
    problems.push({ file, line: Math.max(1, line), column: Math.max(1, col), severity: 'error', code, message });
  };
  if (text.length > MOST_BYTES) {
    add(0, 'yaml-size', 'The file is larger than 512 KB.');
    return undefined;
  }
  const doc = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    intAsBigInt: true,
    uniqueKeys: true,
    merge: false,
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'silent',
  });
  for (const e of [...doc.errors, ...doc.warnings]) add(e.pos[0], e.code === 'DUPLICATE_KEY' ? 'yaml-duplicate' : 'yaml', e.message);
  if (problems.length === before) forbid(doc, add);
  if (problems.length > before) return undefined;
  const place = (path: readonly (string | number)[]): { line: number; column: number } => {
    for (let n = path.length; n >= 0; n--) {
      const node = n === 0 ? doc.contents : (doc.getIn(path.slice(0, n), true) as { range?: readonly number[] } | undefined);
      const at = (node as { range?: readonly number[] } | null | undefined)?.range?.[0];
      if (at !== undefined) {
        const { line, col } = lines.linePos(at);
        return { line, column: col };
      }
    }
    return { line: 1, column: 1 };
  };
  const parsed = v.safeParse(schema, doc.toJS({ maxAliasCount: 0 }));
  if (parsed.success) return { value: parsed.output, place };
  for (const issue of parsed.issues) {
    const path = (issue.path ?? []).map(p => p.key as string | number);
    problems.push({
      file,
      ...place(path),
      severity: 'error',
      code: 'schema',
      message: `${path.join('.') || 'the file'}: ${issue.message}`,
    });
  }
  return undefined;
}

/** Anchors, aliases, tags and merge keys are refused: a pack is a tree of plain data. */
function forbid(doc: Document, add: (offset: number, code: string, message: string) => void): void {
  visit(doc, {
    Node: (_key, node) => {
      const at = node.range?.[0] ?? 0;
      if (isAlias(node)) add(at, 'yaml-alias', 'Aliases are not allowed; write the value out.');
      else if (node.anchor) add(at, 'yaml-anchor', 'Anchors are not allowed.');
      else if (node.tag && !node.tag.startsWith('tag:yaml.org,2002:')) add(at, 'yaml-tag', 'Tags are not allowed.');
      if (isMap(node))
        for (const pair of node.items)
          if (isScalar(pair.key) && (pair.key.value === '<<' || pair.key.value === '__proto__'))
            add(pair.key.range?.[0] ?? 0, 'yaml-key', `The key ${String(pair.key.value)} is not allowed.`);
    },
  });
}
