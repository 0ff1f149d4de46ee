import type { getStory, listStories } from '@writethru/contract';
import { AppError } from '@writethru/domain';
import type { OperationHandler, OperationInput } from '@writethru/runtime';
import {
  estimateStories,
  findArticle,
  listRelatedStories,
  listStories as readStories,
  listVersions,
  parseSearch,
  type Pool,
  type StoryConditions,
} from '@writethru/store';
import { toSearchQuery } from '@writethru/wire';

import { readCursor, writeCursor } from '../cursor.ts';
import { findMatches, type Match } from '../find-matches.ts';
import { negotiate } from '../negotiate.ts';
import { NINJS_OFFER, NINJS_TYPE, toStoryNinjs } from '../ninjs.ts';
import { shapeStory, shapeVersions } from '../shapes.ts';
import { readToldStory } from '../told-story.ts';
import { isUntold, viewerOf } from '../viewer.ts';
import { STORY_LIST_TYPES, writeStoryPage } from './story-feeds.ts';

const MAX_VERSIONS = 1_000;

type Query = OperationInput<typeof listStories>['query'];

/** A page of the stories that meet the filters. */
export function answerStories(pool: Pool, now: () => Date): OperationHandler<typeof listStories> {
  return async ({ query, url, principal, header }) => {
    const viewer = viewerOf(principal(), now());
    const { cursor, limit, fields, count, format: askedFormat, ...asked } = query;
    const format = negotiate(askedFormat, header('accept'), STORY_LIST_TYPES);
    const sort = asked.sort ?? (asked.q === undefined ? 'updated' : 'relevance');
    if (sort === 'relevance' && asked.q === undefined) throw refuseRelevance();
    const reading = cursor === undefined ? null : readCursor(cursor, { ...asked, sort });
    const conditions = { ...(await toConditions(pool, asked)), includesHidden: viewer.isEditor };
    // One more than asked for tells whether there is a next page.
    const found = await readStories(pool, { ...conditions, sort, after: reading, limit: limit + 1 });
    const page = found.stories.slice(0, limit);
    const position = reading?.position ?? found.position;
    const snapshot = reading?.snapshot ?? found.snapshot;
    const last = found.stories.length > limit ? page.at(-1) : undefined;
    const next =
      last === undefined
        ? null
        : writeCursor({ key: last.key, id: last.id, snapshot, position }, { ...asked, sort });
    const matches =
      asked.q === undefined ? new Map<string, Match>() : await findMatches(pool, page, asked.q, viewer);
    const shaped = page.map((story) => shapeStory(story, viewer));
    const stories = shaped.map((story) => {
      const match = matches.get(story.id);
      return pick({ ...story, ...(match && { match }) }, fields);
    });
    const isWhole = cursor === undefined && next === null;
    // An estimate may be less than what is on the page.
    const least = page.length + (next === null ? 0 : 1);
    const estimatedCount = isWhole
      ? page.length
      : count && Math.max(least, await estimateStories(pool, conditions));
    const body = { stories, next, position, ...(count && { estimatedCount }) };
    const nextPath = next === null ? null : nextUrl(url, next);
    const headers = {
      Vary: 'Accept',
      ...(nextPath !== null && { Link: `<${nextPath}>; rel="next"` }),
    };
    if (format === 'json') return { status: 200, body, headers };
    const baseUrl = `${header('x-forwarded-proto') === 'https' ? 'https' : 'http'}://${header('host') ?? 'localhost'}`;
    const written = { stories: shaped, body, baseUrl, path: url, nextPath, readAt: viewer.now };
    return { ...writeStoryPage(format, written), headers };
  };
}

function refuseRelevance(): AppError {
  return new AppError('malformed', 'To sort by relevance there must be a search.', {
    faults: [{ pointer: '?sort', detail: 'relevance needs q' }],
  });
}

async function toConditions(
  pool: Pool,
  asked: Omit<Query, 'limit' | 'format'>,
): Promise<Omit<StoryConditions, 'includesHidden'>> {
  const language = asked.language?.toLowerCase() ?? null;
  return {
    search: asked.q === undefined ? null : await parseSearch(pool, toSearchQuery(asked.q), language),
    from: asked.from ?? null,
    to: asked.to ?? null,
    updatedSince: asked.updatedSince ?? null,
    provider: asked.provider ?? null,
    language,
    urgency: asked.urgency ?? null,
    pubStatus: asked.pubStatus ?? null,
    relation: asked.relation ?? null,
    alerts: asked.alerts ?? null,
    minVersions: asked.minVersions ?? null,
    minProviders: asked.minProviders ?? null,
  };
}

function pick<Shape extends object>(story: Shape, fields: readonly string[] | undefined): Partial<Shape> {
  if (fields === undefined) return story;
  return Object.fromEntries(
    Object.entries(story).filter(([name]) => fields.includes(name)),
  ) as Partial<Shape>;
}

function nextUrl(asked: string, cursor: string): string {
  const url = new URL(asked, 'http://localhost');
  url.searchParams.set('cursor', cursor);
  return url.pathname + url.search;
}

/** The story with its versions in order; 307 to the survivor of one that was merged away. */
export function answerStory(pool: Pool, now: () => Date): OperationHandler<typeof getStory> {
  return async ({ params: { id }, query, principal, header }) => {
    const viewer = viewerOf(principal(), now());
    const { story, moved } = await readToldStory(pool, id, viewer);
    if (story === null) return moved;
    const versions = await listVersions(pool, id, MAX_VERSIONS, viewer);
    if (negotiate(query.format, header('accept'), NINJS_OFFER) === 'ninjs') {
      const lead = story.lead === null ? null : await findArticle(pool, story.lead.articleId, viewer);
      const told = lead === null || isUntold(viewer, lead.visibility) ? null : lead;
      const text = JSON.stringify(toStoryNinjs(story, told, versions, viewer));
      return { status: 200, mediaType: NINJS_TYPE, text, headers: { Vary: 'Accept' } };
    }
    const related = await listRelatedStories(pool, id, viewer);
    return {
      status: 200,
      body: {
        ...shapeStory(story, viewer),
        versions: shapeVersions(versions, viewer),
        related,
        hasMoreVersions: story.versionCount > versions.length,
      },
    };
  };
}
