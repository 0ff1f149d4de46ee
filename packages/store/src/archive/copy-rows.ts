import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';

import { from } from 'pg-copy-streams';

import { translatePgError } from '../pg-errors.ts';
import type { Client } from '../pool.ts';

/** What a column may be given: arrays as Postgres writes them, JSON as text. */
export type CopyValue = string | number | boolean | Date | null | undefined;

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Puts rows into a table by COPY, in one stream. Throws AppError as `queryRows` does: then none of them is in. */
export async function copyRows(
  client: Client,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly CopyValue[])[],
): Promise<void> {
  if (rows.length === 0) return;
  const text = rows.map((row) => `${row.map(writeValue).join('\t')}\n`).join('');
  const copy = client.query(from(`copy ${table} (${columns.join(', ')}) from stdin`));
  try {
    await pipeline(Readable.from([Buffer.from(text)]), copy);
  } catch (error) {
    throw translatePgError(error);
  }
}

function writeValue(value: CopyValue): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'string') return /[\\\n\r\t]/.test(value) ? escape(value) : value;
  return value instanceof Date ? value.toISOString() : String(value);
}

function escape(text: string): string {
  return text.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character]!);
}
