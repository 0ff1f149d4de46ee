import type { listFeeds, setFeed } from '@writethru/contract';
import { AppError } from '@writethru/domain';
import type { OperationHandler } from '@writethru/runtime';
import {
  listFeeds as readFeeds,
  setFeed as writeFeed,
  type FeedName,
  type FeedSettings,
  type Pool,
} from '@writethru/store';

const FIRST: FeedName = { provider: '', feed: '' };

/** Feeds with their settings, a page at a time. */
export function answerFeeds(pool: Pool): OperationHandler<typeof listFeeds> {
  return async ({ query }) => {
    const after = query.after === undefined ? FIRST : readName(query.after);
    // One more than asked for tells whether there is a next page.
    const found = await readFeeds(pool, after, query.provider ?? null, query.limit + 1);
    const feeds = found.slice(0, query.limit);
    const last = found.length > query.limit ? feeds.at(-1) : undefined;
    return { status: 200, body: { feeds, next: last === undefined ? null : writeName(last) } };
  };
}

/** Changes what is named, and puts it on record. */
export function answerSetFeed(pool: Pool, now: () => Date): OperationHandler<typeof setFeed> {
  return async ({ query, body: { expectedGapSeconds, mute }, principal }) => {
    const { keyId, holder } = principal();
    const wanted: Partial<FeedSettings> = {
      ...(expectedGapSeconds !== undefined && { expectedGapSeconds }),
      ...(mute !== undefined && { mute: mute && { ...mute, until: readUntil(mute.until, now()) } }),
    };
    const name = { provider: query.provider, feed: query.feed ?? '' };
    return { status: 200, body: await writeFeed(pool, name, wanted, { keyId, actor: holder }) };
  };
}

function readUntil(text: string | null, now: Date): Date | null {
  if (text === null) return null;
  const until = new Date(text);
  if (until > now) return until;
  throw new AppError('invalid_input', 'A mute must end in the future.', {
    faults: [{ pointer: '/mute/until', detail: 'must lie in the future' }],
  });
}

function writeName({ provider, feed }: FeedName): string {
  return Buffer.from(JSON.stringify([provider, feed])).toString('base64url');
}

function readName(text: string): FeedName {
  try {
    const name: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Array.isArray(name) && name.length === 2) {
      const [provider, feed] = name as unknown[];
      const isText = (value: unknown): value is string => typeof value === 'string' && !value.includes('\0');
      if (isText(provider) && isText(feed)) return { provider, feed };
    }
  } catch {
    // Whoever made it up is told below.
  }
  throw new AppError('malformed', '`after` is not a `next` that this list gave.', {
    faults: [{ pointer: '?after', detail: 'is not from a page of this list' }],
  });
}
