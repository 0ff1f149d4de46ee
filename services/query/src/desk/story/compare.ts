import type { explainPair } from '@writethru/contract';
import { html, type SafeHtml } from '@writethru/runtime';

import type { AnswerTo } from '../ask.ts';
import type { DeskPage } from '../desk.ts';
import type { Clock } from '../times.ts';
import { formatShare, renderHeadline } from '../words.ts';
import { renderEvidence } from './pair-evidence.ts';
import { renderMarked } from './marked-text.ts';

type Explanation = AnswerTo<typeof explainPair>;

/** `/desk/compare?a&b`: two articles side by side, what they share, and why they are or are not one story. */
export const comparePage: DeskPage = {
  path: '/desk/compare',
  async answer({ questions, query, clock }) {
    const explanation = await questions.explanation({
      ...(query['a'] && { a: query['a'] }),
      ...(query['b'] && { b: query['b'] }),
    });
    return { title: 'Two articles', main: renderComparison(explanation, clock) };
  },
};

function renderComparison(explanation: Explanation, clock: Clock): SafeHtml {
  const { a, b, passages, isOneStory } = explanation;
  const words = (passages ?? []).reduce((sum, { wordCount }) => sum + wordCount, 0);
  return html`<h1 class="verdict ${isOneStory ? 'joined' : 'apart'}">${explanation.summary}</h1>
    ${
      passages === null
        ? html`<p class="empty">One of the two may not be shown with this key, so neither text is.</p>`
        : html`<p class="legend">
            <mark>Marked</mark> is what stands in both, five words or more in a row:
            ${words.toLocaleString('en')} words. What is not marked is its own.
          </p>`
    }
    <div class="sides">
      ${renderSide('A', a, passages?.map((passage) => passage.a) ?? null, clock)}
      ${renderSide('B', b, passages?.map((passage) => passage.b) ?? null, clock)}
    </div>
    ${renderEvidence(explanation.evidence)} ${renderChain(explanation)}`;
}

function renderSide(
  name: string,
  article: Explanation['a'],
  spans: readonly { start: number; end: number }[] | null,
  clock: Clock,
): SafeHtml {
  return html`<article aria-label="${name}">
    <p class="meta">
      <b class="sequence">${name}</b>
      <b class="provider"><bdi>${article.provider}</bdi></b> ${clock.moment(article.effectiveAt)}
      <span class="guid"><bdi>${article.guid}</bdi></span>
    </p>
    <h2 dir="auto"><a href="/desk/articles/${article.articleId}">${renderHeadline(article)}</a></h2>
    ${
      spans === null || article.text === null
        ? html`<p class="empty">Its text may not be shown.</p>`
        : html`<div class="text" dir="auto">${renderMarked(article.text, spans)}</div>`
    }
    ${
      article.storyId === null
        ? html``
        : html`<p class="meta"><a href="/desk/stories/${article.storyId}">Its story</a></p>`
    }
  </article>`;
}

const BY = {
  editor_link: 'an editor put them together',
  provider_key: "their provider's key",
  same_text: 'the same text',
  text: 'the text',
} as const;

function renderChain({ chain, constraints, digests }: Explanation): SafeHtml {
  if (chain.length < 2 && constraints.length === 0 && digests.length === 0) return html``;
  return html`<section aria-labelledby="chain">
    <h2 id="chain">How they hang together</h2>
    <ol class="reasons">
      ${chain.map(
        ({ from, to, by, score }) =>
          html`<li>
            <a href="/desk/compare?a=${from}&amp;b=${to}">One step</a>:
            ${BY[by]}${score === null ? '' : `, scoring ${formatShare(score / 10_000)}`}
          </li>`,
      )}
      ${constraints.map(
        ({ kind, aProvider, aGuid, bProvider, bGuid }) =>
          html`<li>
            An editor ${kind === 'must_link' ? 'keeps together' : 'keeps apart'} <bdi>${aProvider}</bdi>
            <bdi>${aGuid}</bdi> and <bdi>${bProvider}</bdi> <bdi>${bGuid}</bdi>.
          </li>`,
      )}
      ${digests.length === 0 ? html`` : html`<li>One of the two is a digest: it contains, and does not join.</li>`}
    </ol>
  </section>`;
}
