import { setTimeout as sleep } from 'node:timers/promises';

import { type FollowState, NEW_FEED, writeState } from './follow-state.ts';
import { type PollDeps, pollFeed, type PollResult } from './poll-feed.ts';
import type { FollowedFeed } from './read-feed-list.ts';

const MAX_UNDER_WAY = 4;
/** Between two requests to one host. */
const HOST_PAUSE_MS = 1_000;
/** How often the clock is looked at while nothing is due. */
const LOOK_MS = 1_000;

export interface FollowOptions {
  feeds: readonly FollowedFeed[];
  state: FollowState;
  stateFile: string;
  /** Ends when every feed that was due has been polled once. */
  isOnce: boolean;
  report: (feed: FollowedFeed, result: PollResult) => void;
}

/**
 * Polls feeds as they come due: four at once, one at a time of a host, with a second between. What is remembered is
 * written after each poll. Ends when the signal is aborted, or with `isOnce`. Throws as `pollFeed` does.
 */
export async function followFeeds(deps: PollDeps, options: FollowOptions): Promise<void> {
  const { feeds, state } = options;
  const waiting = new Set(feeds);
  const busyHosts = new Set<string>();
  let saving = Promise.resolve();
  const pollOne = async (feed: FollowedFeed): Promise<void> => {
    const polled = await pollFeed(deps, feed, state.get(feed.url) ?? NEW_FEED);
    state.set(feed.url, polled.state);
    saving = saving.then(() => writeState(options.stateFile, state));
    await saving;
    options.report(feed, polled.result);
  };
  const work = async (): Promise<void> => {
    while (!deps.signal.aborted && waiting.size > 0) {
      const feed = findDue(waiting, state, busyHosts, deps.now());
      if (feed === null) {
        if (options.isOnce && ![...waiting].some((each) => isDue(each, state, deps.now()))) return;
        await sleep(LOOK_MS, undefined, { signal: deps.signal });
        continue;
      }
      const { host } = new URL(feed.url);
      waiting.delete(feed);
      busyHosts.add(host);
      await pollOne(feed);
      if (!options.isOnce && state.get(feed.url)?.isGone !== true) waiting.add(feed);
      if (waiting.size > 0) await sleep(HOST_PAUSE_MS, undefined, { signal: deps.signal });
      busyHosts.delete(host);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(MAX_UNDER_WAY, feeds.length) }, work));
  } catch (error) {
    if (!deps.signal.aborted) throw error;
  } finally {
    await saving;
  }
}

function findDue(
  waiting: ReadonlySet<FollowedFeed>,
  state: FollowState,
  busyHosts: ReadonlySet<string>,
  nowMs: number,
): FollowedFeed | null {
  for (const feed of waiting)
    if (isDue(feed, state, nowMs) && !busyHosts.has(new URL(feed.url).host)) return feed;
  return null;
}

function isDue(feed: FollowedFeed, state: FollowState, nowMs: number): boolean {
  const held = state.get(feed.url) ?? NEW_FEED;
  return !held.isGone && held.nextAtMs <= nowMs;
}
