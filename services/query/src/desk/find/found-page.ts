import { html, type SafeHtml } from '@writethru/runtime';

import type { Clock } from '../times.ts';
import { countThings, renderHeadline } from '../words.ts';
import { renderRefusals, type Refusals } from './refusals.ts';

export interface FoundArticle {
  id: string;
  provider: string;
  guid: string;
  version: number;
  state: string;
  receivedAt: string;
  headline: string | null;
  isShown: boolean;
}

export interface FoundStory {
  id: string;
  leadId: string;
  headline: string | null;
  isShown: boolean;
  versionCount: number;
  lastEffectiveAt: string;
}

export interface Found {
  what: string;
  articles: readonly FoundArticle[];
  stories: readonly FoundStory[];
  /** Of items with this guid, none of which was taken. */
  refusals: Refusals;
}

/** What the box found where it found several things, or none. */
export function renderFound({ what, articles, stories, refusals }: Found, clock: Clock): SafeHtml {
  const count = articles.length + stories.length + refusals.length;
  return html`<h1 class="aside">
      ${count === 0 ? 'Nothing found' : 'Found'} for <q><bdi>${what}</bdi></q>
    </h1>
    ${
      count === 0
        ? html`<p class="empty">
            No article has this guid or address, and no story’s lead has these words. An address must be as
            the feed sent it. Try fewer words of the headline, or look at <a href="/desk">all stories</a>.
          </p>`
        : articles.length + stories.length === 0
          ? html`<p>No article has this guid: all that was sent under it was refused.</p>`
          : html`<p>Several things answer to it: choose one.</p>`
    }
    <ul class="found">
      ${articles.map(
        (article) =>
          html`<li>
            <a href="/desk/articles/${article.id}">${renderHeadline(article)}</a>
            <p class="meta">
              <b class="provider"><bdi>${article.provider}</bdi></b> <bdi>${article.guid}</bdi> version
              ${article.version} · ${article.state} · ${clock.moment(article.receivedAt)}
            </p>
          </li>`,
      )}
      ${stories.map(
        (story) =>
          html`<li>
            <a href="/desk/stories/${story.id}">${renderHeadline(story)}</a>
            <p class="meta">
              ${countThings(story.versionCount, 'version')} · ${clock.moment(story.lastEffectiveAt)} ·
              <a href="/desk/articles/${story.leadId}">its lead’s life</a>
            </p>
          </li>`,
      )}
    </ul>
    ${renderRefusals(refusals, clock)}`;
}
