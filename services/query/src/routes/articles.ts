import { AppError, ARTICLE_STATES } from '@writethru/domain';
import { findArticle, listArticles, readBacklog, type Pool } from '@writethru/store';
import type { Request, Response } from 'express';
import { z } from 'zod';

import { answerJson } from '../answer.ts';
import { idParameter, limitParameter, providerParameter, readId } from '../parameters.ts';
import { readQuery } from '../read-query.ts';
import { shapeArticle } from '../shapes.ts';

const listSchema = z.strictObject({
  after: idParameter.optional(),
  limit: limitParameter(1_000, 100),
  state: z.enum(ARTICLE_STATES).optional(),
  provider: providerParameter.optional(),
});

/** `GET /v1/articles`: every article in the order of acceptance, with its story: what an export reads. */
export function getArticles(pool: Pool) {
  return async (request: Request, response: Response): Promise<void> => {
    const { after, limit, state, provider } = readQuery(request, listSchema);
    const articles = await listArticles(pool, {
      afterId: after ?? null,
      state: state ?? null,
      provider: provider ?? null,
      limit,
    });
    const next = articles.length === limit ? (articles.at(-1)?.id ?? null) : null;
    answerJson(request, response, { articles, next });
  };
}

/** `GET /v1/articles/{id}`: its state, its text where that may be shown, and its place in a story. */
export function getArticle(pool: Pool, now: () => Date) {
  return async (request: Request, response: Response): Promise<void> => {
    readQuery(request, z.strictObject({}));
    const article = await findArticle(pool, readId(request.params['id']));
    if (article === null) throw new AppError('not_found', 'There is no such article.');
    answerJson(request, response, shapeArticle(article, now()));
  };
}

/** `GET /v1/backlog`: what waits, by Postgres's account. */
export function getBacklog(pool: Pool) {
  return async (request: Request, response: Response): Promise<void> => {
    readQuery(request, z.strictObject({}));
    response.setHeader('Cache-Control', 'no-store');
    response.json(await readBacklog(pool));
  };
}
