/** The schemas editors read say what the lab's own say. */
import { expect, test } from 'vitest';
import { jsonSchemaOf } from '../../core/lab/json-schema.ts';
import { FILE_SCHEMAS } from '../../core/lab/pack-schema.ts';

type Json = { readonly [key: string]: Json };
const at = (json: unknown, ...path: string[]): unknown => path.reduce<unknown>((j, key) => (j as Json)[key], json);
const schemas = Object.fromEntries(Object.entries(FILE_SCHEMAS).map(([name, schema]) => [name, jsonSchemaOf(schema, name)]));

test.each(Object.entries(schemas))('%s is draft-07 and closed', (_name, schema) => {
  expect(schema.$schema).toBe('http://json-schema.org/draft-07/schema#');
  const objects: Json[] = [];
  const visit = (json: unknown): void => {
    if (typeof json !== 'object' || json === null) return;
    if ((json as { type?: unknown }).type === 'object') objects.push(json as Json);
    Object.values(json).forEach(visit);
  };
  visit(schema);
  expect(objects.length).toBeGreaterThan(3);
  for (const o of objects) expect(o.additionalProperties, JSON.stringify(Object.keys(o))).toBeDefined();
  expect(JSON.stringify(schema)).toBe(JSON.stringify(JSON.parse(JSON.stringify(schema))));
});
test('bounds, patterns, choices and defaults come along', () => {
  expect(at(schemas.exercise, 'properties', 'level')).toEqual({ type: 'integer', minimum: 1, maximum: 5 });
  expect(at(schemas.exercise, 'properties', 'steps')).toMatchObject({ type: 'array', minItems: 1, maxItems: 20 });
  expect(at(schemas.exercise, 'properties', 'machine', 'properties', 'seed')).toMatchObject({
    anyOf: [{ enum: ['learner', 'attempt'] }, { required: ['fixed'] }],
    default: 'learner',
  });
  expect(at(schemas.exercise, 'properties', 'machines')).toMatchObject({ type: 'object', minProperties: 1, maxProperties: 8 });
  expect(at(schemas.pack, 'properties', 'format')).toEqual({ const: 'labpack/1' });
  expect(at(schemas.pack, 'properties', 'id', 'pattern')).toBe('^[a-z0-9][a-z0-9-]{0,47}$');
  expect(at(schemas.pack, 'required')).toContain('licence');
  expect(at(schemas.pack, 'required')).not.toContain('paths');
});
