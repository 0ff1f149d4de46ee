import { AppError } from '@writethru/domain';
import { Router, type Request, type Response } from 'express';

import { refuseOtherMethods } from '../app.ts';
import { BREAK_GLASS } from '../sign-in/session-keys.ts';
import { refuseForeignOrigin } from '../sign-in/same-origin.ts';
import type { Sessions, SignInStore } from '../sign-in/sessions.ts';
import type { Principal } from '../authenticate.ts';
import { formOf, readForm, readNextPath } from './forms.ts';
import type { Pages } from './pages.ts';
import { renderLink, renderPreferences, renderSignIn } from './sign-in-pages.ts';
import { keepView, readView } from './view.ts';

export interface SignInDeps {
  sessions: Sessions;
  store: SignInStore;
  /** Where a sign-in leads that came from nowhere in particular. */
  home: string;
  send: Pages['send'];
}

const LINK_SECONDS = 300;
const TOKEN = /^[\w-]{43}$/;

/** Sign-in by key or one-time link, sign-out, and how pages look. */
export function createSignInRouter(deps: SignInDeps): Router {
  const { sessions, send } = deps;
  const router = Router({ caseSensitive: true });
  router
    .route('/sign-in')
    .get((request, response) => showSignIn(deps, request, response))
    .post(readForm(), (request, response) => signIn(deps, request, response))
    .all(refuseOtherMethods('GET', 'HEAD', 'POST'));
  router
    .route('/sign-in/links')
    .post(async (request, response) => {
      const { keyId } = await sessions.authenticate(request);
      if (keyId === BREAK_GLASS.keyId) throw new AppError('forbidden', 'The break-glass key makes no links.');
      const token = await deps.store.createToken(keyId, LINK_SECONDS);
      response.setHeader('Cache-Control', 'no-store');
      response.status(201).json({ path: `/sign-in?token=${token}`, validSeconds: LINK_SECONDS });
    })
    .all(refuseOtherMethods('POST'));
  router
    .route('/sign-out')
    .post((request, response) => {
      refuseForeignOrigin(request);
      sessions.end(request, response);
      response.redirect(303, '/sign-in');
    })
    .all(refuseOtherMethods('POST'));
  router
    .route('/preferences')
    .get((request, response) => {
      const next = readNextPath(queryText(request, 'next'));
      const main = renderPreferences(readView(request, response), next);
      send(request, response, { title: 'How pages look', main });
    })
    .post(readForm(), (request, response) => {
      refuseForeignOrigin(request);
      const form = formOf(response);
      keepView(request, response, form);
      response.redirect(303, leadTo(deps, form.get('next')));
    })
    .all(refuseOtherMethods('GET', 'HEAD', 'POST'));
  return router;
}

function showSignIn({ send }: SignInDeps, request: Request, response: Response): void {
  const token = queryText(request, 'token');
  const isFromElsewhere = request.get('sec-fetch-site') === 'cross-site';
  const main =
    token !== null && TOKEN.test(token)
      ? renderLink(token)
      : renderSignIn(readNextPath(queryText(request, 'next')), { isFromElsewhere });
  send(request, response, { title: 'Sign in', main });
}

async function signIn(deps: SignInDeps, request: Request, response: Response): Promise<void> {
  // Else another site could sign its visitors in here, as somebody it chose.
  refuseForeignOrigin(request);
  const form = formOf(response);
  const token = form.get('token');
  try {
    const principal =
      token === null
        ? await deps.sessions.identify((form.get('key') ?? '').trim())
        : await useLink(deps, token);
    await deps.sessions.begin(request, response, principal);
  } catch (error) {
    const fault = explain(error);
    if (fault === null) throw error;
    const main = renderSignIn(readNextPath(form.get('next')), { fault: fault.text });
    deps.send(request, response, { title: 'Sign in', main }, fault.status);
    return;
  }
  response.redirect(303, leadTo(deps, form.get('next')));
}

async function useLink(deps: SignInDeps, token: string): Promise<Principal> {
  const principal = TOKEN.test(token) ? await deps.store.useToken(token) : null;
  if (principal === null)
    throw new AppError('unauthenticated', 'This link was used, or is over five minutes old.');
  return principal;
}

function explain(error: unknown): { text: string; status: number } | null {
  if (!(error instanceof AppError)) return null;
  if (error.code === 'unauthenticated') {
    const isOfLink = error.message.startsWith('This link');
    return { text: isOfLink ? error.message : 'This key is not known, or no longer good.', status: 401 };
  }
  if (error.code !== 'unavailable') return null;
  return {
    text: 'Postgres does not answer, so no key can be checked. The break-glass key works, where one is set.',
    status: 503,
  };
}

function leadTo(deps: SignInDeps, next: string | null): string {
  const path = readNextPath(next);
  return path === '/' ? deps.home : path;
}

function queryText(request: Request, name: string): string | null {
  const value = request.query[name];
  return typeof value === 'string' ? value : null;
}
