import type { learnStopKeys } from '@writethru/contract';
import type { OperationHandler } from '@writethru/runtime';
import type { Pool } from '@writethru/store';

import { learnStopKeysOf } from '../stop-keys/learn.ts';

/** Learns a stop-key table, and registers a version that has it. */
export function answerLearnStopKeys(pool: Pool): OperationHandler<typeof learnStopKeys> {
  return async ({ body }) => ({ status: 200, body: await learnStopKeysOf(pool, body) });
}
