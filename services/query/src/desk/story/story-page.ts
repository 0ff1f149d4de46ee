import type { AnswerTo } from '../ask.ts';
import type { getArticle, getPickup, getStory, listHistory } from '@writethru/contract';
import { html, type SafeHtml } from '@writethru/runtime';
import { readWireCopy } from '@writethru/wire';

import { renderEditPanel, type EditPanel } from '../edit/edit-panel.ts';
import { renderHistory, type HistoryView } from '../history/history-list.ts';
import { renderOutsideLink } from '../links.ts';
import type { Clock } from '../times.ts';
import { countThings, describeEvidence, renderHeadline, renderNotShown } from '../words.ts';
import { renderPickup } from './pickup-report.ts';
import { renderTimeline } from './timeline.ts';

export type StoryAnswer = AnswerTo<typeof getStory>;
type Lead = AnswerTo<typeof getArticle>;

export interface StoryParts {
  story: StoryAnswer;
  lead: Lead | null;
  pickup: AnswerTo<typeof getPickup> | null;
  history: AnswerTo<typeof listHistory> | null;
  /** Null for who may not edit. */
  edit: EditPanel | null;
}

/** Paragraphs of the lead that are shown at once. */
const MAX_OPEN = 6;

/** The page of a story: its lead, then how it came about. */
export function renderStory({ story, lead, pickup, history, edit }: StoryParts, clock: Clock): SafeHtml {
  return html`<article class="lead">
      <header>
        <p class="meta">
          ${countThings(story.versionCount, 'version')} by ${countThings(story.providers.length, 'provider')}
          · ${clock.moment(story.firstEffectiveAt)} – ${clock.moment(story.lastEffectiveAt)}
          ${story.isHidden ? html`<span class="badge alarm">under embargo</span>` : html``}
        </p>
        ${
          lead === null
            ? html`<h1 class="absent">No version may lead this story</h1>
                <p>
                  All that it has is killed, held back, under embargo or gone. The versions below say which.
                </p>`
            : renderLead(lead, clock)
        }
      </header>
    </article>
    ${renderTimeline(story, clock, edit?.form?.picked ?? (edit === null ? null : []))}
    ${edit === null ? html`` : renderEditPanel(story.id, edit)} ${renderWhy(story)}
    ${pickup === null ? html`` : renderPickup(pickup, clock)} ${renderRelated(story)}
    ${history === null ? html`` : renderStoryHistory(story.id, history, { clock, canEdit: edit !== null })}`;
}

function renderStoryHistory(
  storyId: string,
  { entries, next }: AnswerTo<typeof listHistory>,
  view: HistoryView,
): SafeHtml {
  if (entries.length === 0) return html``;
  return html`<section aria-labelledby="history">
    <h2 id="history">History</h2>
    ${renderHistory(entries, view)}
    ${
      next === null
        ? html``
        : html`<p class="next"><a href="/desk/stories/${storyId}/history">The whole history</a></p>`
    }
  </section>`;
}

function renderLead(lead: Lead, clock: Clock): SafeHtml {
  const text = readWireCopy({ headline: lead.headline ?? null, body: lead.body ?? null });
  const paragraphs = text.plainText.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== '');
  const language = lead.language === undefined ? html`` : html`lang="${lead.language}"`;
  return html`<h1 dir="auto" ${language}>
      ${renderHeadline({ headline: lead.headline ?? null, isShown: lead.isShown })}
    </h1>
    <p class="byline">
      <b><bdi>${lead.provider}</bdi></b>
      ${lead.byline === undefined ? html`` : html`<bdi>${lead.byline}</bdi>`}
      ${clock.moment(lead.effectiveAt)} ${renderNotShown(lead.notShown)}
      <a href="/desk/articles/${lead.id}">this article's life</a>
    </p>
    ${
      lead.isShown
        ? html`<div class="text" dir="auto" ${language}>
            ${renderParagraphs(paragraphs.slice(0, MAX_OPEN))}
            ${
              paragraphs.length > MAX_OPEN
                ? html`<details>
                    <summary>${countThings(paragraphs.length - MAX_OPEN, 'more paragraph')}</summary>
                    ${renderParagraphs(paragraphs.slice(MAX_OPEN))}
                  </details>`
                : html``
            }
          </div>`
        : html`<p class="empty">Its text may not be shown with this key.</p>`
    }
    ${lead.url === undefined ? html`` : html`<p class="source">${renderOutsideLink(lead.url)}</p>`}`;
}

function renderParagraphs(paragraphs: readonly string[]): SafeHtml {
  return html`${paragraphs.map((paragraph) => html`<p dir="auto">${paragraph}</p>`)}`;
}

function renderWhy(story: StoryAnswer): SafeHtml {
  const matched = story.versions.filter(({ matchedArticleId }) => matchedArticleId !== null);
  if (matched.length === 0) return html``;
  const sequenceOf = new Map(story.versions.map(({ articleId, sequence }) => [articleId, sequence]));
  return html`<section aria-labelledby="why">
    <h2 id="why">Why they are one story</h2>
    <ul class="reasons">
      ${matched.map(
        (version) =>
          html`<li>
            <a href="/desk/compare?a=${version.matchedArticleId ?? ''}&amp;b=${version.articleId}"
              >${String(sequenceOf.get(version.matchedArticleId ?? '') ?? '?')} and ${version.sequence}</a
            >
            ${describeEvidence(version.evidence)}${renderChanges(version.evidence)}
          </li>`,
      )}
    </ul>
  </section>`;
}

function renderChanges({
  changedNumbers,
  changedNames,
}: StoryAnswer['versions'][number]['evidence']): SafeHtml {
  const added = [...(changedNumbers?.added ?? []), ...(changedNames?.added ?? [])];
  const removed = [...(changedNumbers?.removed ?? []), ...(changedNames?.removed ?? [])];
  if (added.length + removed.length === 0) return html``;
  return html` · changed: ${removed.map((word) => html`<del><bdi>${word}</bdi></del> `)}
  ${added.map((word) => html`<ins><bdi>${word}</bdi></ins> `)}`;
}

function renderRelated({ related }: StoryAnswer): SafeHtml {
  if (related.length === 0) return html``;
  return html`<section aria-labelledby="beside">
    <h2 id="beside">Beside it</h2>
    <p>Related, and never joined: of the two one is an alert, a digest, a factbox or a timeline.</p>
    <ul class="reasons">
      ${related.map(
        ({ storyId, articleId, ownArticleId, evidence }) =>
          html`<li>
            <a href="/desk/stories/${storyId}">the other story</a>, by
            <a href="/desk/compare?a=${ownArticleId}&amp;b=${articleId}">these two articles</a> ·
            ${describeEvidence(evidence)}
          </li>`,
      )}
    </ul>
  </section>`;
}
