import { html, renderTime, type SafeHtml } from '@writethru/runtime';
import type { FeedFacts } from '@writethru/store';

import { isSilent, nameFeed } from '../causes.ts';
import { formatCount, formatSeconds, formatShare } from '../format.ts';
import { renderState, renderTable, type Section } from './section.ts';

const MAX_SHOWN = 100;
/** Points of the share of duplicates that are more than chance, given articles enough. */
const ODD_SHARE = 0.15;
const ODD_ARTICLES = 200;

const COLUMNS = [
  'Feed',
  'Last article',
  '#Silence',
  '#Usual gap',
  '24 h',
  '#In 24 h',
  '#Source lag p95',
  '#Duplicates',
  'State',
];

/** Every feed, the silent ones first. */
export function makeFeedsSection(feeds: readonly FeedFacts[], zone: string): Section {
  const silent = feeds.filter(isSilent);
  const odd = feeds.filter(isOdd);
  const sorted = [...feeds].sort(
    (a, b) =>
      rank(b) - rank(a) || b.receivedLastDay - a.receivedLastDay || nameFeed(a).localeCompare(nameFeed(b)),
  );
  return {
    id: 'feeds',
    title: 'Feeds',
    summary: summarise(feeds, silent.length, odd.length),
    weight: silent.length > 0 ? 8 : odd.length > 0 ? 4 : 0,
    body:
      feeds.length === 0
        ? html`<p class="empty">
            No feed has sent anything yet. Post an article, and its feed is here within twenty seconds.
          </p>`
        : html`${renderTable(
              'Feeds, the silent ones first',
              COLUMNS,
              sorted.slice(0, MAX_SHOWN).map((feed) => renderRow(feed, zone)),
            )}
            ${sorted.length > MAX_SHOWN ? html`<p class="quiet">${sorted.length - MAX_SHOWN} more, all quiet.</p>` : ''}
            <p class="quiet">
              Usual gap: 99 of 100 arrivals of the last two weeks at this hour came within it. A feed is
              silent past five times that and a minute more.
              <a href="/ops/refusals">What was refused, by feed</a>
            </p>`,
  };
}

function summarise(feeds: readonly FeedFacts[], silent: number, odd: number): string {
  if (feeds.length === 0) return 'none yet';
  const unwatched = feeds.filter(({ silentAfterSeconds }) => silentAfterSeconds === null).length;
  const parts = [
    ...(silent > 0 ? [`${silent} silent`] : []),
    ...(odd > 0 ? [`${odd} with unusual duplicates`] : []),
    `${feeds.length - silent - odd - unwatched} normal`,
    ...(unwatched > 0 ? [`${unwatched} too seldom to be watched`] : []),
  ];
  return parts.join(', ');
}

function isOdd(feed: FeedFacts): boolean {
  const { duplicateShareLastDay: share, usualDuplicateShare: usual, receivedLastDay } = feed;
  return (
    share !== null && usual !== null && receivedLastDay >= ODD_ARTICLES && Math.abs(share - usual) > ODD_SHARE
  );
}

function rank(feed: FeedFacts): number {
  return isSilent(feed) ? 2 : isOdd(feed) ? 1 : 0;
}

function renderRow(feed: FeedFacts, zone: string): (string | SafeHtml)[] {
  return [
    html`<a href="/ops/refusals?provider=${encodeURIComponent(feed.provider)}"
      ><bdi>${nameFeed(feed)}</bdi></a
    >`,
    renderTime(new Date(feed.lastReceivedAt), zone),
    formatSeconds(Math.round(feed.silenceSeconds)),
    feed.usualGapSeconds === null
      ? `${feed.gapsLearnedFrom} of 20 gaps`
      : formatSeconds(feed.usualGapSeconds),
    renderSpark(feed.receivedByHour),
    formatCount(feed.receivedLastDay),
    formatSeconds(feed.sourceLagP95Seconds),
    html`${formatShare(feed.duplicateShareLastDay)}
      <span class="quiet">usually ${formatShare(feed.usualDuplicateShare)}</span>`,
    renderFeedState(feed),
  ];
}

function renderFeedState(feed: FeedFacts): SafeHtml {
  if (isSilent(feed)) return renderState('bad', 'silent');
  if (isOdd(feed)) return renderState('warn', 'unusual duplicates');
  return feed.silentAfterSeconds === null
    ? renderState('quiet', 'not watched')
    : renderState('good', 'normal');
}

/** Articles by hour, the newest hour last. */
function renderSpark(byHour: readonly number[]): SafeHtml {
  const most = Math.max(1, ...byHour);
  const bars = byHour.map((count, at) => {
    const height = count === 0 ? 0 : Math.max(1, Math.round((count / most) * 20));
    return html`<rect x="${at * 4}" y="${20 - height}" width="3" height="${height}" />`;
  });
  return html`<svg
    class="spark"
    viewBox="0 0 96 20"
    width="96"
    height="20"
    role="img"
    aria-label="${byHour.join(', ')} by hour"
  >
    ${bars}
  </svg>`;
}
