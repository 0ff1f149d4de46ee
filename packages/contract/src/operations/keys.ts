import { isScope } from '@writethru/domain';
import { z } from 'zod';

import { defineOperation } from '../operation.ts';
import { EXAMPLE, textParameter, time, timeParameter } from '../schemas/values.ts';

const tag = 'Keys';
const MAX_OVERLAP_HOURS = 90 * 24;

const keyId = z
  .string()
  .regex(/^[A-Za-z0-9]{1,32}$/)
  .meta({ description: 'The second part of the key: `wt_ID_…`. It is no secret.' });

const apiKey = z
  .object({
    id: keyId,
    holder: z.string(),
    holderKind: z.enum(['person', 'system']),
    scopes: z.array(z.string()),
    isLive: z.boolean().meta({ description: 'False for one that has ended or was revoked.' }),
    createdAt: time,
    endsAt: time.nullable().meta({ description: 'Null: not by itself.' }),
    revokedAt: time.nullable(),
    lastUsedAt: time.nullable().meta({ description: 'To the minute; null: never.' }),
  })
  .meta({ id: 'ApiKey', description: 'A key, without its secret.' });

const EXAMPLE_KEY = {
  id: EXAMPLE.keyId,
  holder: 'demo-wire feed',
  holderKind: 'system',
  scopes: ['ingest:demo-wire'],
  isLive: true,
  createdAt: EXAMPLE.time,
  endsAt: null,
  revokedAt: null,
  lastUsedAt: EXAMPLE.time,
};

const made = z
  .object({
    apiKey,
    key: z.string().meta({ description: 'Shown once: the store keeps its SHA-256 alone.' }),
  })
  .meta({ id: 'MadeKey' });
const EXAMPLE_MADE = {
  apiKey: { ...EXAMPLE_KEY, lastUsedAt: null },
  key: `wt_${EXAMPLE.keyId}_fUNXxZkL3m0…`,
};

const scope = z
  .string()
  .max(220)
  .refine(isScope, 'must be read, edit, ops, admin, ingest:PROVIDER or ingest:*')
  .meta({ pattern: String.raw`^(read|edit|ops|admin|ingest:.+)$` });

export const createKey = defineOperation({
  id: 'createKey',
  method: 'post',
  path: '/v1/keys',
  tag,
  summary: 'Make an API key',
  description: `Give a feed \`ingest:PROVIDER\` alone, a reader \`read\`, an editor \`read\` and \`edit\`, an operator \`read\` and \`ops\`.
The answer is not kept, so it takes no Idempotency-Key: after a lost answer revoke what \`GET /v1/keys\` shows.`,
  scope: 'admin',
  isOnce: true,
  body: {
    types: {
      'application/json': {
        schema: z
          .strictObject({
            holder: textParameter(200).meta({ description: 'Who uses it: a person, a feed, a program.' }),
            holderKind: z.enum(['person', 'system']).default('system'),
            scopes: z.array(scope).min(1).max(50),
            endsAt: timeParameter.optional().meta({ description: 'Default: not by itself.' }),
          })
          .meta({ id: 'NewKey' }),
        example: { holder: 'demo-wire feed', scopes: ['ingest:demo-wire'] },
      },
    },
  },
  answers: { 201: { description: 'The key, this once.', schema: made, example: EXAMPLE_MADE } },
  calls: [
    {
      name: 'for a feed',
      body: { holder: 'demo-wire feed', scopes: ['ingest:demo-wire'] },
      mediaType: 'application/json',
      status: 201,
    },
  ],
});

export const listKeys = defineOperation({
  id: 'listKeys',
  method: 'get',
  path: '/v1/keys',
  tag,
  summary: 'List keys, and when each was last used',
  scope: 'admin',
  query: z.strictObject({
    include: z.enum(['live', 'all']).default('live').meta({ description: '`all`: those that ended, too.' }),
  }),
  answers: {
    200: {
      description: 'The newest 1,000.',
      schema: z.object({ keys: z.array(apiKey) }).meta({ id: 'KeyList' }),
      example: { keys: [EXAMPLE_KEY] },
    },
  },
  caching: 'none',
  calls: [{ name: 'that are good now', status: 200 }],
});

export const rotateKey = defineOperation({
  id: 'rotateKey',
  method: 'post',
  path: '/v1/keys/{id}/rotate',
  tag,
  summary: 'Give the holder of a key a new one',
  description:
    'Holder and scopes are the same. The old one goes on for `overlapHours`: both are good meanwhile.',
  scope: 'admin',
  isOnce: true,
  params: z.strictObject({ id: keyId }),
  body: {
    types: {
      'application/json': {
        schema: z
          .strictObject({
            overlapHours: z.int().min(0).max(MAX_OVERLAP_HOURS).default(168).meta({
              description: 'A week, if not given; 0 ends the old one at once.',
            }),
          })
          .meta({ id: 'KeyRotation' }),
        example: { overlapHours: 168 },
      },
    },
  },
  answers: { 201: { description: 'The new key, this once.', schema: made, example: EXAMPLE_MADE } },
  refusals: ['not_found'],
  calls: [
    {
      name: 'with a week for both',
      params: { id: EXAMPLE.keyId },
      body: { overlapHours: 168 },
      mediaType: 'application/json',
      status: 201,
    },
  ],
});

export const revokeKey = defineOperation({
  id: 'revokeKey',
  method: 'delete',
  path: '/v1/keys/{id}',
  tag,
  summary: 'End a key',
  description: 'It may work five seconds longer. The last key that may do this is not ended.',
  scope: 'admin',
  params: z.strictObject({ id: keyId }),
  answers: { 204: { description: 'It has ended.' } },
  refusals: ['not_found', 'conflict'],
  calls: [{ name: 'one', params: { id: EXAMPLE.keyId }, status: 204 }],
});

export const KEY_OPERATIONS = [createKey, listKeys, rotateKey, revokeKey];
