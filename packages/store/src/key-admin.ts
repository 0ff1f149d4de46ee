import { AppError } from '@writethru/domain';

import { createApiKey } from './api-keys.ts';
import { queryMaybeOne, queryRows, type Db, type Pool } from './pool.ts';
import { inTransaction } from './transaction.ts';

/** A key as administrators see it. */
interface ApiKeyRow {
  id: string;
  holder: string;
  holderKind: 'person' | 'system';
  scopes: string[];
  isLive: boolean;
  createdAt: Date;
  endsAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
}

const IS_LIVE = 'revoked_at is null and (expires_at is null or expires_at > now())';
const COLUMNS = `id, holder, holder_kind as "holderKind", scopes, (${IS_LIVE}) as "isLive",
  created_at as "createdAt", expires_at as "endsAt", revoked_at as "revokedAt", last_used_at as "lastUsedAt"`;

/** The newest 1,000 keys: those that are good now, or all. */
export function listApiKeys(db: Db, include: 'live' | 'all'): Promise<ApiKeyRow[]> {
  return queryRows<ApiKeyRow>(
    db,
    `select ${COLUMNS} from api_keys where $1 or (${IS_LIVE}) order by created_at desc, id limit 1000`,
    [include === 'all'],
  );
}

/** One key, good or ended. Throws AppError `not_found`. */
export async function readApiKey(db: Db, keyId: string): Promise<ApiKeyRow> {
  const row = await queryMaybeOne<ApiKeyRow>(db, `select ${COLUMNS} from api_keys where id = $1`, [keyId]);
  if (row === null) throw new AppError('not_found', 'There is no such key.');
  return row;
}

/**
 * Makes a key with the holder and scopes of another, which ends `overlapHours` from now, or earlier where it did so
 * anyway. Throws AppError `not_found` where there is no such key that is good.
 */
export function rotateApiKey(
  pool: Pool,
  keyId: string,
  overlapHours: number,
): Promise<{ keyId: string; key: string }> {
  return inTransaction(pool, async (db) => {
    const old = await queryMaybeOne<Pick<ApiKeyRow, 'holder' | 'holderKind' | 'scopes'>>(
      db,
      `update api_keys set expires_at = least(expires_at, now() + make_interval(hours => $2))
        where id = $1 and ${IS_LIVE}
       returning holder, holder_kind as "holderKind", scopes`,
      [keyId, overlapHours],
    );
    if (old === null) throw new AppError('not_found', 'There is no such key, or it has ended.');
    return createApiKey(db, old);
  });
}

/**
 * Ends a key. It may work five seconds longer, where a service has it in its cache.
 * Throws AppError `not_found` for one that is none or has ended, `conflict` for the last admin's: nobody could make another.
 */
export async function revokeApiKey(pool: Pool, keyId: string): Promise<void> {
  await inTransaction(pool, async (db) => {
    // Two administrators who end each other's key at once must not both succeed.
    const admins = await queryRows<{ id: string }>(
      db,
      `select id from api_keys where 'admin' = any(scopes) and ${IS_LIVE} order by id for update`,
      [],
    );
    if (admins.length === 1 && admins[0]?.id === keyId)
      throw new AppError('conflict', 'It is the last key with the scope admin: make another one first.');
    const ended = await queryMaybeOne(
      db,
      `update api_keys set revoked_at = now() where id = $1 and ${IS_LIVE} returning id`,
      [keyId],
    );
    if (ended === null) throw new AppError('not_found', 'There is no such key, or it has ended.');
  });
}
