import type { findSimilar } from '@writethru/contract';
import { html, type SafeHtml } from '@writethru/runtime';

import type { AnswerTo } from '../ask.ts';
import { renderMarked } from '../story/marked-text.ts';
import { renderEvidence, renderScore } from '../compare/pair-evidence.ts';
import { countThings, renderHeadline } from '../words.ts';

export interface JoinedStory {
  id: string;
  headline: string | null;
  isShown: boolean;
  versionCount: number;
}

export interface Tried {
  stories: readonly JoinedStory[];
  similar: AnswerTo<typeof findSimilar>['similar'];
  /** The text as it is read, and what of it stands in the closest article. */
  text: string;
  spans: readonly { start: number; end: number }[];
}

export interface TryParts {
  headline: string;
  body: string;
  /** Null before a text was sent. */
  tried: Tried | null;
}

/** The form, and above it what became of the text that was sent. */
export function renderTry({ headline, body, tried }: TryParts): SafeHtml {
  return html`<h1 class="aside">Try a text</h1>
    ${tried === null ? html`` : renderTried(tried)}
    <form class="try" method="post" action="/desk/try">
      <p>Paste an article: you see which story it would join, and why. It is not kept.</p>
      <p>
        <label for="headline">Headline, if it has one</label>
        <input id="headline" name="headline" maxlength="2000" value="${headline}" />
      </p>
      <p>
        <label for="body">Text</label>
        <textarea id="body" name="body" rows="12" required>${body}</textarea>
      </p>
      <p class="actions"><button>See what it would join</button></p>
    </form>`;
}

function renderTried(tried: Tried): SafeHtml {
  const { stories, similar, text, spans } = tried;
  return html`<section class="tried" aria-label="What became of it">
    ${renderVerdict(stories)}
    ${
      similar.length === 0
        ? html`<p class="empty">
            Nothing held within three days shares enough words with it to be compared. A text of fewer than
            five words can’t be.
          </p>`
        : html`<h2>What is like it</h2>
            <ol class="similar">
              ${similar.map(
                (one) =>
                  html`<li>
                    <a href="/desk/articles/${one.articleId}">${renderHeadline(one)}</a>
                    <span class="meta"
                      ><b class="provider"><bdi>${one.provider}</bdi></b></span
                    >
                    ${renderScore(one.evidence)}
                  </li>`,
              )}
            </ol>
            <h2>Your text</h2>
            <p class="legend"><mark>Marked</mark> is what stands in the closest article too.</p>
            <div class="text" dir="auto">${renderMarked(text, spans)}</div>
            ${renderEvidence(similar[0]!.evidence)}`
    }
  </section>`;
}

function renderVerdict(stories: readonly JoinedStory[]): SafeHtml {
  if (stories.length === 0) return html`<p class="verdict apart">It would be a story of its own.</p>`;
  return html`<p class="verdict joined">
      ${stories.length === 1 ? 'It would join this story:' : `It would make one of these ${stories.length} stories:`}
    </p>
    <ul class="found">
      ${stories.map(
        (story) =>
          html`<li>
            <a href="/desk/stories/${story.id}">${renderHeadline(story)}</a>
            <span class="meta">${countThings(story.versionCount, 'version')}</span>
          </li>`,
      )}
    </ul>`;
}
