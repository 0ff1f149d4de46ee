import type { getStory, listStories } from '@writethru/contract';
import { AppError } from '@writethru/domain';
import type { OperationHandler } from '@writethru/runtime';
import {
  findStory,
  findSurvivor,
  listStories as readStories,
  listVersions,
  type Pool,
} from '@writethru/store';

import { readCursor, writeCursor } from '../cursor.ts';
import { shapeStory, shapeVersion } from '../shapes.ts';

const MAX_VERSIONS = 1_000;

/** The one changed last first, in pages. */
export function answerStories(pool: Pool, now: () => Date): OperationHandler<typeof listStories> {
  return async ({ query, url }) => {
    const { cursor, limit, provider, from, to } = query;
    const filter = { provider: provider ?? null, from: from ?? null, to: to ?? null };
    const after = cursor === undefined ? null : readCursor(cursor, filter);
    // One more than asked for tells whether there is a next page.
    const found = await readStories(pool, { ...filter, after, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const next = found.length > limit && last !== undefined ? writeCursor(last, filter) : null;
    return {
      status: 200,
      body: { stories: page.map((story) => shapeStory(story, now())), next },
      headers: next === null ? {} : { Link: `<${nextUrl(url, next)}>; rel="next"` },
    };
  };
}

function nextUrl(asked: string, cursor: string): string {
  const url = new URL(asked, 'http://localhost');
  url.searchParams.set('cursor', cursor);
  return url.pathname + url.search;
}

/** The story with its versions in order; 307 to the survivor of one that was merged away. */
export function answerStory(pool: Pool, now: () => Date): OperationHandler<typeof getStory> {
  return async ({ params: { id } }) => {
    const story = await findStory(pool, id);
    if (story === null) {
      const survivor = await findSurvivor(pool, id);
      if (survivor === null) throw new AppError('not_found', 'There is no such story.');
      // Not permanent: a split may bring the story back.
      return {
        status: 307,
        body: { mergedInto: survivor },
        headers: { Location: `/v1/stories/${survivor}` },
      };
    }
    const versions = await listVersions(pool, id, MAX_VERSIONS);
    return {
      status: 200,
      body: {
        ...shapeStory(story, now()),
        versions: versions.map((version) => shapeVersion(version, now())),
        hasMoreVersions: story.versionCount > versions.length,
      },
    };
  };
}
