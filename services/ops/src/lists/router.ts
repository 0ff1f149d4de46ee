import { AppError, canEdit, canOperate, canRead } from '@writethru/domain';
import { principalOf, refuseOtherMethods, type Pages } from '@writethru/runtime';
import {
  findArticle,
  groupQuarantine,
  listArticleFailures,
  listFailures,
  listQuarantined,
  listRefusals,
  type Pool,
} from '@writethru/store';
import { Router, type Request } from 'express';

import type { Dress } from '../dress.ts';
import { renderArticle } from './article-page.ts';
import { renderFailures, WITHIN, type WithinName } from './failures-page.ts';
import { renderQuarantine } from './quarantine-page.ts';
import { renderRefusals } from './refusals-page.ts';

interface ListDeps {
  pool: Pool;
  pages: Pages;
  dress: Dress;
}

const ROWS = 100;
const REASONS = 50;
const REFUSALS = 500;

/** The lists that the numbers of the page lead to. */
export function createListRouter({ pool, pages, dress }: ListDeps): Router {
  const router = Router({ caseSensitive: true });
  const requireRead = pages.require(canRead);
  const only = refuseOtherMethods('GET', 'HEAD');
  router
    .route('/ops/quarantine')
    .get(requireRead, async (request, response) => {
      const reason = textOf(request, 'reason');
      const groups = await groupQuarantine(pool, REASONS);
      const narrow = reason === null ? {} : { reason };
      const rows = await listQuarantined(pool, { ...narrow, limit: ROWS });
      const counted = groups.filter((group) => reason === null || group.reason === reason);
      const total = counted.reduce((sum, group) => sum + group.count, 0);
      const mayAct = canOperate(principalOf(response).scopes);
      const { zone } = pages.viewOf(request, response);
      const main = renderQuarantine({ groups, rows, reason, total, mayAct }, zone);
      pages.send(request, response, { title: 'Quarantine', section: '/ops', main, ...dress });
    })
    .all(only);
  router
    .route('/ops/articles/:id')
    .get(requireRead, async (request, response) => {
      const { scopes } = principalOf(response);
      const isEditor = canEdit(scopes);
      const id = String(request.params['id']);
      const article = /^[0-9a-f-]{36}$/.test(id) ? await findArticle(pool, id, { isEditor }) : null;
      if (article === null) throw new AppError('not_found', 'No such article.');
      const failures = await listArticleFailures(pool, id);
      const facts = { article, failures, isEditor, mayAct: canOperate(scopes), now: new Date() };
      const { zone } = pages.viewOf(request, response);
      const main = renderArticle({ ...facts, hasDesk: pages.has('/desk') }, zone);
      pages.send(request, response, { title: 'An article', section: '/ops', main, ...dress });
    })
    .all(only);
  router
    .route('/ops/failures')
    .get(requireRead, async (request, response) => {
      const reason = textOf(request, 'reason');
      const within = readWithin(textOf(request, 'within'));
      const from = new Date(Date.now() - WITHIN[within] * 1000);
      const found = await listFailures(pool, { from, reason, limit: ROWS });
      const { zone } = pages.viewOf(request, response);
      const main = renderFailures({ ...found, reason, within }, zone);
      pages.send(request, response, { title: 'Failures', section: '/ops', main, ...dress });
    })
    .all(only);
  router
    .route('/ops/refusals')
    .get(requireRead, async (request, response) => {
      const provider = textOf(request, 'provider');
      const { zone } = pages.viewOf(request, response);
      const main = renderRefusals(await listRefusals(pool, provider, REFUSALS), provider, zone);
      pages.send(request, response, { title: 'Refused', section: '/ops', main, ...dress });
    })
    .all(only);
  return router;
}

/** The time that an address names; a week where it names none. */
function readWithin(text: string | null): WithinName {
  return Object.keys(WITHIN).find((name): name is WithinName => name === text) ?? '7d';
}

function textOf(request: Request, name: string): string | null {
  const value = request.query[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
