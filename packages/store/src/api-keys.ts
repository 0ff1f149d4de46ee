import { createHash, randomBytes } from 'node:crypto';

import { isScope, AppError } from '@writethru/domain';

import { queryMaybeOne, queryRows, type Db } from './pool.ts';

/** A key that is good, without its secret. */
export interface ApiKey {
  keyId: string;
  holder: string;
  holderKind: 'person' | 'system';
  scopes: string[];
}

/**
 * Makes a key. Its text is answered here and nowhere else: the store keeps its SHA-256.
 * Throws AppError `invalid_input` for a scope that does not exist.
 */
export async function createApiKey(
  db: Db,
  input: {
    holder: string;
    holderKind: 'person' | 'system';
    scopes: readonly string[];
    endsAt?: Date | null;
  },
): Promise<{ keyId: string; key: string }> {
  for (const scope of input.scopes) {
    if (!isScope(scope)) throw new AppError('invalid_input', `There is no scope ${scope}.`);
  }
  const keyId = randomBytes(6).toString('hex');
  const key = `wt_${keyId}_${randomBytes(32).toString('base64url')}`;
  await queryRows(
    db,
    `insert into api_keys (id, key_hash, holder, holder_kind, scopes, expires_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      keyId,
      createHash('sha256').update(key).digest(),
      input.holder,
      input.holderKind,
      input.scopes,
      input.endsAt ?? null,
    ],
  );
  return { keyId, key };
}

/** The key whose text has this SHA-256; null where there is none, or it is expired or revoked. */
export async function findApiKey(db: Db, keyHash: Buffer): Promise<ApiKey | null> {
  const row = await queryMaybeOne<{
    id: string;
    holder: string;
    holder_kind: 'person' | 'system';
    scopes: string[];
  }>(db, 'select id, holder, holder_kind, scopes from find_live_key($1)', [keyHash]);
  if (row === null) return null;
  return { keyId: row.id, holder: row.holder, holderKind: row.holder_kind, scopes: row.scopes };
}

/** How many keys are good now. */
export async function countLiveApiKeys(db: Db): Promise<number> {
  const row = await queryMaybeOne<{ count: number }>(
    db,
    'select count(*)::int as count from api_keys where revoked_at is null and (expires_at is null or expires_at > now())',
  );
  return row?.count ?? 0;
}
