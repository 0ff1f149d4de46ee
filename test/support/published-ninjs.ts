import { readFileSync } from 'node:fs';
import path from 'node:path';

import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const SCHEMA = path.join(__dirname, '../../packages/wire/src/ninjs/ninjs-schema-3.1.json');

/** What IPTC's published schema of ninjs 3.1 has against a value; null where nothing. */
export function findNinjsFault(value: unknown): string | null {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'https://geojson.org/schema/GeoJSON.json', type: 'object' });
  const validate = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object);
  return validate(value) ? null : ajv.errorsText(validate.errors);
}
