import type { getArticle, getBacklog, listArticles } from '@writethru/contract';
import { AppError } from '@writethru/domain';
import type { OperationHandler } from '@writethru/runtime';
import { findArticle, listArticles as readArticles, readBacklog, type Pool } from '@writethru/store';

import { negotiate } from '../negotiate.ts';
import { NINJS_OFFER, NINJS_TYPE, toNinjs } from '../ninjs.ts';
import { shapeArticle } from '../shapes.ts';
import { isUntold, viewerOf } from '../viewer.ts';

/** Every article in the order of acceptance, with its story: what an export reads. */
export function answerArticles(pool: Pool, now: () => Date): OperationHandler<typeof listArticles> {
  return async ({ query, principal }) => {
    if (query.guid !== undefined && query.provider === undefined) throw refuseLoneGuid();
    const articles = await readArticles(pool, {
      afterId: query.after ?? null,
      state: query.state ?? null,
      provider: query.provider ?? null,
      guid: query.guid ?? null,
      limit: query.limit,
      viewer: viewerOf(principal(), now()),
    });
    const next = articles.length === query.limit ? (articles.at(-1)?.id ?? null) : null;
    return { status: 200, body: { articles, next } };
  };
}

function refuseLoneGuid(): AppError {
  return new AppError('malformed', 'A guid means something with its provider alone.', {
    faults: [{ pointer: '?provider', detail: 'must be given with guid' }],
  });
}

/** Its state, its text where that may be shown, and its place in a story. */
export function answerArticle(pool: Pool, now: () => Date): OperationHandler<typeof getArticle> {
  return async ({ params, query, principal, header }) => {
    const viewer = viewerOf(principal(), now());
    const article = await findArticle(pool, params.id, viewer);
    if (article === null || isUntold(viewer, article.visibility))
      throw new AppError('not_found', 'There is no such article.');
    const headers = { Vary: 'Accept' };
    if (negotiate(query.format, header('accept'), NINJS_OFFER) === 'ninjs') {
      const text = JSON.stringify(toNinjs(article, viewer));
      return { status: 200, mediaType: NINJS_TYPE, text, headers };
    }
    return { status: 200, body: shapeArticle(article, viewer), headers };
  };
}

/** What waits, by Postgres's account. */
export function answerBacklog(pool: Pool): OperationHandler<typeof getBacklog> {
  return async () => ({ status: 200, body: await readBacklog(pool) });
}
