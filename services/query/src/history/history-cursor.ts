import { AppError } from '@writethru/domain';
import type { HistoryPosition } from '@writethru/store';

const CURSOR = /^(asc|desc) (\d{1,18}) (edit|event) ([0-9a-f-]{1,36})$/;

/** An opaque cursor behind a row of a history, bound to its order. */
export function writeHistoryCursor({ atUs, source, id }: HistoryPosition, order: 'asc' | 'desc'): string {
  return Buffer.from([order, atUs, source, id].join(' ')).toString('base64url');
}

/** Reads it back. Throws AppError `malformed` for one that is not ours, or of the other order. */
export function readHistoryCursor(text: string, order: 'asc' | 'desc'): HistoryPosition {
  const match = CURSOR.exec(Buffer.from(text, 'base64url').toString('utf8'));
  if (match === null || match[1] !== order) {
    throw new AppError('malformed', 'The cursor is not one that this history gave, in this order.', {
      faults: [{ pointer: '?cursor', detail: 'is not a cursor of a history in this order' }],
    });
  }
  return { atUs: match[2]!, source: match[3] === 'edit' ? 'edit' : 'event', id: match[4]! };
}
