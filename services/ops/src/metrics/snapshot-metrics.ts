import type { FeedFacts, OpsSnapshot } from '@writethru/store';
import type { Registry } from 'prom-client';

import { makeToldGauge } from './told.ts';

/** How things stood at the last sample: feeds, processes, Postgres, and the story that grows fastest. */
export function makeSnapshotMetrics(registry: Registry): { tell(snapshot: OpsSnapshot | null): void } {
  const gauge = (name: string, help: string, ...labels: string[]) =>
    makeToldGauge(registry, name, help, ...labels);
  const sampledAt = gauge('wire_sampler_last_sample_timestamp_seconds', 'When the last sample was taken.');
  const processes = gauge(
    'wire_processes',
    'Processes that are alive, by what they say themselves.',
    'service',
  );
  const growth = gauge(
    'wire_story_growth_articles',
    'Articles that joined the fastest growing story within the last hour.',
  );
  const stories = gauge('wire_stories_estimate', 'Stories, as the planner estimates them.');
  const position = gauge('wire_events_position', 'Position of the last event in the log.');
  const tellFeeds = makeFeedMetrics(registry);
  const tellPostgres = makePostgresMetrics(registry);
  return {
    tell(snapshot) {
      const all = <Value>(value: (given: OpsSnapshot) => Value): { value: Value }[] =>
        snapshot === null ? [] : [{ value: value(snapshot) }];
      sampledAt.tell(all(({ takenAt }) => Date.parse(takenAt) / 1000));
      processes.tell(snapshot === null ? [] : countProcesses(snapshot));
      growth.tell(all((given) => given.growth[0]?.joined ?? 0));
      stories.tell(all(({ storiesEstimate }) => storiesEstimate));
      position.tell(all(({ eventsPosition }) => eventsPosition));
      tellFeeds(snapshot?.feeds ?? []);
      tellPostgres(snapshot?.postgres ?? null);
    },
  };
}

function countProcesses({ processes }: OpsSnapshot) {
  // No clusterer is 0 clusterers, so that an alert sees it.
  const services = new Set(['clusterer', ...processes.map(({ service }) => service)]);
  return [...services].map((service) => ({
    labels: { service },
    value: processes.filter((process) => process.service === service).length,
  }));
}

function makeFeedMetrics(registry: Registry): (feeds: readonly FeedFacts[]) => void {
  const lastArticle = makeToldGauge(
    registry,
    'wire_feed_last_article_timestamp_seconds',
    'When the last article of a feed came.',
    'provider',
    'feed',
  );
  const silentAfter = makeToldGauge(
    registry,
    'wire_feed_silence_threshold_seconds',
    'Silence past this is more than usual or expected; absent for a feed that is muted, or sends too seldom to be watched.',
    'provider',
    'feed',
  );
  return (feeds) => {
    lastArticle.tell(
      feeds.map(({ provider, feed, lastReceivedAt }) => ({
        labels: { provider, feed },
        value: Date.parse(lastReceivedAt) / 1000,
      })),
    );
    silentAfter.tell(
      feeds.flatMap(({ provider, feed, silentAfterSeconds }) =>
        silentAfterSeconds === null ? [] : [{ labels: { provider, feed }, value: silentAfterSeconds }],
      ),
    );
  };
}

function makePostgresMetrics(registry: Registry): (postgres: OpsSnapshot['postgres'] | null) => void {
  const gauge = (name: string, help: string) => makeToldGauge(registry, name, help);
  const connections = gauge('wire_postgres_connections', 'Connections to Postgres, of everybody.');
  const maxConnections = gauge('wire_postgres_max_connections', 'Connections that Postgres allows.');
  const bytes = gauge('wire_postgres_database_bytes', 'Size of the database.');
  const transaction = gauge(
    'wire_postgres_oldest_transaction_seconds',
    'How long the oldest transaction has been open; 0 where none is.',
  );
  return (postgres) => {
    const one = (value: number | undefined): { value: number }[] => (value === undefined ? [] : [{ value }]);
    connections.tell(one(postgres?.connections));
    maxConnections.tell(one(postgres?.maxConnections));
    bytes.tell(one(postgres?.databaseBytes));
    transaction.tell(one(postgres?.oldestTransactionSeconds));
  };
}
