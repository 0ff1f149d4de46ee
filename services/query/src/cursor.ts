import { createHash } from 'node:crypto';

import { AppError, isId } from '@writethru/domain';

/** Where a page of stories ended. */
export interface StoryCursor {
  updatedAtMicros: string;
  id: string;
}

/** An opaque cursor, bound to the filter that its page was read with. */
export function writeCursor(cursor: StoryCursor, filter: unknown): string {
  return Buffer.from(`${cursor.updatedAtMicros}.${cursor.id}.${hashFilter(filter)}`).toString('base64url');
}

/** Reads a cursor back. Throws AppError `malformed` for one that is not ours, or of another filter. */
export function readCursor(text: string, filter: unknown): StoryCursor {
  const [updatedAtMicros = '', id = '', hash = '', ...more] = Buffer.from(text, 'base64url')
    .toString('utf8')
    .split('.');
  const isOurs = /^\d{1,18}$/.test(updatedAtMicros) && isId(id) && more.length === 0;
  if (isOurs && hash === hashFilter(filter)) return { updatedAtMicros, id };
  throw new AppError('malformed', 'The cursor is not one that this list gave, with this filter.', {
    faults: [{ pointer: '?cursor', detail: 'is not a cursor of this list and filter' }],
  });
}

function hashFilter(filter: unknown): string {
  return createHash('sha256').update(JSON.stringify(filter)).digest('base64url').slice(0, 12);
}
