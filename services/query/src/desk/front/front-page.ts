import type { StoryShown } from '@writethru/contract';
import type { Relation } from '@writethru/domain';
import { html, type SafeHtml } from '@writethru/runtime';

import { renderMatch } from '../matches.ts';
import type { Clock } from '../times.ts';
import { countThings, renderHeadline, renderNotShown, renderRelationCount } from '../words.ts';
import { renderFilters, writeQuery, type Filters } from './filters.ts';

const MAX_PROVIDERS = 6;
/** Told by the number of versions, or by the story's being there. */
const UNTOLD: readonly Relation[] = ['original', 'duplicate_of', 'related_to'];

/** A story of the list, its lead's opening without markup. */
export interface ListedStory extends Omit<StoryShown, 'lead'> {
  lead: (NonNullable<StoryShown['lead']> & { openingText: string }) | null;
}

export interface Front {
  stories: readonly ListedStory[];
  relations: ReadonlyMap<string, ReadonlyMap<Relation, number>>;
  filters: Filters;
  /** Null on the last page. */
  next: string | null;
  isFirstPage: boolean;
  /** Of the changes, when the first page was read: what is new comes after it. */
  position: number;
}

/** The list of stories. */
export function renderFront(front: Front, clock: Clock): SafeHtml {
  const { stories, filters, next, isFirstPage, position } = front;
  const here = `/desk${writeQuery(filters)}`;
  return html`<h1 class="aside">Stories</h1>
    ${renderFilters(filters)}
    ${
      isFirstPage
        ? html`<p
            class="news"
            role="status"
            data-position="${position}"
            data-query="${writeQuery(filters)}"
            hidden
          >
            <a href="${here}"></a>
          </p>`
        : html`<p class="news"><a href="${here}">To the newest</a></p>`
    }
    ${
      stories.length === 0
        ? renderNothing(filters, isFirstPage)
        : html`<ol class="stories">
            ${stories.map((story) => renderStory(story, front.relations.get(story.id), clock))}
          </ol>`
    }
    ${
      next === null
        ? html``
        : html`<p class="next">
            <a rel="next" href="/desk${writeQuery(filters, { cursor: next })}">Next stories</a>
          </p>`
    }`;
}

function renderNothing(filters: Filters, isFirstPage: boolean): SafeHtml {
  if (!isFirstPage) return html`<p class="empty">That was the last page.</p>`;
  if (Object.keys(filters).length > 0)
    return html`<p class="empty">
      No story meets this. Search for fewer words or <a href="/desk">clear the filters</a>; the search reads
      the leads alone, and the box at the top finds any single article.
    </p>`;
  return html`<p class="empty">
    No stories yet. Post an article, for instance <code>npx --no writethru post FILE</code>, and it shows here
    within seconds. If it does not, the ops page says why.
  </p>`;
}

function renderStory(
  story: ListedStory,
  relations: ReadonlyMap<Relation, number> | undefined,
  clock: Clock,
): SafeHtml {
  const { lead } = story;
  return html`<li>
    <article>
      <p class="count">
        <b>${story.versionCount.toLocaleString('en')}</b> ${story.versionCount === 1 ? 'version' : 'versions'}
      </p>
      <div>
        <h2 dir="auto" ${lead?.language ? html`lang="${lead.language}"` : ''}>
          <a href="/desk/stories/${story.id}">${renderLeadHeadline(story)}</a>
        </h2>
        ${renderOpening(story)}
        <p class="meta">
          ${renderProviders(story.providers)}
          <span
            >${clock.moment(story.firstEffectiveAt)}${
              story.firstEffectiveAt === story.lastEffectiveAt
                ? html``
                : html` – ${clock.moment(story.lastEffectiveAt)}`
            }</span
          >
        </p>
        <p class="badges">
          ${story.isHidden ? html`<span class="badge alarm">under embargo</span>` : renderNotShown(lead?.notShown)}
          ${[...(relations ?? [])]
            .filter(([relation]) => !UNTOLD.includes(relation))
            .map(([relation, count]) => renderRelationCount(relation, count))}
        </p>
      </div>
    </article>
  </li>`;
}

function renderLeadHeadline({ lead, match, isHidden }: ListedStory): SafeHtml {
  if (lead === null && isHidden)
    return html`<span class="absent">Not to be told before its embargo lifts</span>`;
  if (lead === null) return html`<span class="absent">No version may lead this story</span>`;
  return match?.headline ? html`<bdi>${renderMatch(match.headline)}</bdi>` : renderHeadline(lead);
}

function renderOpening({ lead, match }: ListedStory): SafeHtml {
  if (match?.snippet) return html`<p class="opening" dir="auto">${renderMatch(match.snippet)}</p>`;
  if (!lead?.openingText) return html``;
  return html`<p class="opening" dir="auto">${lead.openingText}</p>`;
}

function renderProviders(providers: readonly string[]): SafeHtml {
  const rest = providers.length - MAX_PROVIDERS;
  return html`<span class="providers">
    ${providers.slice(0, MAX_PROVIDERS).map((provider) => html`<bdi>${provider}</bdi> `)}
    ${rest > 0 ? `and ${countThings(rest, 'other')}` : ''}
  </span>`;
}
