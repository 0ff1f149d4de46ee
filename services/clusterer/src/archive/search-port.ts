import type { MessagePort } from 'node:worker_threads';

import { AppError } from '@writethru/domain';

import type { AlgorithmInForce } from '../algorithm-in-force.ts';
import type { FindSharers } from './held-keys.ts';

/** Texts in columns: to hand over a thousand objects would cost as much as the search. */
interface Search {
  at: number;
  ids: Float64Array<ArrayBuffer>;
  days: Int32Array<ArrayBuffer>;
  /** How many keys each has. */
  counts: Int32Array<ArrayBuffer>;
  keys: Int32Array<ArrayBuffer>;
  algorithm: AlgorithmInForce;
}

type Answer = { at: number } & (
  | { ids: Float64Array<ArrayBuffer>; days: Int32Array<ArrayBuffer> }
  | { isUnknown: true }
  | { failure: string }
);

/** Answers the searches of a thread that come by `port`, for as long as it is open. */
export function serveSearches(port: MessagePort, findSharers: FindSharers): void {
  port.on('message', (search: Search) => {
    const { at, ids, days, counts, keys, algorithm } = search;
    let from = 0;
    const texts = Array.from(ids, (id, text) => {
      const count = counts[text]!;
      from += count;
      return { id, day: days[text]!, keys: keys.subarray(from - count, from) };
    });
    findSharers(texts, algorithm).then(
      (found) => {
        if (found === null) return post(port, { at, isUnknown: true });
        const answer = {
          ids: Float64Array.from(found, ({ id }) => id),
          days: Int32Array.from(found, ({ day }) => day),
        };
        return post(port, { at, ...answer });
      },
      (error: unknown) => post(port, { at, failure: error instanceof Error ? error.message : String(error) }),
    );
  });
}

/** Searches by `port`, at whose other end somebody serves. Throws AppError `unavailable` where that one failed. */
export function searchByPort(port: MessagePort): FindSharers {
  const waiting = new Map<number, (answer: Answer) => void>();
  let count = 0;
  port.on('message', (answer: Answer) => {
    waiting.get(answer.at)?.(answer);
    waiting.delete(answer.at);
  });
  // A thread that has nothing else to do may end.
  port.unref();
  return async (texts, algorithm) => {
    const keys = new Int32Array(texts.reduce((sum, text) => sum + text.keys.length, 0));
    let from = 0;
    for (const text of texts) {
      keys.set(text.keys, from);
      from += text.keys.length;
    }
    const search: Search = {
      at: count++,
      ids: Float64Array.from(texts, ({ id }) => id),
      days: Int32Array.from(texts, ({ day }) => day),
      counts: Int32Array.from(texts, (text) => text.keys.length),
      keys,
      algorithm,
    };
    const answer = await new Promise<Answer>((resolve) => {
      waiting.set(search.at, resolve);
      port.postMessage(search, [keys.buffer]);
    });
    if ('failure' in answer) throw new AppError('unavailable', answer.failure);
    if ('isUnknown' in answer) return null;
    const { ids, days } = answer;
    return Array.from(ids, (id, at) => ({ id, day: days[at]! }));
  };
}

function post(port: MessagePort, answer: Answer): void {
  port.postMessage(answer, 'ids' in answer ? [answer.ids.buffer, answer.days.buffer] : []);
}
