import { canRead } from '@writethru/domain';
import { refuseOtherMethods, requireScope, type Authenticate } from '@writethru/runtime';
import type { Pool } from '@writethru/store';
import { Router } from 'express';

import { getArticle, getArticles, getBacklog } from './routes/articles.ts';
import { getStories, getStory } from './routes/stories.ts';

export interface QueryRouterDeps {
  pool: Pool;
  authenticate: Authenticate;
  /** What is shown depends on the clock: embargoes lift. Default: the machine's. */
  now?: () => Date;
}

/** What clients read: stories with their versions, articles with their state. */
export function createQueryRouter(deps: QueryRouterDeps): Router {
  const { pool } = deps;
  const now = deps.now ?? (() => new Date());
  const requireRead = requireScope(deps.authenticate, canRead);
  const router = Router({ caseSensitive: true });
  const routes = [
    ['/v1/stories', getStories(pool, now)],
    ['/v1/stories/:id', getStory(pool, now)],
    ['/v1/articles', getArticles(pool)],
    ['/v1/backlog', getBacklog(pool)],
  ] as const;
  for (const [path, handler] of routes) {
    const allowed = path === '/v1/articles' ? ['GET', 'HEAD', 'POST'] : ['GET', 'HEAD'];
    router
      .route(path)
      .get(requireRead, handler)
      .all(refuseOtherMethods(...allowed));
  }
  // "batch" is no id: that path is intake's.
  router
    .route('/v1/articles/:id')
    .get(requireRead, getArticle(pool, now))
    .all(refuseOtherMethods('GET', 'HEAD', 'POST'));
  return router;
}
