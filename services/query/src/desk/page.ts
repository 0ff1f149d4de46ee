import { html, type Principal, type SafeHtml } from '@writethru/runtime';

import type { Clock } from './times.ts';

/** What every page of the desk is made with. */
export interface PageContext {
  principal: Principal;
  clock: Clock;
  timeZone: string;
  now: () => Date;
}

export interface PageParts {
  title: string;
  /** Which entry of the navigation is this page. */
  at?: 'stories' | 'doubtful' | 'try';
  /** What stands in the box. */
  sought?: string;
  main: SafeHtml;
}

const PLACES = [
  { at: 'stories', path: '/desk', name: 'Stories' },
  { at: 'try', path: '/desk/try', name: 'Try a text' },
] as const;

/** A whole page: masthead with the box, what is shown, and the foot. Works without its script. */
export function renderPage(parts: PageParts, context: PageContext): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${parts.title} · Writethru</title>
        <link rel="stylesheet" href="/desk/desk.css" />
        <link rel="icon" href="data:," />
        <script type="module" src="/desk/desk.js"></script>
      </head>
      <body>
        <a class="skip" href="#main">To the content</a>
        <header class="masthead">
          <p class="name"><a href="/desk">Writethru</a></p>
          <nav aria-label="Desk">
            ${PLACES.map(
              ({ at, path, name }) =>
                html`<a href="${path}" ${at === parts.at ? html`aria-current="page"` : ''}>${name}</a>`,
            )}
          </nav>
          <form class="box" action="/desk/find" role="search" aria-label="One article">
            <label for="box">Guid, URL, headline or id</label>
            <input
              id="box"
              name="what"
              type="search"
              required
              maxlength="2000"
              placeholder="Guid, URL, headline or id"
              value="${parts.sought ?? ''}"
            />
            <button>Find</button>
          </form>
        </header>
        <main id="main">${parts.main}</main>
        <footer>
          <p>Times are in ${context.timeZone}. Read ${context.clock.full(context.now())}.</p>
        </footer>
      </body>
    </html> `;
  return page.text;
}
