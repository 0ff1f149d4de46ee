import { createHash } from 'node:crypto';

import { AppError } from '@writethru/domain';
import type { Request, Response } from 'express';

import { principalOf } from '../authenticate.ts';
import { bodyTextOf } from '../read-body.ts';
import type { RenderedAnswer } from './send-answer.ts';

interface IdempotentRequest {
  keyId: string;
  idempotencyKey: string;
  requestHash: Buffer;
}

/** Where answers under an Idempotency-Key are kept. */
export interface IdempotencyStore {
  start(
    request: IdempotentRequest,
  ): Promise<
    | { kind: 'new' }
    | { kind: 'answered'; answer: unknown }
    | { kind: 'under way' }
    | { kind: 'other request' }
  >;
  finish(request: IdempotentRequest, answer: RenderedAnswer): Promise<void>;
  release(request: IdempotentRequest): Promise<void>;
}

const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * Runs a request under its Idempotency-Key: the first time `run`, after that its answer is given again. A request that
 * is refused has had no effect and is not remembered.
 * Throws AppError: `malformed` for a key that is none, `conflict` with Retry-After while the first is under way, `invalid_input` where
 * the key was used for another request.
 */
export async function runOnce(
  store: IdempotencyStore,
  request: Request,
  response: Response,
  run: () => Promise<RenderedAnswer>,
): Promise<RenderedAnswer> {
  const idempotencyKey = request.get('idempotency-key') ?? '';
  if (!KEY.test(idempotencyKey)) {
    throw new AppError('malformed', 'An Idempotency-Key is 1 to 255 visible ASCII characters.', {
      faults: [{ pointer: 'Idempotency-Key', detail: 'must be 1 to 255 visible ASCII characters' }],
    });
  }
  const asked = [request.method, request.originalUrl, request.get('content-type'), bodyTextOf(response)];
  const once: IdempotentRequest = {
    keyId: principalOf(response).keyId,
    idempotencyKey,
    requestHash: createHash('sha256').update(JSON.stringify(asked)).digest(),
  };
  const start = await store.start(once);
  if (start.kind === 'answered') {
    response.setHeader('Idempotency-Replayed', 'true');
    return start.answer as RenderedAnswer;
  }
  if (start.kind === 'under way') {
    response.setHeader('Retry-After', '1');
    throw new AppError('conflict', 'The first request with this Idempotency-Key is still under way.');
  }
  if (start.kind === 'other request') {
    throw new AppError('invalid_input', 'This Idempotency-Key was used for another request.', {
      faults: [{ pointer: 'Idempotency-Key', detail: 'was used for another request' }],
    });
  }
  try {
    const answer = await run();
    await store.finish(once, answer);
    return answer;
  } catch (error) {
    await store.release(once);
    throw error;
  }
}
