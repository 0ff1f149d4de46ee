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
  'State',
  'Last article',
  '#Silence',
  '#Usual gap',
  '24 h',
  '#In 24 h',
  '#Source lag p95',
  '#Duplicates',
];

/** Every feed, the silent ones first. */
export function makeFeedsSection(feeds: readonly FeedFacts[], zone: string, hasDesk: boolean): Section {
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
              sorted.slice(0, MAX_SHOWN).map((feed) => renderRow(feed, zone, hasDesk)),
            )}
            ${sorted.length > MAX_SHOWN ? html`<p class="quiet">${sorted.length - MAX_SHOWN} more, all quiet.</p>` : ''}
            <p class="quiet">
              Usual gap: 99 of 100 arrivals of the last two weeks at this hour came within it. A feed is
              silent past five times that and a minute more, or past the gap that
              <code>writethru feeds set</code> expects. A muted one is not told.
              <a href="/ops/refusals">What was refused, by feed</a>
            </p>`,
  };
}

function summarise(feeds: readonly FeedFacts[], silent: number, odd: number): string {
  if (feeds.length === 0) return 'none yet';
  const muted = feeds.filter((feed) => !isOdd(feed) && isMuted(feed)).length;
  const unwatched = feeds.filter((feed) => !isOdd(feed) && !isMuted(feed) && !isWatched(feed)).length;
  const parts = [
    ...(silent > 0 ? [`${silent} silent`] : []),
    ...(odd > 0 ? [`${odd} with unusual duplicates`] : []),
    `${feeds.length - silent - odd - muted - unwatched} normal`,
    ...(muted > 0 ? [`${muted} muted`] : []),
    ...(unwatched > 0 ? [`${unwatched} too new or too seldom to be watched`] : []),
  ];
  return parts.join(', ');
}

// A sample that an older program took has no word on mutes.
function isMuted({ mute }: FeedFacts): boolean {
  return (mute ?? null) !== null;
}

function isWatched({ silentAfterSeconds }: FeedFacts): boolean {
  return silentAfterSeconds !== null;
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

function renderRow(feed: FeedFacts, zone: string, hasDesk: boolean): (string | SafeHtml)[] {
  return [
    html`<a href="/ops/refusals?provider=${encodeURIComponent(feed.provider)}"
      ><bdi>${nameFeed(feed)}</bdi></a
    >`,
    renderFeedState(feed, zone),
    renderTime(new Date(feed.lastReceivedAt), zone),
    formatSeconds(Math.round(feed.silenceSeconds)),
    renderGap(feed),
    renderSpark(feed.receivedByHour),
    hasDesk
      ? html`<a href="/desk?provider=${encodeURIComponent(feed.provider)}"
          >${formatCount(feed.receivedLastDay)}</a
        >`
      : formatCount(feed.receivedLastDay),
    formatSeconds(feed.sourceLagP95Seconds),
    html`${formatShare(feed.duplicateShareLastDay)}
      <span class="quiet">usually ${formatShare(feed.usualDuplicateShare)}</span>`,
  ];
}

function renderGap({ usualGapSeconds, expectedGapSeconds, gapsLearnedFrom }: FeedFacts): string | SafeHtml {
  const usual = usualGapSeconds === null ? `${gapsLearnedFrom} of 20 gaps` : formatSeconds(usualGapSeconds);
  if ((expectedGapSeconds ?? null) === null) return usual;
  return html`${usual} <span class="quiet">expected ${formatSeconds(expectedGapSeconds)}</span>`;
}

function renderFeedState(feed: FeedFacts, zone: string): SafeHtml {
  if (isSilent(feed)) return renderState('bad', 'silent');
  if (isOdd(feed)) return renderState('warn', 'unusual duplicates');
  if (isMuted(feed)) return renderMute(feed, zone);
  return isWatched(feed) ? renderState('good', 'normal') : renderState('quiet', 'not watched');
}

function renderMute({ mute }: FeedFacts, zone: string): SafeHtml {
  const until = mute?.until ?? null;
  const end = until === null ? 'for good' : html`until ${renderTime(new Date(until), zone)}`;
  return html`${renderState('quiet', 'muted')}
    <span class="quiet">${end}: <bdi>${mute?.reason ?? ''}</bdi></span>`;
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
