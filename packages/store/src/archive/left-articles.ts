import { queryRows, type Db } from '../pool.ts';

/** What an import leaves to another is due after so many years: in the order in which it was taken in, and to nobody. */
const LEFT_FOR_YEARS = 1_000;

/** When an article that was taken in at `receivedAt` is due, if it is left to another import. */
export function leaveFor(receivedAt: Date): Date {
  const dueAt = new Date(receivedAt);
  dueAt.setUTCFullYear(dueAt.getUTCFullYear() + LEFT_FOR_YEARS);
  return dueAt;
}

const LEFT_FROM = `timestamptz '2500-01-01'`;

/** SQL: that an unfinished article is not left to another import, so that somebody will look at it by himself. */
export const IS_NOT_LEFT = `next_try_at < ${LEFT_FROM}`;

/** SQL: that it is. Such articles are published, found by searches, and in no story until that import comes. */
export const IS_LEFT = `next_try_at >= ${LEFT_FROM}`;

/** Has the clusterers take the versions of an item that are left to an import. Throws AppError as `queryRows` does. */
export async function makeLeftDue(db: Db, item: { provider: string; guid: string }): Promise<void> {
  await queryRows(
    db,
    `update article_identities set next_try_at = clock_timestamp()
      where provider = $1 and guid = $2 and state = 'published' and ${IS_LEFT}`,
    [item.provider, item.guid],
  );
}
