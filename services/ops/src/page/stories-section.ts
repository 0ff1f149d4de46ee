import { html, type SafeHtml } from '@writethru/runtime';
import type { FlowTotals, OpsSnapshot } from '@writethru/store';

import { formatCount, formatShare } from '../format.ts';
import { renderTable, type Section } from './section.ts';

const ODD_SHARE = 0.15;
const ODD_ARTICLES = 200;

/** What the news became: new stories, duplicates, the fastest growth. */
export function makeStoriesSection(snapshot: OpsSnapshot, hasDesk: boolean): Section {
  const { lastHour, lastDay, twoWeeksBefore, growth } = snapshot;
  const share = duplicateShareOf(lastHour);
  const usual = duplicateShareOf(twoWeeksBefore);
  const isOdd =
    share !== null &&
    usual !== null &&
    lastHour.clustered >= ODD_ARTICLES &&
    Math.abs(share - usual) > ODD_SHARE;
  return {
    id: 'stories',
    title: 'Stories',
    summary: `${formatCount(lastHour.newStories)} new in the last hour; ${formatShare(share)} duplicates, usually ${formatShare(usual)}`,
    weight: isOdd ? 7 : 0,
    body: html`${isOdd ? html`<p class="fault">${explainOdd(share, usual)}</p>` : ''}
    ${renderTable(
      'What articles became',
      ['Over', '#Articles', '#New stories', '#Duplicates', '#Candidates an article'],
      [
        toRow('the last hour', lastHour, hasDesk),
        toRow('24 h', lastDay, hasDesk),
        toRow('the two weeks before', twoWeeksBefore, false),
      ],
    )}
    ${
      growth.length === 0
        ? html`<p class="empty">No story grew in the last hour.</p>`
        : renderTable(
            'Fastest growth in the last hour: a great story, or two that should be apart',
            ['Story', '#Joined', '#Versions'],
            growth.map(({ storyId, headline, joined, versionCount }) => {
              const name = headline === null ? html`<i>not to be shown</i>` : html`<bdi>${headline}</bdi>`;
              return [
                hasDesk ? html`<a href="/desk/stories/${storyId}">${name}</a>` : name,
                formatCount(joined),
                formatCount(versionCount),
              ];
            }),
          )
    }
    ${renderSkippedKeys(snapshot.skippedKeys)}`,
  };
}

/** A snapshot that an older version of the program wrote has none. */
function renderSkippedKeys(facts: OpsSnapshot['skippedKeys'] | undefined): SafeHtml | '' {
  if (facts === undefined) return '';
  const { algorithmVersion, stopKeys, articles, touchedArticles, bareArticles, skipped } = facts;
  if (stopKeys === 0)
    return html`<p class="quiet">
      No index key is skipped: algorithm version ${algorithmVersion} has no stop keys.
    </p>`;
  return renderTable(
    `Index keys that are skipped: the last ${formatCount(articles)} articles under algorithm version ${algorithmVersion}`,
    ['What', '#Number'],
    [
      ['stop keys in force', formatCount(stopKeys)],
      ['articles with one', `${formatCount(touchedArticles)} of ${formatCount(articles)}`],
      ['articles with no other key, found by their equals alone', formatCount(bareArticles)],
      ['skipped keys an article', articles === 0 ? '–' : (skipped / articles).toFixed(1)],
    ],
  );
}

function explainOdd(share: number, usual: number): string {
  return share > usual
    ? 'Far more duplicates than usual: a feed repeats itself, or stories are joined that should not be.'
    : 'Far fewer duplicates than usual: a feed that repeats others is gone, or fingerprints have changed.';
}

function duplicateShareOf({ duplicates, clustered }: FlowTotals): number | null {
  return clustered === 0 ? null : duplicates / clustered;
}

function toRow(name: string, flow: FlowTotals, isListed: boolean): (string | SafeHtml)[] {
  const newStories = formatCount(flow.newStories);
  return [
    name,
    formatCount(flow.clustered),
    isListed ? html`<a href="/desk?sort=created">${newStories}</a>` : newStories,
    formatShare(duplicateShareOf(flow)),
    flow.clustered === 0 ? '–' : (flow.candidates / flow.clustered).toFixed(1),
  ];
}
