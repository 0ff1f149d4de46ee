import { createHash } from 'node:crypto';

import { type Client, ProblemError } from '@writethru/client';
import { type FetchedDocument, getDocument } from '@writethru/outbound';

import { explainError } from '../explain-error.ts';
import type { FeedState } from './follow-state.ts';
import type { FollowedFeed } from './read-feed-list.ts';

const TIMEOUT_MS = 30_000;
/** As much as the service takes in one request. */
const MAX_BYTES = 10 * 1024 * 1024;
const LONGEST_DELAY_MS = 24 * 3_600_000;
const ACCEPT =
  'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.1';
const KEY_FAULTS: ReadonlySet<string> = new Set(['unauthenticated', 'forbidden']);

/** What a poll found. */
export interface PollResult {
  kind: 'posted' | 'unchanged' | 'gone' | 'failed';
  accepted: number;
  repeated: number;
  refused: number;
  /** Why it failed, or the first refusal. */
  reason: string | null;
}

export interface PollDeps {
  client: Client;
  everyMs: number;
  allowsPrivate: boolean;
  signal: AbortSignal;
  now: () => number;
}

const NOTHING = { accepted: 0, repeated: 0, refused: 0, reason: null };

/**
 * Asks a feed whether it has changed, posts it to the service if it has, and says what to remember. Failures double the
 * wait, up to a day; Retry-After is obeyed up to a day. What could not be posted is not remembered as had.
 * Throws where the service refuses the key or is away for longer than the client's patience, or on the signal.
 */
export async function pollFeed(
  deps: PollDeps,
  feed: FollowedFeed,
  state: FeedState,
): Promise<{ state: FeedState; result: PollResult }> {
  const ready: FeedState = { ...state, failures: 0, nextAtMs: deps.now() + deps.everyMs };
  let document: FetchedDocument;
  try {
    document = await fetchFeed(deps, state.movedTo ?? feed.url, state);
  } catch (error) {
    deps.signal.throwIfAborted();
    return fail(deps, state, explainError(error), 0);
  }
  const { status, headers, body, movedTo } = document;
  if (status === 410)
    return {
      state: { ...state, isGone: true },
      result: { ...NOTHING, kind: 'gone', reason: 'gone for good' },
    };
  if (status === 304) return { state: ready, result: { ...NOTHING, kind: 'unchanged' } };
  if (status !== 200)
    return fail(deps, state, `answered ${status}`, readRetryAfterMs(headers['retry-after'], deps.now()));
  const sha256 = createHash('sha256').update(body).digest('hex');
  const had: FeedState = {
    ...ready,
    etag: headers.etag ?? null,
    lastModified: headers['last-modified'] ?? null,
    sha256,
    movedTo: movedTo ?? state.movedTo,
  };
  if (sha256 === state.sha256) return { state: had, result: { ...NOTHING, kind: 'unchanged' } };
  try {
    return { state: had, result: await post(deps.client, feed, document) };
  } catch (error) {
    const isOfDocument = error instanceof ProblemError && error.status !== null && error.status < 500;
    if (!isOfDocument || KEY_FAULTS.has(error.code)) throw error;
    return fail(deps, state, error.message, 0);
  }
}

function fetchFeed(deps: PollDeps, url: string, state: FeedState): Promise<FetchedDocument> {
  return getDocument(url, {
    headers: {
      accept: ACCEPT,
      'user-agent': 'Writethru-Follow/1',
      ...(state.etag !== null && { 'if-none-match': state.etag }),
      ...(state.lastModified !== null && { 'if-modified-since': state.lastModified }),
    },
    allowsPrivate: deps.allowsPrivate,
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
    signal: deps.signal,
  });
}

async function post(
  client: Client,
  feed: FollowedFeed,
  { headers, body }: FetchedDocument,
): Promise<PollResult> {
  const type = /^\s*\{/.test(body.toString('utf8', 0, 100)) ? 'application/feed+json' : 'application/xml';
  const charset = /charset\s*=\s*"?([\w.:-]+)/i.exec(headers['content-type'] ?? '')?.[1];
  const { accepted, repeated, refused, results } = await client.postBatch({
    provider: feed.provider,
    feed: feed.url.slice(0, 200),
    body: new Uint8Array(body),
    mediaType: charset === undefined ? type : `${type}; charset=${charset}`,
  });
  const reason = results.find(({ problem }) => problem !== undefined)?.problem?.detail ?? null;
  return { kind: 'posted', accepted, repeated, refused, reason };
}

function fail(
  { now, everyMs }: PollDeps,
  state: FeedState,
  reason: string,
  askedMs: number,
): { state: FeedState; result: PollResult } {
  const failures = state.failures + 1;
  const delayMs = Math.max(askedMs, everyMs * 2 ** Math.min(failures, 20));
  const nextAtMs = now() + Math.min(LONGEST_DELAY_MS, delayMs);
  return { state: { ...state, failures, nextAtMs }, result: { ...NOTHING, kind: 'failed', reason } };
}

function readRetryAfterMs(header: string | undefined, nowMs: number): number {
  if (header === undefined) return 0;
  if (/^\d+$/.test(header)) return Number(header) * 1_000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? 0 : Math.max(0, date - nowMs);
}
