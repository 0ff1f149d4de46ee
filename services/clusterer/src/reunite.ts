import { isTransient, type LeadPolicy } from '@writethru/domain';
import type { ShingleSeed } from '@writethru/fingerprint';
import {
  delayRequest,
  dropRequests,
  listDueRequests,
  type Pool,
  type ReuniteRequest,
} from '@writethru/store';

import { decideRows } from './decide-rows.ts';
import type { ClustererLog } from './process-batch.ts';
import type { Because } from './story-events.ts';
import type { TextCache } from './text-cache.ts';
import { uniteInForce } from './unite-in-force.ts';

export interface ReuniteDeps {
  pool: Pool;
  seed: ShingleSeed;
  log: ClustererLog;
  leadPolicy: LeadPolicy;
  /** Left out: none are kept from call to call. */
  texts?: TextCache;
  /** Milliseconds since the epoch. Default: the machine's clock. */
  now?: () => number;
}

const LIMIT = 50;
const RETRY_PAUSE_MS = 60_000;
const PASSING_PAUSE_MS = 1_000;

/**
 * Decides anew what is due: where an embargo has lifted, an editor has spoken, or a neighbour went into quarantine. The
 * same search and the same unite, under the same locks, as for a new article; nothing is published. Answers whether
 * there may be more. A request that fails is put off, and logged.
 */
export async function reuniteDue(deps: ReuniteDeps): Promise<boolean> {
  const nowMs = (deps.now ?? Date.now)();
  const requests = await listDueRequests(deps.pool, LIMIT, nowMs);
  for (const request of requests) {
    try {
      await reunite(deps, request, nowMs);
    } catch (error) {
      // What the search had found may have gone meanwhile, by a quarantine or an erasure: another search helps.
      const isPassing = isTransient(error);
      const report = isPassing ? deps.log.warn : deps.log.error;
      report.call(
        deps.log,
        { err: error, articleId: request.articleId },
        'a story could not be decided anew',
      );
      await delayRequest(deps.pool, request.id, isPassing ? PASSING_PAUSE_MS : RETRY_PAUSE_MS);
    }
  }
  return requests.length === LIMIT;
}

async function reunite(deps: ReuniteDeps, request: ReuniteRequest, nowMs: number): Promise<void> {
  if (request.fingerprint === null) {
    await dropRequests(deps.pool, [request.id]);
    return;
  }
  const { fingerprint } = request;
  await uniteInForce(deps, {
    published: [{ id: request.articleId, fingerprint }],
    input: () => Promise.resolve({ articles: [], revisited: [fingerprint.id], requestIds: [request.id] }),
    decide: (snapshot) =>
      decideRows(snapshot, { nowMs, leadPolicy: deps.leadPolicy, because: becauseOf(request) }),
  });
}

function becauseOf(request: ReuniteRequest): Because {
  if (request.cause === 'embargo') return { cause: 'embargo' };
  if (request.action === null) return { cause: 'ingest' };
  return { cause: 'editor', action: request.action };
}
