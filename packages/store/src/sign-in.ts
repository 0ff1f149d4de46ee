import { createHash, randomBytes } from 'node:crypto';

import { AppError } from '@writethru/domain';

import { findApiKey, type ApiKey } from './api-keys.ts';
import { queryMaybeOne, queryRows, type Db, type Pool } from './pool.ts';

interface KeyRow {
  id: string;
  holder: string;
  holder_kind: 'person' | 'system';
  scopes: string[];
}

/** What a sign-in asks of the store. Every function throws AppError `unavailable` while it is away. */
export interface SignInStore {
  /** The key whose text has this SHA-256; null where there is none that is good. */
  findKey(keyHash: Buffer): Promise<ApiKey | null>;
  findLiveKey(keyId: string): Promise<ApiKey | null>;
  readSecret(): Promise<Buffer>;
  createToken(keyId: string, validSeconds: number): Promise<string>;
  useToken(token: string): Promise<ApiKey | null>;
}

/** The store's side of signing in. */
export function makeSignInStore(pool: Pool): SignInStore {
  return {
    findKey: (hash) => findApiKey(pool, hash),
    findLiveKey: (keyId) => findLiveKey(pool, keyId),
    readSecret: () => readSessionSecret(pool),
    createToken: (keyId, validSeconds) => createSignInToken(pool, keyId, validSeconds),
    useToken: (token) => useSignInToken(pool, token),
  };
}

const LIVE = 'revoked_at is null and (expires_at is null or expires_at > now())';

/** The 32 bytes by which every process of this installation signs and checks sessions. */
async function readSessionSecret(db: Db): Promise<Buffer> {
  const row = await queryMaybeOne<{ secret: Buffer }>(
    db,
    `select secret from installation_secrets where name = 'session'`,
  );
  if (row === null) throw new AppError('bug', 'The installation has no session secret.');
  return row.secret;
}

/** The key with this id; null where there is none, or it is expired or revoked. */
async function findLiveKey(db: Db, keyId: string): Promise<ApiKey | null> {
  const row = await queryMaybeOne<KeyRow>(
    db,
    `select id, holder, holder_kind, scopes from api_keys where id = $1 and ${LIVE}`,
    [keyId],
  );
  return toKey(row);
}

/** Makes a token that signs in once, as the key, within `validSeconds`. Takes away those that have expired. */
async function createSignInToken(db: Db, keyId: string, validSeconds: number): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await queryRows(db, 'delete from sign_in_links where expires_at < now()');
  await queryRows(
    db,
    `insert into sign_in_links (token_hash, key_id, expires_at) values ($1, $2, now() + $3 * interval '1 second')`,
    [hashOf(token), keyId, validSeconds],
  );
  return token;
}

/** Uses a token up. Answers the key that it signs in as; null where it is unknown, used, expired, or its key is gone. */
async function useSignInToken(db: Db, token: string): Promise<ApiKey | null> {
  const row = await queryMaybeOne<KeyRow>(
    db,
    `with used as (delete from sign_in_links where token_hash = $1 returning key_id, expires_at)
     select k.id, k.holder, k.holder_kind, k.scopes from api_keys k join used u on u.key_id = k.id
      where u.expires_at > now() and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())`,
    [hashOf(token)],
  );
  return toKey(row);
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function toKey(row: KeyRow | null): ApiKey | null {
  return row === null
    ? null
    : { keyId: row.id, holder: row.holder, holderKind: row.holder_kind, scopes: row.scopes };
}
