import type { IntakeQuery } from '@writethru/contract';
import { AppError } from '@writethru/domain';
import { parseJson, type Principal } from '@writethru/runtime';
import { KINDS, MEDIA_TYPES, readDocument, type ReadResult, type Reading } from '@writethru/wire';

import { onlyProviderOf } from './refused-item.ts';

export interface Posted {
  bodyText: string;
  mediaType: string;
  query: IntakeQuery;
  principal: Principal;
  timeZones: ReadonlyMap<string, string>;
}

/**
 * Reads what was posted, by its media type and `?format=`. Throws AppError: `malformed` or `invalid_input` for a body
 * that can't be read as a whole, for one without items or with more than `maxItems`, and for a format that is none of
 * the media type's.
 */
export function readPosted(posted: Posted, maxItems: number): ReadResult[] {
  const { format: _format, ...given } = posted.query;
  const { timeZones } = posted;
  const options = { provider: onlyProviderOf(posted.principal), ...given, timeZones, nowMs: Date.now() };
  return readDocument(posted.bodyText, { ...readingOf(posted), parseJson, maxItems }, options);
}

function readingOf({ mediaType, query: { format } }: Posted): Reading {
  const reading = MEDIA_TYPES.get(mediaType);
  if (reading === undefined) throw new AppError('bug', `No way to read ${mediaType} is known.`);
  if (format === undefined) return reading;
  if (!KINDS[format].includes(reading.kind)) {
    throw new AppError('malformed', 'The query is not acceptable: see errors.', {
      faults: [{ pointer: '?format', detail: `${format} does not come as ${mediaType}` }],
    });
  }
  return { kind: reading.kind, format };
}
