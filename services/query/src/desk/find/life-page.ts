import type { getArticle, listArticles } from '@writethru/contract';
import { html, type SafeHtml } from '@writethru/runtime';
import type { ArticleEvent } from '@writethru/store';
import { toPlainText } from '@writethru/wire';

import type { AnswerTo } from '../ask.ts';
import { renderOutsideLink } from '../links.ts';
import { renderMarked } from '../story/marked-text.ts';
import type { Clock } from '../times.ts';
import { describeEvidence, renderHeadline, renderNotShown, renderRelation } from '../words.ts';
import { renderRefusals, type Refusals } from './refusals.ts';

type Article = AnswerTo<typeof getArticle>;

export interface Life {
  article: Article;
  /** The other versions of its guid. */
  versions: AnswerTo<typeof listArticles>['articles'];
  events: readonly ArticleEvent[];
  /** Of its provider and guid. */
  refusals: Refusals;
}

/** An article's life: what came when, what became of it, and what it says. */
export function renderLife({ article, versions, events, refusals }: Life, clock: Clock): SafeHtml {
  return html`<h1 dir="auto">
      ${renderHeadline({ headline: article.headline ?? null, isShown: article.isShown })}
    </h1>
    <p class="byline">
      <b><bdi>${article.provider}</bdi></b> <bdi>${article.guid}</bdi> version ${article.version}
      ${renderNotShown(article.notShown)}
    </p>
    <section aria-labelledby="life">
      <h2 id="life">Its life</h2>
      <ol class="life">
        ${
          article.publishedAt === undefined
            ? html``
            : renderStep(clock.full(article.publishedAt), html`Published, says its provider.`)
        }
        ${renderStep(clock.full(article.receivedAt), renderReceipt(article))}
        ${
          article.indexedAt === null
            ? html``
            : renderStep(
                clock.full(article.indexedAt),
                html`Could be found by others${renderAfter(article.timings.indexedAfterMs)}.`,
              )
        }
        ${article.endedAt === null ? html`` : renderStep(clock.full(article.endedAt), renderEnd(article))}
        ${events.map((event) => renderStep(clock.full(event.at), describeEvent(event)))}
      </ol>
    </section>
    ${renderPlace(article)} ${renderOtherVersions(versions, clock)} ${renderRefusals(refusals, clock)}
    <section aria-labelledby="text">
      <h2 id="text">What it says</h2>
      ${article.isShown ? renderText(article) : html`<p class="empty">Its text may not be shown with this key.</p>`}
    </section>`;
}

function renderStep(time: SafeHtml, what: SafeHtml): SafeHtml {
  return html`<li>
    <span class="when">${time}</span>
    <span>${what}</span>
  </li>`;
}

function renderReceipt({ feed, isBackfill }: Article): SafeHtml {
  return html`Received${feed === null ? html`` : html` by the feed <bdi>${feed}</bdi>`}${
    isBackfill ? ', more than a day after it was published' : ''
  }.`;
}

function renderAfter(ms: number | null): string {
  if (ms === null) return '';
  return ms < 1_000 ? `, ${Math.round(ms)} ms after receipt` : `, ${(ms / 1_000).toFixed(1)} s after receipt`;
}

function renderEnd(article: Article): SafeHtml {
  const after = renderAfter(article.timings.endedAfterMs);
  if (article.state === 'quarantined' || article.state === 'discarded')
    return html`<strong>${article.state === 'discarded' ? 'Given up by an operator' : 'Quarantined'}</strong>
      after ${article.attempts} attempts: <bdi>${article.quarantineReason ?? 'no reason is on record'}</bdi>`;
  return html`In its story${after}.`;
}

const EVENT: Record<ArticleEvent['type'], string> = {
  'story.created': 'A story began with it',
  'story.updated': 'Its story changed',
  'story.corrected': 'Its story was corrected',
  'story.canceled': 'Its story was killed',
  'story.merged': 'Its story was merged into another',
  'story.split': 'Its story was split off',
  'article.moved': 'It moved to another story',
  'article.canceled': 'It killed its item',
  'article.erased': 'It was erased for good',
  'article.quarantined': 'It was quarantined',
};

function describeEvent({ type, way, cause, storyId }: ArticleEvent): SafeHtml {
  const what =
    way === 'left'
      ? 'It left this story'
      : way === 'joined' && type === 'story.updated'
        ? 'It joined'
        : EVENT[type];
  return html`${what} (<a href="/desk/stories/${storyId}">story</a
    >${cause === 'ingest' ? '' : `, ${cause}`}).`;
}

function renderPlace({ id, story, state }: Article): SafeHtml {
  if (story === null) {
    const advice =
      state === 'accepted' || state === 'published'
        ? 'It waits for the clusterer. Load this page again in a moment; the ops page says what is late.'
        : 'It has no story.';
    return html`<p class="empty">${advice}</p>`;
  }
  return html`<section aria-labelledby="place">
    <h2 id="place">Where it stands</h2>
    <p>
      Version ${story.sequence} of <a href="/desk/stories/${story.id}">its story</a>:
      ${renderRelation(story.relation)}
      ${
        story.matchedArticleId === null
          ? html``
          : html`<a href="/desk/compare?a=${story.matchedArticleId}&amp;b=${id}"
              >the one it was matched with</a
            >`
      }
    </p>
    ${story.relation === 'original' ? html`` : html`<p>${describeEvidence(story.evidence)}</p>`}
  </section>`;
}

function renderOtherVersions(versions: Life['versions'], clock: Clock): SafeHtml {
  if (versions.length === 0) return html``;
  return html`<section aria-labelledby="others">
    <h2 id="others">Other versions of its guid</h2>
    <ul class="reasons">
      ${versions.map(
        ({ id, version, state, receivedAt }) =>
          html`<li>
            <a href="/desk/articles/${id}">Version ${version}</a> · ${state} · ${clock.moment(receivedAt)}
          </li>`,
      )}
    </ul>
  </section>`;
}

function renderText(article: Article): SafeHtml {
  const body = toPlainText(article.body ?? '');
  return html`${article.url === undefined ? html`` : html`<p class="source">${renderOutsideLink(article.url)}</p>`}
  ${article.edNote === undefined ? html`` : html`<p class="note"><bdi>${article.edNote}</bdi></p>`}
  ${
    body.trim() === ''
      ? html`<p class="empty">It came without a text.</p>`
      : html`<div
          class="text"
          dir="auto"
          ${article.language === undefined ? '' : html`lang="${article.language}"`}
        >
          ${renderMarked(body, [])}
        </div>`
  }`;
}
