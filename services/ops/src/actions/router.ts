import { AppError, canOperate, canRead } from '@writethru/domain';
import {
  formOf,
  principalOf,
  readForm,
  refuseOtherMethods,
  type Pages,
  type SafeHtml,
} from '@writethru/runtime';
import {
  abortAction,
  countArticlesFor,
  findOpsAction,
  pauseClustering,
  resumeClustering,
  startBulkAction,
  type OpsAction,
  type Pool,
} from '@writethru/store';
import { Router, type Request, type Response } from 'express';

import type { Dress } from '../dress.ts';
import { renderAct, TYPED_ABOVE, type ActForm } from './act-page.ts';
import { renderAction } from './action-page.ts';
import { VERBS } from './describe.ts';
import { renderPause } from './pause-page.ts';
import { readAct, readOperator } from './read-act.ts';

interface ActionDeps {
  pool: Pool;
  pages: Pages;
  dress: Dress;
}

const REFRESH_SECONDS = 2;

type Send = (request: Request, response: Response, title: string, main: SafeHtml, status?: number) => void;

/** Release, discard and retry; pause and resume; and the audit of each. Seen by readers, done by operators. */
export function createActionRouter(deps: ActionDeps): Router {
  const { pool, pages, dress } = deps;
  const router = Router({ caseSensitive: true });
  const send: Send = (request, response, title, main, status) =>
    pages.send(request, response, { title, section: '/ops', main, ...dress }, status);
  const mayAct = pages.require(canOperate);
  router
    .route('/ops/act')
    .get(mayAct, async (request, response) => {
      const { kind, filter } = readAct(new URLSearchParams(request.query as Record<string, string>));
      const count = await countArticlesFor(pool, kind, filter);
      send(request, response, VERBS[kind], renderAct({ kind, filter, count }));
    })
    .post(mayAct, readForm(), (request, response) => act(pool, send, request, response))
    .all(refuseOtherMethods('GET', 'HEAD', 'POST'));
  router
    .route('/ops/pause')
    .get(mayAct, (request, response) => send(request, response, 'Pause', renderPause('pause')))
    .post(mayAct, readForm(), async (_request, response) => {
      await pauseClustering(pool, readOperator(response, formOf(response)));
      response.redirect(303, '/ops');
    })
    .all(refuseOtherMethods('GET', 'HEAD', 'POST'));
  router
    .route('/ops/resume')
    .get(mayAct, (request, response) => send(request, response, 'Resume', renderPause('resume')))
    .post(mayAct, readForm(), async (_request, response) => {
      await resumeClustering(pool, readOperator(response, formOf(response)));
      response.redirect(303, '/ops');
    })
    .all(refuseOtherMethods('GET', 'HEAD', 'POST'));
  router
    .route('/ops/actions/:id')
    .get(pages.require(canRead), async (request, response) => {
      const action = await findAction(pool, request);
      const main = renderAction(
        action,
        pages.viewOf(request, response).zone,
        canOperate(principalOf(response).scopes),
      );
      const refresh = action.state === 'running' ? { refreshSeconds: REFRESH_SECONDS } : {};
      pages.send(request, response, { title: action.kind, section: '/ops', main, ...dress, ...refresh });
    })
    .all(refuseOtherMethods('GET', 'HEAD'));
  router
    .route('/ops/actions/:id/abort')
    .post(mayAct, async (request, response) => {
      const { id } = await findAction(pool, request);
      await abortAction(pool, id, principalOf(response).holder);
      response.redirect(303, `/ops/actions/${id}`);
    })
    .all(refuseOtherMethods('POST'));
  return router;
}

async function act(pool: Pool, send: Send, request: Request, response: Response): Promise<void> {
  const form = formOf(response);
  const { kind, filter } = readAct(form);
  const expected = Number(form.get('expected'));
  try {
    const operator = readOperator(response, form);
    if (expected > TYPED_ABOVE && form.get('typed')?.trim() !== String(expected))
      throw new AppError('invalid_input', `Type ${expected} to go on.`);
    const id = await startBulkAction(pool, { ...operator, kind, filter, expected });
    response.redirect(303, `/ops/actions/${id}`);
  } catch (error) {
    if (!(error instanceof AppError) || !['invalid_input', 'conflict'].includes(error.code)) throw error;
    const count = await countArticlesFor(pool, kind, filter);
    const again: ActForm = { kind, filter, count, fault: error.message };
    send(request, response, VERBS[kind], renderAct(again), error.code === 'conflict' ? 409 : 422);
  }
}

async function findAction(pool: Pool, request: Request): Promise<OpsAction> {
  const id = String(request.params['id']);
  const action = /^[0-9a-f-]{36}$/.test(id) ? await findOpsAction(pool, id) : null;
  if (action === null) throw new AppError('not_found', 'No such action.');
  return action;
}
