import { createHash } from 'node:crypto';

import { AppError, isId } from '@writethru/domain';
import type { StoryPosition } from '@writethru/store';

/** Where a page of stories ended, and where in the changes its reading began. */
export interface StoryCursor extends StoryPosition {
  position: number;
}

/** An opaque cursor, bound to the filter and the order that its page was read with. */
export function writeCursor(cursor: StoryCursor, filter: object): string {
  const { key, id, snapshot, position } = cursor;
  return Buffer.from([key, id, snapshot, position, hashFilter(filter)].join(' ')).toString('base64url');
}

/** Reads a cursor back. Throws AppError `malformed` for one that is not ours, or of another filter or order. */
export function readCursor(text: string, filter: object): StoryCursor {
  const [key = '', id = '', snapshot = '', position = '', hash = '', ...more] = Buffer.from(text, 'base64url')
    .toString('utf8')
    .split(' ');
  const isOurs =
    /^\d{1,17}$/.test(key) &&
    isId(id) &&
    isSnapshot(snapshot) &&
    /^\d{1,15}$/.test(position) &&
    more.length === 0;
  if (isOurs && hash === hashFilter(filter)) return { key, id, snapshot, position: Number(position) };
  throw new AppError('malformed', 'The cursor is not one that this list gave, with this filter.', {
    faults: [{ pointer: '?cursor', detail: 'is not a cursor of this list, filter and order' }],
  });
}

/** Whether Postgres would read it: xmin:xmax:those under way, which lie between the two and go up. */
function isSnapshot(text: string): boolean {
  if (!/^\d{1,18}:\d{1,18}:(?:\d{1,18}(?:,\d{1,18})*)?$/.test(text)) return false;
  const [xmin = '', xmax = '', list = ''] = text.split(':');
  const ids = list === '' ? [] : list.split(',').map(BigInt);
  const bounds = [BigInt(xmin), ...ids];
  return (
    BigInt(xmin) > 0n &&
    BigInt(xmin) <= BigInt(xmax) &&
    ids.every((xid, at) => xid < BigInt(xmax) && xid >= bounds[at]! && (at === 0 || xid > ids[at - 1]!))
  );
}

function hashFilter(filter: object): string {
  const said = Object.entries(filter)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url').slice(0, 12);
}
