import { html, type SafeHtml } from '@writethru/runtime';

import { renderPick } from '../edit/edit-panel.ts';
import type { Clock } from '../times.ts';
import { renderHeadline, renderNotShown, renderRelation } from '../words.ts';
import type { StoryAnswer } from './story-page.ts';

type Version = StoryAnswer['versions'][number];

/** Lanes that the style sheet has; providers past them share the last. */
const LANES = 6;

/**
 * The versions in order, each provider in a lane of its own; any two can be laid side by side. `picked` are those that
 * an editor picked; null for who may not edit.
 */
export function renderTimeline(story: StoryAnswer, clock: Clock, picked: readonly string[] | null): SafeHtml {
  const { versions } = story;
  const lanes = new Map([...new Set(versions.map(({ provider }) => provider))].map((name, at) => [name, at]));
  const sequenceOf = new Map(versions.map(({ articleId, sequence }) => [articleId, sequence]));
  const leadId = story.lead?.articleId ?? null;
  const chosen = chooseTwo(versions, leadId);
  const canCompare = versions.length > 1;
  const rows = versions.map((version) =>
    renderVersion(version, {
      lane: Math.min(lanes.get(version.provider)!, LANES - 1),
      isLead: version.articleId === leadId,
      matched: sequenceOf.get(version.matchedArticleId ?? '') ?? null,
      chosen: canCompare ? chosen : null,
      pick: picked === null ? null : renderPick(version, picked.includes(version.articleId)),
      clock,
    }),
  );
  const more = story.hasMoreVersions
    ? html`<p class="empty">Only the first ${versions.length.toLocaleString('en')} versions are shown.</p>`
    : html``;
  return html`<section aria-labelledby="versions">
    <h2 id="versions">Versions</h2>
    ${
      canCompare
        ? html`<form action="/desk/compare">
            <ol class="timeline">
              ${rows}
            </ol>
            ${more}
            <p class="actions"><button>Lay A and B side by side</button></p>
          </form>`
        : html`<ol class="timeline">
            ${rows}
          </ol>`
    }
  </section>`;
}

interface RowFacts {
  lane: number;
  isLead: boolean;
  /** The sequence of the version that it was matched with. */
  matched: number | null;
  /** The two that are chosen at first; null where there is nothing to choose. */
  chosen: { a: string; b: string } | null;
  /** What picks it for an edit; null for who may not edit. */
  pick: SafeHtml | null;
  clock: Clock;
}

function renderVersion(version: Version, facts: RowFacts): SafeHtml {
  const { sequence, provider, relation, isShown, notShown, suspectOf, reusesGuidOf } = version;
  return html`<li class="lane-${facts.lane}">
    <span class="dot" aria-hidden="true"></span>
    <div class="what">
      <p class="meta">
        <b class="sequence">${sequence}</b> ${facts.clock.moment(version.effectiveAt)}
        <b class="provider"><bdi>${provider}</bdi></b>
        <span class="guid"><bdi>${version.guid}</bdi></span>
      </p>
      <p class="headline" dir="auto">
        <a href="/desk/articles/${version.articleId}">${renderHeadline(version)}</a>
      </p>
      <p class="badges">
        ${renderRelation(relation)}${facts.matched === null ? html`` : html` <b>${facts.matched}</b>`}
        ${facts.isLead ? html`<span class="badge lead-mark">leads</span>` : html``}
        ${isShown && notShown === undefined ? html`` : renderNotShown(notShown)}
        ${suspectOf === null ? html`` : html`<span class="badge alarm">still runs a killed text</span>`}
        ${reusesGuidOf === null ? html`` : html`<span class="badge quiet">its guid was used before</span>`}
      </p>
    </div>
    ${
      facts.chosen === null && facts.pick === null
        ? html``
        : html`<div class="choice">
            ${facts.chosen === null ? html`` : html`${renderChoice('a', version, facts.chosen)} ${renderChoice('b', version, facts.chosen)}`}
            ${facts.pick ?? html``}
          </div>`
    }
  </li>`;
}

function renderChoice(side: 'a' | 'b', version: Version, chosen: { a: string; b: string }): SafeHtml {
  return html`<label
    ><input
      type="radio"
      name="${side}"
      value="${version.articleId}"
      aria-label="Version ${version.sequence} as ${side.toUpperCase()}"
      ${chosen[side] === version.articleId ? html`checked` : ''}
    />${side.toUpperCase()}</label
  >`;
}

/** What most want to see first: the lead beside the version that came before it. */
function chooseTwo(versions: readonly Version[], leadId: string | null): { a: string; b: string } {
  const at = Math.max(
    1,
    versions.findIndex(({ articleId }) => articleId === leadId),
  );
  return { a: versions[at - 1]?.articleId ?? '', b: versions[at]?.articleId ?? '' };
}
