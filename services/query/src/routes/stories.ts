import { AppError } from '@writethru/domain';
import { findStory, findSurvivor, listStories, listVersions, type Pool } from '@writethru/store';
import type { Request, Response } from 'express';
import { z } from 'zod';

import { answerJson } from '../answer.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { limitParameter, providerParameter, readId, timeParameter } from '../parameters.ts';
import { readQuery } from '../read-query.ts';
import { shapeStory, shapeVersion } from '../shapes.ts';

const MAX_VERSIONS = 1_000;

const listSchema = z.strictObject({
  cursor: z.string().max(500).optional(),
  limit: limitParameter(100, 20),
  provider: providerParameter.optional(),
  from: timeParameter.optional(),
  to: timeParameter.optional(),
});

/** `GET /v1/stories`: the one changed last first, in pages. */
export function getStories(pool: Pool, now: () => Date) {
  return async (request: Request, response: Response): Promise<void> => {
    const { cursor, limit, ...given } = readQuery(request, listSchema);
    const filter = { provider: given.provider ?? null, from: given.from ?? null, to: given.to ?? null };
    const after = cursor === undefined ? null : readCursor(cursor, filter);
    // One more than asked for tells whether there is a next page.
    const found = await listStories(pool, { ...filter, after, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const next = found.length > limit && last !== undefined ? writeCursor(last, filter) : null;
    if (next !== null) response.setHeader('Link', `<${nextUrl(request, next)}>; rel="next"`);
    answerJson(request, response, { stories: page.map((story) => shapeStory(story, now())), next });
  };
}

function nextUrl(request: Request, cursor: string): string {
  const url = new URL(request.originalUrl, 'http://localhost');
  url.searchParams.set('cursor', cursor);
  return url.pathname + url.search;
}

/** `GET /v1/stories/{id}`: the story with its versions in order; 307 to the survivor of one that was merged away. */
export function getStory(pool: Pool, now: () => Date) {
  return async (request: Request, response: Response): Promise<void> => {
    readQuery(request, z.strictObject({}));
    const id = readId(request.params['id']);
    const story = await findStory(pool, id);
    if (story === null) {
      const survivor = await findSurvivor(pool, id);
      if (survivor === null) throw new AppError('not_found', 'There is no such story.');
      // Not permanent: a split may bring the story back.
      response.setHeader('Location', `/v1/stories/${survivor}`);
      response.status(307).json({ mergedInto: survivor });
      return;
    }
    const versions = await listVersions(pool, id, MAX_VERSIONS);
    answerJson(request, response, {
      ...shapeStory(story, now()),
      versions: versions.map((version) => shapeVersion(version, now())),
      hasMoreVersions: story.versionCount > versions.length,
    });
  };
}
