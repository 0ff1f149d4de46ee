import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { AppError } from '@writethru/domain';
import type { Request, RequestHandler, Response, Router } from 'express';

import type { Authenticate } from '../authenticate.ts';
import { makeSessions, type Sessions, type SignInStore } from '../sign-in/sessions.ts';
import { BASE_STYLE, makeAssets } from './assets.ts';
import { wantsPage } from './forms.ts';
import { PAGE_POLICY, renderShell, type Page, type Section } from './shell.ts';
import { renderForbidden } from './sign-in-pages.ts';
import { createSignInRouter } from './sign-in-router.ts';
import { readView, type PageView } from './view.ts';

/** What every page of ours shares: sign-in, header, theme, time zone and policy. */
export interface Pages {
  /** /sign-in, /sign-out, /preferences, and the shared style sheet. */
  router: Router;
  /** Who calls, by session or key; as `Sessions` has it. */
  authenticate: Authenticate;
  /**
   * Lets through callers whose scopes pass `check`, by session or key. A browser that is not signed in is led to the
   * sign-in, and one that may not gets a page that says so; other callers get 401 or 403.
   */
  require(check: (scopes: readonly string[]) => boolean): RequestHandler;
  viewOf(request: Request, response: Response): PageView;
  /** Whether this process serves the section at `href`, so that a page may link into it. */
  has(href: string): boolean;
  /** Sends a page in its shell. Default status: 200. */
  send(request: Request, response: Response, page: Page, status?: number): void;
}

export interface PagesDeps {
  store: SignInStore;
  /** Signs in without the store. Unset: nobody can. */
  breakGlassKey?: string | undefined;
  /** The places that the header leads to: those that this process serves. The first is where a sign-in leads. */
  sections: readonly [Section, ...Section[]];
}

const STYLE = '/assets/shell.css';
const ICON = '/assets/icon.svg';

/** Makes the frame of pages. */
export function makePages(deps: PagesDeps): Pages {
  const folder = path.dirname(fileURLToPath(import.meta.url));
  const assets = makeAssets([
    { path: STYLE, mediaType: 'text/css', files: [BASE_STYLE, path.join(folder, 'shell.css')] },
    { path: ICON, mediaType: 'image/svg+xml', files: [path.join(folder, 'icon.svg')] },
  ]);
  const frame = { sections: deps.sections, styleUrl: assets.urlOf(STYLE), iconUrl: assets.urlOf(ICON) };
  const send: Pages['send'] = (request, response, page, status = 200) => {
    response.setHeader('Content-Security-Policy', PAGE_POLICY);
    response.setHeader('Cache-Control', 'no-store');
    response
      .status(status)
      .type('html')
      .send(renderShell(page, readView(request, response), frame).text);
  };
  const sessions = makeSessions(deps.store, deps.breakGlassKey);
  const router = createSignInRouter({ sessions, store: deps.store, home: deps.sections[0].href, send });
  router.use(assets.router);
  return {
    router,
    send,
    authenticate: sessions.authenticate,
    viewOf: readView,
    has: (href) => deps.sections.some((section) => section.href === href),
    require: (check) => makeGate(sessions, check, send),
  };
}

function makeGate(
  sessions: Sessions,
  check: (scopes: readonly string[]) => boolean,
  send: Pages['send'],
): RequestHandler {
  return async (request, response, next) => {
    try {
      const principal = await sessions.authenticate(request);
      response.locals['principal'] = principal;
      if (!check(principal.scopes)) throw new AppError('forbidden', 'The key lacks the scope for this.');
    } catch (error) {
      if (!wantsPage(request) || !(error instanceof AppError)) throw error;
      if (error.code === 'unauthenticated') {
        response.redirect(303, `/sign-in?next=${encodeURIComponent(request.originalUrl)}`);
        return;
      }
      if (error.code !== 'forbidden') throw error;
      send(request, response, { title: 'Not for this key', main: renderForbidden() }, 403);
      return;
    }
    next();
  };
}
