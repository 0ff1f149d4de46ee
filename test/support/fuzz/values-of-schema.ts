import fc from 'fast-check';

/** JSON Schema, as far as the document uses it. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  oneOf?: Schema[];
}

const NASTY = [
  '',
  ' ',
  '0',
  '-1',
  '1e999',
  'null',
  '\u0000',
  '\ud800',
  '💥',
  "'; drop table stories; --",
  '%',
  '../../etc',
];
const garbage = fc.oneof(
  fc.constantFrom<unknown>(...NASTY, null, true, -1, 0.5, 2 ** 53, [], {}, [null]),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue({ maxDepth: 2 }),
);

/**
 * Values that a schema allows, and one time in six something else. `known` are ids that lead somewhere; `find` resolves
 * a `$ref`.
 */
export function valuesOf(
  schema: Schema,
  known: readonly string[],
  find: (ref: string) => Schema,
  depth = 0,
): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 5, arbitrary: allowedBy(schema, known, find, depth) },
    { weight: 1, arbitrary: garbage },
  );
}

function allowedBy(
  schema: Schema,
  known: readonly string[],
  find: (ref: string) => Schema,
  depth: number,
): fc.Arbitrary<unknown> {
  const values = (one: Schema): fc.Arbitrary<unknown> => valuesOf(one, known, find, depth + 1);
  if (schema.$ref !== undefined) return allowedBy(find(schema.$ref), known, find, depth);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map(values));
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'integer' || type === 'number') {
    const min = Math.max(schema.minimum ?? -(2 ** 31), Number.MIN_SAFE_INTEGER);
    return fc.integer({ min, max: Math.min(schema.maximum ?? 2 ** 31, Number.MAX_SAFE_INTEGER) });
  }
  if (type === 'boolean') return fc.boolean();
  if (type === 'array') {
    const items = schema.items === undefined ? garbage : values(schema.items);
    return fc.array(items, { minLength: schema.minItems ?? 0, maxLength: Math.min(schema.maxItems ?? 5, 5) });
  }
  if (type === 'object') return depth > 3 ? fc.constant({}) : objectsOf(schema, values);
  return textsOf(schema, known);
}

function objectsOf(schema: Schema, values: (one: Schema) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const fields = Object.entries(schema.properties ?? {});
  const required = new Set(schema.required ?? []);
  return fc.record(Object.fromEntries(fields.map(([name, one]) => [name, values(one)])), {
    requiredKeys: fields.map(([name]) => name).filter((name) => required.has(name)),
  });
}

function textsOf(schema: Schema, known: readonly string[]): fc.Arbitrary<string> {
  const maxLength = Math.min(schema.maxLength ?? 60, 60);
  if (schema.format === 'uuid') return fc.oneof(fc.constantFrom(...known), fc.uuid());
  if (schema.format === 'date-time')
    return fc
      .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString());
  if (schema.format === 'uri') return fc.webUrl();
  const words = fc.constantFrom(
    'harbour bridge',
    '"in quotes" or ship -storm',
    'demo-wire',
    'en',
    '東京',
    'a:*&|!()',
  );
  return fc.oneof(words, fc.string({ minLength: Math.min(schema.minLength ?? 0, maxLength), maxLength }));
}
