import { until } from '../support/until.ts';
import { makeCorpus, type MadeArticle } from './corpus.ts';
import { sendLoad } from './load.ts';
import { readResidentMib, readTreeCpuMs } from './process-cpu.ts';
import type { BenchServers } from './servers.ts';
import { percentile } from './statistics.ts';
import { startSubject, type Design, type Subject } from './subjects.ts';

export interface RunOptions {
  design: Design;
  count: number;
  /** Articles in one POST; 1 goes to the route for one article. */
  articlesPerPost: number;
  /** POSTs a second; left out: as fast as they are answered. */
  postsPerSecond?: number;
  /** Acks of what is due before that do not count: fresh processes compile. */
  timedFromMs?: number;
  round: number;
  lanes?: number;
  corpus?: readonly MadeArticle[];
}

export interface RunResult {
  articlesPerSecond: number;
  ackP50Ms: number;
  ackP99Ms: number;
  /** Received to clustered; NaN for a peer, which does not keep it. */
  lagP50Ms: number;
  lagP99Ms: number;
  /** CPU microseconds an article, by process; of all workers together. */
  cpuUs: { intake: number; worker: number; redis: number; postgres: number };
  /** Of the largest worker. */
  residentMib: { intake: number; worker: number };
}

const LANES = 64;
const DRAIN_TIMEOUT_MS = 300_000;
const ASK_EVERY_MS = 50;

/**
 * Sends made articles to one design on an empty store and waits until every one is stored and clustered. Throws where
 * an answer is not 202, or an article is missing at the end.
 */
export async function runEndToEnd(servers: BenchServers, options: RunOptions): Promise<RunResult> {
  const name = `bench_${options.design}_${options.round}_${options.articlesPerPost}`;
  await servers.flushRedis();
  await servers.dropDatabase(name);
  const databaseUrl = await servers.createDatabase(name);
  const subject = await startSubject(servers, options.design, databaseUrl);
  try {
    const corpus =
      options.corpus ?? makeCorpus({ seed: options.round, count: options.count, startMs: Date.now() });
    return await measureLoad(servers, subject, options, corpus);
  } finally {
    await subject.stop();
    await servers.dropDatabase(name);
  }
}

/** Sends a corpus to processes that run, until every one of its articles is stored and clustered. */
export async function measureLoad(
  servers: BenchServers,
  subject: Subject,
  options: Omit<RunOptions, 'count' | 'round'>,
  corpus: readonly MadeArticle[],
): Promise<RunResult> {
  const bodies = writeBodies(corpus, options.articlesPerPost);
  const pids = {
    intake: [subject.intake.pid],
    worker: subject.workers.map((worker) => worker.pid),
    redis: [servers.redis.pid],
    postgres: [servers.postgres.pid],
  };
  const cpuBefore = readCpu(pids);
  const startedMs = performance.now();
  const load = await sendLoad({
    url: subject.intake.url,
    path: options.articlesPerPost === 1 ? '/v1/articles' : '/v1/articles/batch',
    headers: subject.headers,
    bodies,
    lanes: options.lanes ?? LANES,
    ...(options.postsPerSecond !== undefined && { ratePerSecond: options.postsPerSecond }),
    ...(options.timedFromMs !== undefined && { timedFromMs: options.timedFromMs }),
  });
  const refused = [...load.statuses].filter(([status]) => status !== 202 && status !== 200);
  if (refused.length > 0) throw new Error(`${options.design} refused: ${JSON.stringify(refused)}`);
  // Seldom: what the asking costs is charged to the design.
  const askNext = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  await until(
    async () => (await subject.isDrained(corpus.length)) || askNext().then(() => false),
    DRAIN_TIMEOUT_MS,
  );
  const seconds = (performance.now() - startedMs) / 1_000;
  const cpuAfter = readCpu(pids);
  const perArticle = (part: keyof typeof pids): number =>
    ((cpuAfter[part] - cpuBefore[part]) * 1_000) / corpus.length;
  const lagMs = await subject.readLagMs();
  return {
    articlesPerSecond: corpus.length / seconds,
    ackP50Ms: percentile(load.ackMs, 0.5),
    ackP99Ms: percentile(load.ackMs, 0.99),
    lagP50Ms: percentile(lagMs, 0.5),
    lagP99Ms: percentile(lagMs, 0.99),
    cpuUs: {
      intake: perArticle('intake'),
      worker: perArticle('worker'),
      redis: perArticle('redis'),
      postgres: perArticle('postgres'),
    },
    residentMib: {
      intake: readResidentMib(subject.intake.pid),
      worker: Math.max(...subject.workers.map((worker) => readResidentMib(worker.pid))),
    },
  };
}

function writeBodies(corpus: readonly MadeArticle[], articlesPerPost: number): string[] {
  const items = corpus.map((article) => ({ provider: 'bench', version: 0, ...article }));
  if (articlesPerPost === 1) return items.map((item) => JSON.stringify(item));
  const bodies: string[] = [];
  for (let at = 0; at < items.length; at += articlesPerPost) {
    bodies.push(JSON.stringify(items.slice(at, at + articlesPerPost)));
  }
  return bodies;
}

function readCpu<Part extends string>(pids: Record<Part, number[]>): Record<Part, number> {
  const parts = Object.entries<number[]>(pids).map(([part, roots]) => [
    part,
    roots.reduce((sum, pid) => sum + readTreeCpuMs(pid), 0),
  ]);
  return Object.fromEntries(parts) as Record<Part, number>;
}
