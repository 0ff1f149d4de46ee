import type { createKey, listKeys, revokeKey, rotateKey } from '@writethru/contract';
import type { OperationHandler } from '@writethru/runtime';
import {
  createApiKey,
  listApiKeys,
  readApiKey,
  revokeApiKey,
  rotateApiKey,
  type Pool,
} from '@writethru/store';

/** Makes a key, which is shown this once. */
export function answerCreateKey(pool: Pool): OperationHandler<typeof createKey> {
  return async ({ body: { endsAt, ...given } }) => {
    const { keyId, key } = await createApiKey(pool, {
      ...given,
      endsAt: endsAt === undefined ? null : new Date(endsAt),
    });
    return { status: 201, body: { apiKey: await readApiKey(pool, keyId), key } };
  };
}

/** Lists keys, without their secrets. */
export function answerKeys(pool: Pool): OperationHandler<typeof listKeys> {
  return async ({ query }) => ({ status: 200, body: { keys: await listApiKeys(pool, query.include) } });
}

/** Makes a key like another one, which ends later. */
export function answerRotateKey(pool: Pool): OperationHandler<typeof rotateKey> {
  return async ({ params, body }) => {
    const { keyId, key } = await rotateApiKey(pool, params.id, body.overlapHours);
    return { status: 201, body: { apiKey: await readApiKey(pool, keyId), key } };
  };
}

/** Ends a key. */
export function answerRevokeKey(pool: Pool): OperationHandler<typeof revokeKey> {
  return async ({ params }) => {
    await revokeApiKey(pool, params.id);
    return { status: 204, body: null };
  };
}
