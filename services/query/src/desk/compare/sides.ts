import type { explainPair } from '@writethru/contract';
import { html, type SafeHtml } from '@writethru/runtime';

import type { AnswerTo } from '../ask.ts';
import { renderMarked, renderMarkedLine, type MarkedSpan } from '../story/marked-text.ts';
import type { Clock } from '../times.ts';
import { renderHeadline } from '../words.ts';
import { layOutSides, type Difference } from './differing-sides.ts';

export type Explanation = AnswerTo<typeof explainPair>;
type Article = Explanation['a'];

export interface Comparison {
  explanation: Explanation;
  /** Null where only what they share is to be marked. */
  difference: Difference | null;
}

/** What a side shows. */
interface Side {
  headline: SafeHtml;
  /** Null where it may not be shown. */
  text: { text: string; spans: readonly MarkedSpan[] } | null;
}

/** Two articles beside each other, and above them what the marks mean. */
export function renderSides({ explanation, difference }: Comparison, clock: Clock): SafeHtml {
  const { a, b } = explanation;
  const sides = difference?.body ? showDifference(difference) : showPassages(explanation);
  return html`${renderLegend(explanation, difference)}
    <div class="sides">${renderSide('A', a, sides.a, clock)} ${renderSide('B', b, sides.b, clock)}</div>`;
}

function showDifference({ headline, body }: Difference): { a: Side; b: Side } {
  const { from, to } = layOutSides(body!.operations);
  const title = layOutSides(headline?.operations ?? []);
  const render = ({ text, spans }: typeof from): SafeHtml =>
    text === ''
      ? html`<span class="absent">No headline</span>`
      : html`<bdi
          >${renderMarkedLine(
            text,
            spans.filter(({ as }) => as !== undefined),
          )}</bdi
        >`;
  return { a: { headline: render(title.from), text: from }, b: { headline: render(title.to), text: to } };
}

function showPassages({ a, b, passages }: Explanation): { a: Side; b: Side } {
  const show = (article: Article, side: 'a' | 'b'): Side => ({
    headline: renderHeadline(article),
    text:
      passages === null || article.text === null
        ? null
        : { text: article.text, spans: passages.map((passage) => passage[side]) },
  });
  return { a: show(a, 'a'), b: show(b, 'b') };
}

function renderLegend({ passages }: Explanation, difference: Difference | null): SafeHtml {
  if (passages === null)
    return html`<p class="empty">One of the two may not be shown with this key, so neither text is.</p>`;
  const words = passages.reduce((sum, { wordCount }) => sum + wordCount, 0).toLocaleString('en');
  if (!difference?.body)
    return html`<p class="legend">
      <mark>Marked</mark> is what stands in both, five words or more in a row: ${words} words. What is not
      marked is its own.
    </p>`;
  return html`<p class="legend">
    <del>A alone</del> <ins>B alone</ins> <mark>in both</mark>, five words or more in a row: ${words} words.
    ${difference.body.isCoarse ? 'They differ so much that parts are compared as a whole.' : ''}
  </p>`;
}

function renderSide(name: string, article: Article, side: Side, clock: Clock): SafeHtml {
  return html`<article aria-label="${name}">
    <p class="meta">
      <b class="sequence">${name}</b>
      <b class="provider"><bdi>${article.provider}</bdi></b> ${clock.moment(article.effectiveAt)}
      <span class="guid"><bdi>${article.guid}</bdi></span>
    </p>
    <h2 dir="auto"><a href="/desk/articles/${article.articleId}">${side.headline}</a></h2>
    ${renderText(side)}
    ${
      article.storyId === null
        ? html``
        : html`<p class="meta"><a href="/desk/stories/${article.storyId}">Its story</a></p>`
    }
  </article>`;
}

function renderText({ text }: Side): SafeHtml {
  if (text === null) return html`<p class="empty">Its text may not be shown.</p>`;
  if (text.text.trim() === '') return html`<p class="empty">It came without a text.</p>`;
  return html`<div class="text" dir="auto">${renderMarked(text.text, text.spans)}</div>`;
}
