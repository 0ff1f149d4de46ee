import { judgeVisibility, maySee } from '@writethru/domain';
import { html, renderTime, type SafeHtml } from '@writethru/runtime';
import type { ArticleDetail } from '@writethru/store';

import { actHref } from '../actions/describe.ts';
import { renderTable } from '../page/section.ts';
import { renderDeeds } from './quarantine-page.ts';

export interface ArticleFacts {
  article: ArticleDetail;
  failures: readonly { at: Date; attempt: number; reason: string }[];
  isEditor: boolean;
  mayAct: boolean;
  hasDesk: boolean;
  now: Date;
}

const MAX_CHARACTERS = 5_000;

/** An article as operators need it: its state, its failures, the text that failed, and what can be done. */
export function renderArticle(facts: ArticleFacts, zone: string): SafeHtml {
  const { article, failures, mayAct, hasDesk } = facts;
  return html`<h1><bdi>${article.provider}</bdi> <bdi>${article.guid}</bdi></h1>
    <p>
      Version ${article.version}, <strong>${article.state}</strong>, received
      ${renderTime(article.receivedAt, zone)}${
        article.feed === null ? '' : html` by <bdi>${article.feed}</bdi>`
      }${article.endedAt === null ? '' : html`, ended ${renderTime(article.endedAt, zone)}`}.
    </p>
    ${article.quarantineReason === null ? '' : html`<p class="fault"><bdi>${article.quarantineReason}</bdi></p>`}
    <p class="deeds">
      ${mayAct ? renderDeedsFor(article) : ''}
      ${hasDesk ? html`<a href="/desk/articles/${article.id}">Its life at the desk</a>` : ''}
    </p>
    ${
      failures.length === 0
        ? html`<p class="empty">No attempt at it failed within two weeks.</p>`
        : renderTable(
            'Failed attempts',
            ['When', '#Attempt', 'Reason'],
            failures.map(({ at, attempt, reason }) => [
              renderTime(at, zone),
              String(attempt),
              html`<bdi>${reason}</bdi>`,
            ]),
          )
    }
    ${renderText(facts)}`;
}

function renderDeedsFor({ id, state, attempts }: ArticleDetail): SafeHtml | '' {
  if (state === 'quarantined') return renderDeeds({ articleId: id }, 1);
  const isWaiting = (state === 'accepted' || state === 'published') && attempts > 0;
  return isWaiting ? html`<a href="${actHref('retry', { articleId: id })}">Retry…</a>` : '';
}

function renderText({ article, isEditor, now }: ArticleFacts): SafeHtml {
  const visibility = judgeVisibility(article.visibility, now.getTime());
  if (!maySee(visibility, isEditor)) {
    return html`<p class="empty">Its text is ${visibility}, and not to be shown with this key.</p>`;
  }
  const headline = textOf(article.text['headline']);
  const body = textOf(article.text['body']);
  return html`<h2 dir="auto"><bdi>${headline}</bdi></h2>
    <pre class="preview" dir="auto" tabindex="0" aria-label="Text as it was sent">
${body.slice(0, MAX_CHARACTERS)}</pre>
    ${body.length > MAX_CHARACTERS ? html`<p class="quiet">${body.length - MAX_CHARACTERS} more characters.</p>` : ''}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
