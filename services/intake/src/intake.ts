import { AppError, canIngest, type Submission } from '@writethru/domain';
import type { Principal } from '@writethru/runtime';
import {
  acceptSubmissions,
  countUnfinished,
  type AcceptResult,
  type HashedSubmission,
  type Pool,
} from '@writethru/store';
import { hashContent } from '@writethru/wire';

import { makeDiskGuard, type DiskLimits } from './disk-guard.ts';
import { makeGroupCommit } from './group-commit.ts';
import type { IntakeMeter } from './intake-meter.ts';
import { makeRefusalLog, type RefusalLog } from './refusal-log.ts';
import { joinGuards, makeRoomGuard, type RoomGuard } from './room-guard.ts';

/** Where a crash test may step in. Production passes no observer. */
export type IntakePoint = 'before_commit' | 'after_commit' | 'after_announce';

export interface IntakeDeps extends DiskLimits {
  pool: Pool;
  /** Hints the queue that articles wait. Never awaited before the answer; must not throw. */
  announce: (articleIds: string[]) => Promise<void>;
  backlogLimit: number;
  /** Until the sweeper announces an article whose own announcement was lost. Default 15,000. */
  graceMs?: number;
  observe?: (point: IntakePoint) => Promise<void>;
  meter?: IntakeMeter;
}

/** Accepts submissions of a caller: checks scopes and room, commits, then announces. */
export interface Intake {
  /** Throws AppError: `forbidden`, `unavailable`. Answers one result a submission, once all are committed. */
  accept(principal: Principal, submissions: readonly Submission[]): Promise<AcceptResult[]>;
  refusals: RefusalLog;
}

const MAX_ITEMS_A_COMMIT = 256;
const MAX_COMMITS_UNDER_WAY = 2;
/** Between commits while requests come side by side: an answer comes a little later, and several share a commit. */
const MIN_GAP_MS = 20;
const MAX_ITEMS_WAITING = 5_000;
const BACKLOG_CHECK_EVERY_MS = 2_000;

/** Makes the one way in, shared by all routes of a process. */
export function makeIntake(deps: IntakeDeps): Intake {
  const guard = joinGuards(makeBacklogGuard(deps), makeDiskGuard(deps.pool, deps));
  deps.meter?.watchRoom(() => guard.isFull());
  const { observe } = deps;
  const acceptOptions = {
    graceMs: deps.graceMs ?? 15_000,
    ...(observe && { beforeCommit: () => observe('before_commit') }),
  };
  // Announced by commits, too: a call to the queue costs as much for one article as for many.
  const commit = async (items: readonly HashedSubmission[]): Promise<AcceptResult[]> => {
    const results = await acceptSubmissions(deps.pool, items, acceptOptions);
    await observe?.('after_commit');
    const accepted = listAccepted(results);
    if (accepted.length > 0) void announce(deps, accepted);
    return results;
  };
  const group = makeGroupCommit(commit, {
    maxItems: MAX_ITEMS_A_COMMIT,
    maxUnderWay: MAX_COMMITS_UNDER_WAY,
    minGapMs: MIN_GAP_MS,
    maxWaiting: MAX_ITEMS_WAITING,
  });
  const refusals = makeRefusalLog(deps.pool);
  return {
    refusals,
    async accept(principal, submissions) {
      for (const { provider } of submissions) refuseForeignProvider(principal, provider);
      await guard.refuseWhereFull().catch((error: unknown) => {
        const [first] = submissions;
        // The store may be what is away, and then there is nowhere to note it.
        if (first !== undefined && error instanceof AppError)
          refusals.note({ ...first, feed: first.content.feed }, error);
        throw error;
      });
      const results = await group.add(
        submissions.map((submission) => ({ submission, contentHash: hashContent(submission.content) })),
      );
      deps.meter?.countTaken('accepted', listAccepted(results).length);
      deps.meter?.countTaken('repeated', results.filter(({ kind }) => kind === 'repeat').length);
      return results;
    },
  };
}

function makeBacklogGuard({ pool, backlogLimit }: IntakeDeps): RoomGuard {
  return makeRoomGuard(async () => {
    const isOver = (await countUnfinished(pool, backlogLimit + 1)) > backlogLimit;
    return isOver ? `More than ${backlogLimit} articles wait to be clustered` : null;
  }, BACKLOG_CHECK_EVERY_MS);
}

function listAccepted(results: readonly AcceptResult[]): string[] {
  return results.flatMap((result) => (result.kind === 'accepted' ? [result.articleId] : []));
}

async function announce(deps: IntakeDeps, articleIds: string[]): Promise<void> {
  await deps.announce(articleIds);
  await deps.observe?.('after_announce');
}

/** Throws AppError `forbidden` where the caller may not send articles of the provider. */
export function refuseForeignProvider(principal: Principal, provider: string): void {
  if (canIngest(principal.scopes, provider)) return;
  throw new AppError('forbidden', `The key may not send articles of ${JSON.stringify(provider)}.`);
}
