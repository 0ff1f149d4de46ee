import { callForJson } from './call-operation.ts';
import { isPassingProblem } from './problem-error.ts';
import { retryDelayMs } from './retry-delay.ts';
import type { Service } from './send-request.ts';
import { sleep } from './sleep.ts';
import { streamChanges } from './stream-changes.ts';
import type { AnswerOf, Change, InputOf } from './types.ts';

/** Which changes. */
export type ChangeFilter = Pick<InputOf<'listChanges'>, 'types' | 'causes'>;

export interface FollowOptions extends ChangeFilter {
  /** A position: changes after it. Default: those from now on. */
  since?: number;
  /** `stream` (the default) has changes as they come; `poll` asks again and again, where a proxy holds streams up. */
  by?: 'stream' | 'poll';
  /** How long a poll that found nothing waits, in milliseconds. Default 5,000. */
  pollMs?: number;
  signal?: AbortSignal;
}

interface Caller {
  service: Service;
  patienceMs: number;
}

const PAGE_SIZE = 1_000;

/** Every change after `since` that there is now, in order; returns where they end. Throws ProblemError. */
export async function* readChanges(
  { service, patienceMs }: Caller,
  since: number,
  filter: ChangeFilter,
  signal?: AbortSignal,
): AsyncGenerator<Change, number> {
  const options = { patienceMs, ...(signal && { signal }) };
  let position = since;
  for (let hasMore = true; hasMore;) {
    const input = { ...filter, since: position, limit: PAGE_SIZE };
    const page = (await callForJson(service, 'listChanges', input, options)) as AnswerOf<'listChanges'>;
    yield* page.changes;
    ({ position, hasMore } = page);
  }
  return position;
}

/**
 * Changes as they happen, for ever: what broke off is taken up where it ended, so that each comes once and none is
 * missed. Ends when `signal` is aborted. Throws ProblemError for what does not pass by itself, such as a refused key.
 */
export async function* followChanges(
  caller: Caller,
  { since, by = 'stream', pollMs = 5_000, signal, ...filter }: FollowOptions,
): AsyncGenerator<Change, void> {
  try {
    const start = since ?? (await readHead(caller, signal));
    if (by === 'poll') yield* followByPoll(caller, start, filter, pollMs, signal);
    else yield* followByStream(caller, start, filter, signal);
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  }
}

async function* followByPoll(
  caller: Caller,
  start: number,
  filter: ChangeFilter,
  pollMs: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Change, never> {
  for (let position = start; ;) {
    position = yield* readChanges(caller, position, filter, signal);
    await sleep(pollMs, signal ?? null);
  }
}

async function* followByStream(
  { service }: Caller,
  start: number,
  filter: ChangeFilter,
  signal: AbortSignal | undefined,
): AsyncGenerator<Change, never> {
  let position = start;
  for (let failures = 0; ; failures++) {
    let retryAfter: string | null = null;
    try {
      for await (const change of streamChanges(service, position, filter, signal)) {
        ({ position } = change);
        failures = 0;
        yield change;
      }
    } catch (error) {
      if (!service.hasAnswered || !isPassingProblem(error)) throw error;
      ({ retryAfter } = error);
    }
    const delayMs = retryDelayMs(retryAfter, failures, { nowMs: Date.now(), random: Math.random() });
    await sleep(delayMs, signal ?? null);
  }
}

/** The position of the last change there is. */
async function readHead({ service, patienceMs }: Caller, signal: AbortSignal | undefined): Promise<number> {
  const options = { patienceMs, ...(signal && { signal }) };
  const input = { limit: 1, fields: ['id'] };
  const { position } = (await callForJson(service, 'listStories', input, options)) as AnswerOf<'listStories'>;
  return position;
}
