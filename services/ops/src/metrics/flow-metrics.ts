import type { OpsCounter, OpsSnapshot } from '@writethru/store';
import type { Registry } from 'prom-client';

import { makeToldCounter, makeToldHistogram, toCounts } from './told.ts';

const FEED = ['provider', 'feed'];
const DECISIONS = ['new_story', 'joined', 'duplicate', 'revision'];
/** Few, for each is there once a feed. */
const SOURCE_LAG_BOUNDS_SECONDS = [10, 60, 300, 1_800, 3_600, 21_600] as const;

type TellSnapshot = (snapshot: OpsSnapshot | null) => void;

/** What flowed since the beginning, of all services: the sampler's counters. */
export function makeFlowMetrics(registry: Registry): { tell: TellSnapshot } {
  const tellers = [makeFeedCounters(registry), makeTotals(registry), makeLags(registry)];
  return {
    tell(snapshot) {
      for (const tell of tellers) tell(snapshot);
    },
  };
}

function makeFeedCounters(registry: Registry): TellSnapshot {
  const counter = (name: string, help: string, ...labels: string[]) =>
    makeToldCounter(registry, name, help, ...FEED, ...labels);
  const received = counter(
    'wire_articles_received_total',
    'Articles accepted, by feed; feeds past a hundred are counted as (others).',
  );
  const futureDated = counter(
    'wire_articles_future_dated_total',
    'Articles that came more than a minute before they say that they were published.',
  );
  const clustered = counter(
    'wire_articles_clustered_total',
    'Articles that got their story, by what they were to it.',
    'decision',
  );
  return (snapshot) => {
    received.tell(countersOf(snapshot, 'received').map(byFeed));
    futureDated.tell(countersOf(snapshot, 'future_dated').map(byFeed));
    clustered.tell(listClustered(countersOf(snapshot, 'received'), countersOf(snapshot, 'ended')));
  };
}

function makeTotals(registry: Registry): TellSnapshot {
  const quarantined = makeToldCounter(
    registry,
    'wire_quarantined_articles_total',
    'Articles that were quarantined.',
  );
  const failures = makeToldCounter(
    registry,
    'wire_article_failures_total',
    'Attempts at an article alone that failed.',
  );
  return (snapshot) => {
    const total = (counters: readonly OpsCounter[]): { value: number }[] =>
      snapshot === null ? [] : [{ value: counters.reduce((sum, { value }) => sum + value, 0) }];
    quarantined.tell(total(countersOf(snapshot, 'ended').filter(({ label }) => label === 'quarantined')));
    failures.tell(total(countersOf(snapshot, 'failures')));
  };
}

function makeLags(registry: Registry): TellSnapshot {
  const lag = makeToldHistogram(registry, {
    name: 'wire_article_received_to_clustered_seconds',
    help: 'Received to clustered, of live articles: what the objective is about.',
  });
  const sourceLag = makeToldHistogram(registry, {
    name: 'wire_article_published_to_received_seconds',
    help: "Published to received, of live articles that say when they were published: the feed's own lag.",
    labelNames: FEED,
    bounds: SOURCE_LAG_BOUNDS_SECONDS,
  });
  return (snapshot) => {
    lag.tell(snapshot === null ? [] : [{ value: toCounts(countersOf(snapshot, 'lag')) }]);
    const ofFeeds = groupByFeed(countersOf(snapshot, 'source_lag'));
    sourceLag.tell(ofFeeds.map(({ labels, counters }) => ({ labels, value: toCounts(counters) })));
  };
}

function countersOf(snapshot: OpsSnapshot | null, name: string): OpsCounter[] {
  return snapshot?.counters.filter((counter) => counter.name === name) ?? [];
}

function byFeed({ provider, feed, value }: OpsCounter): { labels: Record<string, string>; value: number } {
  return { labels: { provider, feed }, value };
}

/** Each decision of each feed that ever sent: a series that begins at 0 shows its first article as a rise. */
function listClustered(received: readonly OpsCounter[], ended: readonly OpsCounter[]) {
  const values = new Map(ended.map((one) => [keyOf(one, one.label), one.value]));
  return groupByFeed([...received, ...ended]).flatMap(({ labels }) =>
    DECISIONS.map((decision) => ({
      labels: { ...labels, decision },
      value: values.get(keyOf(labels, decision)) ?? 0,
    })),
  );
}

function groupByFeed(counters: readonly OpsCounter[]) {
  const groups = new Map<string, { labels: { provider: string; feed: string }; counters: OpsCounter[] }>();
  for (const counter of counters) {
    const { provider, feed } = counter;
    const key = keyOf(counter, '');
    const group = groups.get(key) ?? { labels: { provider, feed }, counters: [] };
    group.counters.push(counter);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function keyOf({ provider, feed }: { provider: string; feed: string }, label: string): string {
  return JSON.stringify([provider, feed, label]);
}
