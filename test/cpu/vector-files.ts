import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parseVector, type Vector } from '../../core/machine/vector.ts';

const at = (name: string): URL => new URL(`../vectors/${name}`, import.meta.url);
/** All vectors of a file, e.g. 'sys64'. */
export const vectors = (file: string): Vector[] =>
  gunzipSync(readFileSync(at(`${file}.jsonl.gz`)))
    .toString()
    .trim()
    .split('\n')
    .map(parseVector);
export const image = (name: string): string => readFileSync(at(`images/${name}.json`), 'utf8');
