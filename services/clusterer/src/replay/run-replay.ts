import { ALGORITHM, isTransient } from '@writethru/domain';
import {
  countClustered,
  dropUnusedFingerprints,
  listOutdatedComponents,
  noteReplay,
  readBacklog,
  refingerprintComponents,
  startMoving,
  takeReplay,
  type Replay,
} from '@writethru/store';

import { prepareArticle } from '../prepare.ts';
import type { ClustererLog } from '../process-batch.ts';
import { moveComponents, type MoveDeps } from './move-components.ts';
import { planReplay, type ReplayPlan } from './plan-replay.ts';

export interface ReplayDeps extends MoveDeps {
  log: ClustererLog;
  /** For how long a part of a replay keeps other clusterers off. */
  leaseMs: number;
}

/** More than this share of stories changed, in percent, needs a person's word. */
const MAX_CHANGED_PERCENT = 2;
/** Components that are moved by one transaction. */
const MOVED_AT_ONCE = 20;
/** With so much on its way no more is moved: live news must not wait behind a replay. */
const MAX_UNDER_WAY = 500;
const DROPPED_AT_ONCE = 2_000;
/** Stories that a report names. */
const MAX_NAMED = 100;

/**
 * Does a part of the replay that somebody asked for, if there is one and nobody else is at it: plan it; put fingerprints
 * of this program beside those of an older one, so that what comes in finds them; bring the version into force and move
 * the components to it, the newest first. Any clusterer may go on where another ended. Answers whether there is more to
 * do at once.
 */
export async function runReplay(deps: ReplayDeps): Promise<boolean> {
  const replay = await takeReplay(deps.pool, ALGORITHM.id, deps.leaseMs);
  if (replay === null) return false;
  try {
    if (replay.state === 'waiting' || replay.state === 'planning') return await plan(deps, replay);
    if (replay.state === 'reading') return await read(deps, replay);
    if (replay.state === 'moving') return await move(deps, replay);
    return await clear(deps, replay);
  } catch (error) {
    if (isTransient(error)) {
      // Let go where the store answers; where it is away, the lease ends by itself.
      await noteReplay(deps.pool, replay.id, { state: replay.state }, 0).catch(() => {});
      throw error;
    }
    deps.log.error({ err: error, replayId: replay.id }, 'a replay failed');
    const failure = error instanceof Error ? error.message.slice(0, 500) : String(error);
    await noteReplay(deps.pool, replay.id, { state: 'failed', failure }, 0);
    return false;
  }
}

function versionOf(replay: Replay): { id: number; fingerprintVersion: number } {
  return { id: replay.algorithmVersion, fingerprintVersion: ALGORITHM.id };
}

async function plan(deps: ReplayDeps, replay: Replay): Promise<boolean> {
  const articlesTotal = await countClustered(deps.pool);
  const note = (articlesDone: number): Promise<void> =>
    noteReplay(deps.pool, replay.id, { state: 'planning', articlesTotal, articlesDone }, deps.leaseMs);
  await note(0);
  const planned = await planReplay(deps.pool, deps.seed, versionOf(replay), note);
  const isAgreed = replay.isForced || replay.reverts !== null;
  const isTooMuch = planned.changedPercent > MAX_CHANGED_PERCENT && !isAgreed;
  const state = replay.isDryRun ? 'done' : isTooMuch ? 'stopped' : 'reading';
  const articlesDone = state === 'reading' ? 0 : articlesTotal;
  await noteReplay(deps.pool, replay.id, { state, report: shorten(planned), articlesDone }, 0);
  return state === 'reading';
}

/** The report with so many names as a person reads, and all the counts. */
function shorten(planned: ReplayPlan) {
  const { splits, merges, ...counts } = planned;
  return {
    ...counts,
    splitCount: splits.length,
    mergeCount: merges.length,
    splits: splits.slice(0, MAX_NAMED),
    merges: merges.slice(0, MAX_NAMED),
  };
}

async function read(deps: ReplayDeps, replay: Replay): Promise<boolean> {
  const algorithm = versionOf(replay);
  const prepare = (article: Parameters<typeof prepareArticle>[0]) => prepareArticle(article, deps.seed);
  let articlesDone = 0;
  for (let below: number | null = null; ;) {
    const components = await listOutdatedComponents(deps.pool, algorithm.id, below, MOVED_AT_ONCE);
    if (components.length === 0) break;
    const ids = components.flatMap(({ fingerprintId }) => fingerprintId ?? []);
    await refingerprintComponents(deps.pool, ids, algorithm, prepare, 'beside');
    articlesDone += components.reduce((sum, { articles }) => sum + articles, 0);
    await noteReplay(deps.pool, replay.id, { state: 'reading', articlesDone }, deps.leaseMs);
    below = components.at(-1)!.id;
  }
  await startMoving(deps.pool, replay);
  await noteReplay(deps.pool, replay.id, { state: 'moving', articlesDone: 0 }, 0);
  return true;
}

/** Goes through the outdated components, and again from the top, until a pass finds none that can be moved. */
async function move(deps: ReplayDeps, replay: Replay): Promise<boolean> {
  const progress = { articlesDone: replay.articlesDone };
  const unreadable = new Set<number>();
  for (;;) {
    const pass = await movePass(deps, replay, progress, unreadable);
    if (pass === 'moved') continue;
    const state = pass === 'busy' ? 'moving' : 'clearing';
    await noteReplay(deps.pool, replay.id, { state, ...progress }, 0);
    return pass !== 'busy';
  }
}

async function movePass(
  deps: ReplayDeps,
  replay: Replay,
  progress: { articlesDone: number },
  unreadable: Set<number>,
): Promise<'moved' | 'nothing' | 'busy'> {
  let hasMoved = false;
  for (let below: number | null = null; ;) {
    const { accepted, published } = await readBacklog(deps.pool);
    if (accepted + published > MAX_UNDER_WAY) return 'busy';
    const components = await listOutdatedComponents(deps.pool, replay.algorithmVersion, below, MOVED_AT_ONCE);
    if (components.length === 0) return hasMoved ? 'moved' : 'nothing';
    const moving = components.flatMap(({ fingerprintId, articles }) =>
      fingerprintId === null || unreadable.has(fingerprintId) ? [] : [{ fingerprintId, articles }],
    );
    for (const id of await moveComponents(
      deps,
      moving.map(({ fingerprintId }) => fingerprintId),
    ))
      unreadable.add(id);
    const moved = moving.filter(({ fingerprintId }) => !unreadable.has(fingerprintId));
    if (moved.length > 0) hasMoved = true;
    progress.articlesDone += moved.reduce((sum, { articles }) => sum + articles, 0);
    await noteReplay(deps.pool, replay.id, { state: 'moving', ...progress }, deps.leaseMs);
    below = components.at(-1)!.id;
  }
}

async function clear(deps: ReplayDeps, replay: Replay): Promise<boolean> {
  const dropped = await dropUnusedFingerprints(deps.pool, ALGORITHM.id, DROPPED_AT_ONCE);
  await noteReplay(deps.pool, replay.id, { state: dropped === 0 ? 'done' : 'clearing' }, 0);
  return dropped > 0;
}
