import { AppError } from '@writethru/domain';
import type { Request, Response } from 'express';

/** Bytes of bodies that are held at once, of all requests together. */
export interface BodyBudget {
  /**
   * Counts a body as it comes, until its answer is out. Calls `refuse`, once, with AppError `unavailable` where there
   * is no room for it.
   */
  watch(request: Request, response: Response, limitBytes: number, refuse: (error: AppError) => void): void;
}

/** Some of the largest bodies at once: what is made of a body while it is read takes several times its size. */
const DEFAULT_BYTES = 67_108_864;
const MIN_LARGEST = 4;

/**
 * Makes the budget of a process. A body that is sent compressed counts as the largest that it may become; any other by
 * what has come of it, so that a slow client takes up no more than it has sent.
 */
export function makeBodyBudget(largestBytes: number): BodyBudget {
  const totalBytes = Math.max(DEFAULT_BYTES, MIN_LARGEST * largestBytes);
  let heldBytes = 0;
  return {
    watch(request, response, limitBytes, refuse) {
      let ownBytes = 0;
      const take = (bytes: number): void => {
        if (ownBytes < 0 || response.headersSent) return;
        heldBytes += bytes;
        ownBytes += bytes;
        if (heldBytes <= totalBytes) return;
        heldBytes -= ownBytes;
        ownBytes = -1;
        refuse(new AppError('unavailable', 'Too much is being sent at once. Send this again soon.'));
      };
      response.once('close', () => {
        heldBytes -= Math.max(0, ownBytes);
        ownBytes = -1;
      });
      const encoding = request.get('content-encoding') ?? 'identity';
      if (encoding.toLowerCase() === 'identity') request.on('data', (chunk: Buffer) => take(chunk.length));
      else take(limitBytes);
    },
  };
}
