import type { Submission } from '@writethru/domain';

import { readDocument } from './read-document.ts';
import type { Format, Kind } from './formats.ts';
import type { ReadOptions, ReadResult } from './read-options.ts';

/** Noon of the day on which the documents of these tests were written. */
export const NOW_MS = Date.parse('2026-02-09T12:00:00Z');

/** Reads a document as the edge does, but for its own JSON parser. */
export function readText(
  text: string,
  kind: Kind,
  options: Partial<ReadOptions> = {},
  format: Format | null = null,
): ReadResult[] {
  const reading = { kind, format, parseJson: (json: string): unknown => JSON.parse(json), maxItems: 1_000 };
  return readDocument(text, reading, { provider: 'demo', nowMs: NOW_MS, ...options });
}

/** What a document says, one submission an item. Throws what the first refused item was refused with. */
export function readAll(...read: Parameters<typeof readText>): Submission[] {
  return readText(...read).map((result) => {
    if ('error' in result) throw result.error;
    return result.submission;
  });
}
