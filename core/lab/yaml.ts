/** YAML 1.2 core with positions: what is read is data, and every complaint has a line and a column. */
import * as v from 'valibot';
import { LineCounter, isAlias, isMap, isPair, isScalar, isSeq, parseDocument, visit, type Document } from 'yaml';
import { packProblem, type PackCode, type PackProblem, type Place } from './pack-problem.ts';
import { complaints } from './schema-complaints.ts';

const MOST_BYTES = 512 * 1024,
  DEEPEST = 60;
/** Keys that mean something to JavaScript or to YAML's merging. */
const FORBIDDEN_KEYS: readonly unknown[] = ['<<', '__proto__', 'prototype', 'constructor'];

export type Path = readonly (string | number)[];
export interface YamlFile<T> {
  readonly value: T;
  /** Place of the value at a path, `inside` characters into its text; of what surrounds it where there is none. */
  readonly at: (path: Path, inside?: number) => Place;
  /** Place of the last key of a path. */
  readonly key: (path: Path) => Place;
}
type Ranged = { readonly range?: readonly number[] | null | undefined } | null | undefined;

/** Read a file against a schema; every problem of the file is added to `problems`. Undefined when there was an error. */
export function readYaml<S extends v.GenericSchema>(
  file: string,
  text: string,
  schema: S,
  problems: PackProblem[],
): YamlFile<v.InferOutput<S>> | undefined {
  const lines = new LineCounter(),
    before = problems.length;
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(Math.max(0, offset));
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const add = (offset: number, code: PackCode, values?: Record<string, string>): void => {
    problems.push(packProblem(code, placeOf(offset), values));
  };
  if (text.length > MOST_BYTES) {
    add(0, 'yaml-size');
    return undefined;
  }
  const doc = parse(text, lines, add);
  if (problems.length === before) forbid(doc, add);
  if (problems.length > before) return undefined;
  const at = (path: Path, inside = 0): Place => {
    const node = nearest(doc, path);
    return placeOf(inside && isScalar(node) ? offsetInside(text, node, inside) : (node?.range?.[0] ?? 0));
  };
  const key = (path: Path): Place => {
    const map: unknown = path.length > 1 ? doc.getIn(path.slice(0, -1), true) : doc.contents,
      pair = isMap(map) ? map.items.find(p => isScalar(p.key) && String(p.key.value) === String(path.at(-1))) : undefined;
    return pair ? placeOf((pair.key as Ranged)?.range?.[0] ?? 0) : at(path);
  };
  const parsed = v.safeParse(schema, doc.toJS({ maxAliasCount: 0 }));
  if (parsed.success) return { value: parsed.output, at, key };
  for (const { code, path, values, ofKey } of complaints(file, parsed.issues))
    problems.push(packProblem(code, ofKey ? key(path) : at(path), values));
  return undefined;
}

function parse(text: string, lines: LineCounter, add: (offset: number, code: PackCode, values?: Record<string, string>) => void): Document {
  const doc = parseDocument(text, {
    ...{ version: '1.2', schema: 'core', intAsBigInt: true, uniqueKeys: true, merge: false, lineCounter: lines, prettyErrors: false },
    logLevel: 'error',
  });
  if (text.startsWith('%') || doc.directives?.yaml.explicit) add(0, 'yaml-directive');
  const codes: Readonly<Record<string, PackCode>> = {
    DUPLICATE_KEY: 'yaml-duplicate',
    MULTIPLE_DOCS: 'yaml-documents',
    TAG_RESOLVE_FAILED: 'yaml-tag',
    BAD_ALIAS: 'yaml-alias',
  };
  const exhausted = doc.errors.find(e => e.code === 'RESOURCE_EXHAUSTION');
  if (exhausted) add(text.lastIndexOf('\n', exhausted.pos[0]) + 1, 'yaml-depth');
  else for (const e of [...doc.errors, ...doc.warnings]) if (codes[e.code]) add(e.pos[0], codes[e.code]!);
  // What the reader says after its first complaint of this kind follows from it.
  const other = doc.errors.find(e => !codes[e.code]);
  if (other && !exhausted) add(other.pos[0], 'yaml', { why: other.message });
  return doc;
}

/** The node at a path, or the innermost one around where it would be. */
function nearest(doc: Document, path: Path): Ranged {
  for (let n = path.length; n > 0; n--) {
    const node = doc.getIn(path.slice(0, n), true);
    if (node !== undefined && (node as Ranged)?.range) return node;
  }
  return doc.contents;
}
/** Where the character `inside` of a scalar's value stands in the file: quotes, escapes, folds and indents are passed over. */
function offsetInside(text: string, node: { readonly value: unknown; readonly range?: readonly number[] | null }, inside: number): number {
  const value = String(node.value),
    [from, to] = node.range as [number, number];
  let at = /[|>]/.test(text[from]!) ? text.indexOf('\n', from) : from;
  if (text[from] === '"' || text[from] === "'") at++;
  for (let n = 0; ; n++, at++) {
    const blank = n < value.length && /\s/.test(value[n]!);
    while (n < value.length && at < to && (blank ? !/\s/.test(text[at]!) : text[at] !== value[n])) at++;
    if (n >= inside || at >= to) return Math.min(at, to);
  }
}

/** Anchors, aliases, tags and merge keys are refused: a pack is a tree of plain data. */
function forbid(doc: Document, add: (offset: number, code: PackCode, values?: Record<string, string>) => void): void {
  visit(doc, {
    Node: (_key, node, path) => {
      const at = node.range?.[0] ?? 0;
      if (isAlias(node)) add(at, 'yaml-alias');
      else if (node.anchor) add(at, 'yaml-anchor');
      else if (node.tag) add(at, 'yaml-tag');
      if (path.filter(p => isMap(p) || isSeq(p)).length >= DEEPEST) {
        add(at, 'yaml-depth');
        return visit.BREAK;
      }
      return undefined;
    },
    Pair: (_key, pair) => {
      if (isPair(pair) && isScalar(pair.key) && FORBIDDEN_KEYS.includes(pair.key.value))
        add(pair.key.range?.[0] ?? 0, 'yaml-key', { key: String(pair.key.value) });
    },
  });
}
