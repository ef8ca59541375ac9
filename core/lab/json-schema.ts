/** The schemas of labpack/1 as JSON Schema draft-07, for editors: what they refuse, the lab refuses; the lab checks more. */
import type * as v from 'valibot';

type Json = { readonly [key: string]: unknown };
/** What is looked at of a schema or of an action of a pipe. */
interface Part {
  readonly type: string;
  readonly kind: string;
  readonly expects: string | null;
  readonly literal?: unknown;
  readonly options?: readonly unknown[];
  readonly forms?: readonly Part[];
  readonly entries?: Readonly<Record<string, Part>>;
  readonly items?: readonly Part[];
  readonly item?: Part;
  readonly key?: Part;
  readonly value?: Part;
  readonly wrapped?: Part;
  readonly default?: unknown;
  readonly pipe?: readonly Part[];
  readonly requirement?: unknown;
}
type Rule = (part: Part) => Json;
/** `integer`, whatever the schema reads first: YAML's integers come as bigints. */
const ACTIONS: Readonly<Record<string, Rule>> = {
  regex: p => ({ pattern: (p.requirement as RegExp).source }),
  uuid: () => ({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' }),
  min_length: p => ({ min: p.requirement }),
  max_length: p => ({ max: p.requirement }),
  min_entries: p => ({ minProperties: p.requirement }),
  max_entries: p => ({ maxProperties: p.requirement }),
  min_value: p => ({ minimum: p.requirement }),
  max_value: p => ({ maximum: p.requirement }),
  safe_integer: () => ({ type: 'integer' }),
  transform: () => ({}),
};
const SCHEMAS: Readonly<Record<string, Rule>> = {
  string: () => ({ type: 'string' }),
  number: () => ({ type: 'number' }),
  bigint: () => ({ type: 'integer' }),
  boolean: () => ({ type: 'boolean' }),
  literal: p => ({ const: p.literal }),
  picklist: p => ({ enum: p.options }),
  array: p => ({ type: 'array', items: of(p.item!) }),
  strict_tuple: p => ({ type: 'array', items: p.items!.map(of), minItems: p.items!.length, additionalItems: false }),
  record: p => ({ type: 'object', propertyNames: of(p.key!), additionalProperties: of(p.value!) }),
  union: p => ({ anyOf: p.options!.map(o => of(o as Part)) }),
  variant: p => ({ oneOf: p.options!.map(o => of(o as Part)) }),
  lazy: p => ({ oneOf: p.forms!.map(of) }),
  optional: p => ({ ...of(p.wrapped!), ...(p.default !== undefined && typeof p.default !== 'object' && { default: p.default }) }),
  strict_object: p => ({
    type: 'object',
    additionalProperties: false,
    required: Object.entries(p.entries!).flatMap(([name, entry]) => (entry.type === 'optional' ? [] : [name])),
    properties: Object.fromEntries(Object.entries(p.entries!).map(([name, entry]) => [name, of(entry)])),
  }),
};

/** @throws Error for a kind of schema nobody has told it of */
function of(part: Part): Json {
  const [first, ...actions] = part.pipe ?? [];
  if (first) return actions.reduce(narrow, of(first));
  const rule = SCHEMAS[part.type];
  if (!rule) throw new Error(`no JSON Schema for ${part.type}`);
  return rule(part);
}
function narrow(made: Json, action: Part): Json {
  const rule = (action.kind === 'schema' ? SCHEMAS : ACTIONS)[action.type];
  if (!rule) throw new Error(`no JSON Schema for ${action.type}`);
  const { min, max, ...more } = rule(action),
    size = made.type === 'array' ? 'Items' : 'Length',
    isNumber = more.type === 'integer';
  return {
    ...(isNumber ? {} : made),
    ...more,
    ...(min !== undefined && { [`min${size}`]: min }),
    ...(max !== undefined && { [`max${size}`]: max }),
  };
}

/** @param title what the file is, for people */
export const jsonSchemaOf = (schema: v.GenericSchema, title: string): Json => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title,
  ...of(schema),
});
