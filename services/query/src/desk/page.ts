import { html, type Page, type SafeHtml } from '@writethru/runtime';

import type { Clock } from './times.ts';

/** What every page of the desk is made with. */
export interface PageContext {
  clock: Clock;
  timeZone: string;
  now: () => Date;
  viewer: { isEditor: boolean };
}

export interface PageParts {
  title: string;
  /** Which entry of the navigation is this page. */
  at?: 'stories' | 'doubtful' | 'try';
  /** What stands in the box. */
  sought?: string;
  main: SafeHtml;
  /** Default: 200. */
  status?: number;
}

const PLACES = [
  { at: 'stories', path: '/desk', name: 'Stories' },
  { at: 'doubtful', path: '/desk/doubtful', name: 'Doubtful' },
  { at: 'try', path: '/desk/try', name: 'Try a text' },
] as const;

/** The page in its frame: the bar with the box, what is shown, and the foot. Works without its script. */
export function renderPage(parts: PageParts, context: PageContext): Page {
  return {
    title: parts.title,
    section: '/desk',
    bar: renderBar(parts, context.viewer.isEditor),
    main: parts.main,
    foot: html`<p>Times are in ${context.timeZone}. Read ${context.clock.full(context.now())}.</p>`,
  };
}

function renderBar(parts: PageParts, isEditor: boolean): SafeHtml {
  return html`<nav aria-label="Desk">
      ${PLACES.filter(({ at }) => isEditor || at !== 'doubtful').map(
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
    </form>`;
}
