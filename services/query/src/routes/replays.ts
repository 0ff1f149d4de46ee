import type { listReplays, requestReplay } from '@writethru/contract';
import { ALGORITHM, newId } from '@writethru/domain';
import type { OperationHandler } from '@writethru/runtime';
import { listReplays as readReplays, requestReplay as storeRequest, type Pool } from '@writethru/store';

/** Asks the clusterers for a replay. */
export function answerReplayRequest(pool: Pool): OperationHandler<typeof requestReplay> {
  return async ({ body, principal }) => {
    const replay = await storeRequest(pool, {
      ...body,
      id: newId(),
      fingerprintVersion: ALGORITHM.id,
      requestedBy: principal().holder,
    });
    return { status: 202, body: replay, headers: { Location: '/v1/replays' } };
  };
}

/** The replays asked for last. */
export function answerReplays(pool: Pool): OperationHandler<typeof listReplays> {
  return async ({ query }) => ({
    status: 200,
    body: { replays: await readReplays(pool, query.limit) },
  });
}
