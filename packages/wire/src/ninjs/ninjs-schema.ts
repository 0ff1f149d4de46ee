import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';

import { GEOJSON_SCHEMA } from './geojson-schema.ts';
import schema from './ninjs-schema-3.1.json' with { type: 'json' };

/** The address of the schema of ninjs 3.1, without its empty fragment. */
export const NINJS_SCHEMA_URI = schema.$id;

const validate = compileSchema();
const PROPERTIES: Readonly<Record<string, object>> = schema.$defs.ninjsType.properties;
const ASSOCIATION_NAMES = new Set([...Object.keys(PROPERTIES), 'name', 'rel']);

/** Whether a value is an item of ninjs 3.1, by IPTC's published schema. */
export function isNinjs(value: unknown): boolean {
  return validate(value);
}

/** Whether ninjs 3.1 has a property of this name, and takes this value for it. */
export function isNinjsProperty(name: string, value: unknown): boolean {
  return Object.hasOwn(PROPERTIES, name) && validate({ uri: 'urn:x:y', [name]: value });
}

/** Whether ninjs 3.1 has a property of this name that is a list. */
export function isNinjsList(name: string): boolean {
  return entryOf(name) !== null;
}

/** An entry of a list without the properties that ninjs 3.1 has not for it; null where it is then not one. */
export function trimNinjsEntry(
  list: string,
  entry: Readonly<Record<string, unknown>>,
): Record<string, unknown> | null {
  const names = list === 'associations' ? ASSOCIATION_NAMES : new Set(Object.keys(entryOf(list) ?? {}));
  const trimmed = Object.fromEntries(Object.entries(entry).filter(([name]) => names.has(name)));
  return Object.keys(trimmed).length > 0 && isNinjsProperty(list, [trimmed]) ? trimmed : null;
}

/** What an entry of a list may have; null for what is no list. */
function entryOf(name: string): object | null {
  const property = Object.hasOwn(PROPERTIES, name) ? PROPERTIES[name] : undefined;
  if (property === undefined || !('items' in property)) return null;
  const { items } = property as { items: { properties?: object } };
  return items.properties ?? {};
}

function compileSchema(): (value: unknown) => boolean {
  // The schema breaks rules of ajv's strict mode, which are not rules of JSON Schema.
  const ajv = new Ajv2020({ strict: false, logger: false });
  addFormats.default(ajv);
  ajv.addSchema(GEOJSON_SCHEMA);
  return ajv.compile(schema) as (value: unknown) => boolean;
}
