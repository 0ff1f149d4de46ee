import pg from 'pg';

import { readSeries } from '../support/read-series.ts';
import { makeCorpus, type MadeArticle } from './corpus.ts';
import { measureLoad, type RunResult } from './end-to-end.ts';
import { readPartition } from './read-partition.ts';
import { startBenchServers, type BenchServers } from './servers.ts';
import { median, roundFigure } from './statistics.ts';
import { startSubject, type Subject } from './subjects.ts';
import { scaleCount, type Row, type Suite, type SuiteResult } from './suite.ts';

const COUNTS = [1, 2, 4, 8];
const ROUNDS = 2;
const ARTICLES = 4_000;
/** Sent before, and not measured: what eight processes that have just started cost is the compiler's. */
const WARM_UP = 4_000;
const WARM_UP_DAYS_BEFORE = 30;
const LOOK_EVERY_MS = 20;

interface Crowd {
  run: RunResult;
  articlesPerUnite: number;
  /** Unites begun again, of a thousand. */
  retriesPerThousand: number;
  /** Statements of all clusterers, those included by which they look for something to do. */
  roundTripsPerArticle: number;
  /** Of a hundred looks at a session that works for a clusterer, those that found it waiting for a lock. */
  lockWaitPercent: number;
  /** As above, waiting for the log to be on disk. */
  logWaitPercent: number;
  partition: string;
}

/** The same articles through 1, 2, 4 and 8 clusterer processes: what more of them bring, and what they wait for. */
export const clusterersSuite: Suite = {
  name: 'clusterers',
  isOnlyByName: true,
  async run(say, share): Promise<SuiteResult> {
    const startMs = Date.now();
    const corpus = makeCorpus({ seed: 31, count: scaleCount(ARTICLES, share), startMs });
    const warmUp = makeCorpus({
      seed: 32,
      count: scaleCount(WARM_UP, share),
      startMs: startMs - WARM_UP_DAYS_BEFORE * 86_400_000,
    });
    const crowds = new Map<number, Crowd[]>(COUNTS.map((count) => [count, []]));
    const servers = await startBenchServers();
    try {
      for (let round = 1; round <= ROUNDS; round++) {
        for (const count of COUNTS) {
          say(`${count} clusterers: round ${round} of ${ROUNDS}`);
          crowds.get(count)!.push(await runCrowd(servers, count, { corpus, warmUp }));
        }
      }
    } finally {
      await servers.stop();
    }
    const rate = (count: number): number =>
      median(crowds.get(count)!.map(({ run }) => run.articlesPerSecond));
    const partitions = new Set([...crowds.values()].flat().map(({ partition }) => partition));
    return {
      title: 'Clusterers',
      about: `${ARTICLES} articles, 20 a POST, to one intake and 1 to 8 clusterer processes that have clustered ${WARM_UP} others before; Postgres, Redis and the load generator on the same machine. "At most" is what the CPU of the whole path would allow on 8 and on 32 cores if nothing else stood in the way. Round trips are those of all clusterers, an article.`,
      rows: COUNTS.map((count) => toRow(count, crowds.get(count)!)),
      goals: {
        clustererPartitions: partitions.size,
        eightTimesOneClusterer: roundFigure(rate(8) / rate(1)),
      },
    };
  },
};

async function runCrowd(
  servers: BenchServers,
  count: number,
  { corpus, warmUp }: Record<'corpus' | 'warmUp', readonly MadeArticle[]>,
): Promise<Crowd> {
  const name = 'bench_clusterers';
  await servers.flushRedis();
  await servers.dropDatabase(name);
  const databaseUrl = await servers.createDatabase(name);
  const subject = await startSubject(servers, 'writethru', databaseUrl, count);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const load = { design: 'writethru' as const, articlesPerPost: 20, lanes: 8 };
    await measureLoad(servers, subject, load, warmUp);
    const before = await readCounts(subject);
    const watch = watchWaits(client);
    const warm = { ...subject, isDrained: (count: number) => subject.isDrained(warmUp.length + count) };
    const run = await measureLoad(servers, warm, load, corpus);
    const waits = await watch.end();
    const after = await readCounts(subject);
    const unites = after.unites - before.unites;
    return {
      run,
      articlesPerUnite: corpus.length / unites,
      retriesPerThousand: ((after.retries - before.retries) * 1_000) / unites,
      roundTripsPerArticle: (after.roundTrips - before.roundTrips) / corpus.length,
      ...waits,
      partition: await readPartition(databaseUrl),
    };
  } finally {
    await client.end();
    await subject.stop();
    await servers.dropDatabase(name);
  }
}

/** Looks at what the clusterers' sessions wait for, until it is ended. Who waits for a lane does not work yet. */
function watchWaits(client: pg.Client): {
  end(): Promise<Pick<Crowd, 'lockWaitPercent' | 'logWaitPercent'>>;
} {
  let [isOver, busy, onLock, onLog] = [false, 0, 0, 0];
  const looking = (async () => {
    while (!isOver) {
      const { rows } = await client.query<{ type: string | null; event: string | null }>(
        `select wait_event_type as type, wait_event as event from pg_stat_activity
          where application_name = 'writethru-clusterer' and state = 'active' and wait_event is distinct from 'advisory'`,
      );
      busy += rows.length;
      onLock += rows.filter(({ type }) => type === 'Lock').length;
      onLog += rows.filter(({ event }) => event?.toLowerCase().startsWith('wal') === true).length;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  })();
  return {
    async end() {
      isOver = true;
      await looking;
      return { lockWaitPercent: (onLock * 100) / busy, logWaitPercent: (onLog * 100) / busy };
    },
  };
}

async function readCounts({
  workers,
  headers,
}: Subject): Promise<Record<'unites' | 'retries' | 'roundTrips', number>> {
  let [unites, retries, roundTrips] = [0, 0, 0];
  for (const { url } of workers) {
    const response = await fetch(`${url}/metrics`, { headers });
    const series = readSeries(await response.text());
    unites += series.get('wire_stage_duration_seconds_count{stage="unite"}') ?? 0;
    retries += series.get('wire_unite_retries_total') ?? 0;
    roundTrips += series.get('wire_database_round_trips_total') ?? 0;
  }
  return { unites, retries, roundTrips };
}

function toRow(count: number, crowds: readonly Crowd[]): Row {
  const middle = (read: (crowd: Crowd) => number): number => roundFigure(median(crowds.map(read)));
  const cpuUs = middle(({ run: { cpuUs: cpu } }) => cpu.intake + cpu.worker + cpu.redis + cpu.postgres);
  return {
    name: count === 1 ? '1 clusterer' : `${count} clusterers`,
    figures: {
      'articles/s': middle(({ run }) => run.articlesPerSecond),
      'lag p99 ms': middle(({ run }) => run.lagP99Ms),
      'articles a unite': middle(({ articlesPerUnite }) => articlesPerUnite),
      'retries ‰': middle(({ retriesPerThousand }) => retriesPerThousand),
      'round trips': middle(({ roundTripsPerArticle }) => roundTripsPerArticle),
      'lock waits %': middle(({ lockWaitPercent }) => lockWaitPercent),
      'log waits %': middle(({ logWaitPercent }) => logWaitPercent),
      'workers µs': middle(({ run }) => run.cpuUs.worker),
      'Postgres µs': middle(({ run }) => run.cpuUs.postgres),
      'CPU µs in all': cpuUs,
      'at most, 8 cores': roundFigure(8e6 / cpuUs),
      'at most, 32 cores': roundFigure(32e6 / cpuUs),
      partition: crowds[0]!.partition,
    },
  };
}
