import type { Producer } from '@writethru/queue';

import { makeRandom } from '../support/made-text.ts';
import { until } from '../support/until.ts';
import type { RedisGroup } from '../support/own-redis-group.ts';
import { Book } from './book.ts';
import { checkArticles, readHeld, type HeldArticle } from './checks/articles.ts';
import type { Mirror } from './checks/feed.ts';
import { checkPartition } from './checks/partition.ts';
import { waitForQuiet } from './checks/quiet.ts';
import { checkStore } from './checks/store.ts';
import type { Load, SentCorpus } from './load.ts';
import { moveQueue } from './move-queue.ts';
import type { Row } from './row.ts';
import type { Stage } from './stage.ts';

/** What all episodes of a run share. */
export interface Run {
  seed: number;
  stage: Stage;
  load: Load;
  mirror: Mirror;
  /** Straight to the queue. */
  producer: Producer;
}

/** What one row came to. */
export interface Outcome {
  row: string;
  verdict: 'held' | 'violated' | 'skipped';
  /** Of the whole episode. */
  seconds: number;
  /** Answered 202. */
  accepted: number;
  /** Answers that told a client to come again, and connections that broke. */
  refused: number;
  /** Processes that died. */
  deaths: number;
  /** Processes that ended though nothing had harmed them. */
  crashes: number;
  /** From the last answer until all articles had their stories. */
  drainedSeconds: number;
  /** The same until the queue knew of it, too: it takes a dead worker's jobs back only when their lock has run out. */
  queueSeconds: number;
  lost: number;
  twice: number;
  split: number;
  mixed: number;
  /** What was violated, in words; or why it was skipped. */
  findings: string[];
}

const WARM_UP_ARTICLES = 20;
const DRAIN_TIMEOUT_MS = 180_000;

/** Applies a row while articles come in, lets all come to rest, and holds the store to the client's own account. */
export async function runEpisode(run: Run, row: Row, number: number): Promise<Outcome> {
  if (row.openQueue === undefined) return runOn(run, row, { number, queue: null });
  const moved = await moveQueue(run, row.openQueue);
  const outcome = await runOn(moved.run, row, { number, queue: moved.queue });
  await moved.moveBack();
  return outcome;
}

async function runOn(
  run: Run,
  row: Row,
  { number, queue }: { number: number; queue: RedisGroup | null },
): Promise<Outcome> {
  const { stage } = run;
  const startMs = performance.now();
  const prefix = `e${number}-`;
  const deathsBefore = countDeaths(stage);
  const book = new Book();
  const { corpora, failures } = await applyUnderLoad(run, row, { prefix, number, book, queue });
  const quiet = await waitForQuiet(stage.pool, run.producer, DRAIN_TIMEOUT_MS);
  const held = await readHeld(stage.pool, prefix);
  const articles = checkArticles(book, held, new Set((row.quarantined ?? []).map((guid) => prefix + guid)));
  const partition = await checkPartition(stage.pool, corpora, held);
  const feed = await run.mirror.check().catch((error: unknown) => [String(error)]);
  const crashes = stage.services.flatMap((service) => service.crashes.splice(0));
  const findings = [
    ...failures,
    ...Object.entries({ ...articles, ...partition }).flatMap(([what, names]) => tell(what, names)),
    ...tell('left to do', quiet.left),
    ...tell('store', await checkStore(stage.pool)),
    ...tell('feed', [...feed, ...findMisplaced(held, run.mirror)]),
    ...tell('crashed', crashes),
    ...tell('answered', book.faults),
    ...tell('not allowed in Redis', (await queue?.listRefused()) ?? []),
    ...tell(
      'refused',
      row.mayRefuse || book.refusals === 0 ? [] : [`${book.refusals} times, and never was due`],
    ),
  ];
  return {
    row: row.name,
    verdict: findings.length === 0 ? 'held' : 'violated',
    seconds: Math.round((performance.now() - startMs) / 100) / 10,
    accepted: book.accepted.size,
    refused: book.refusals,
    deaths: countDeaths(stage) - deathsBefore,
    crashes: crashes.length,
    drainedSeconds: quiet.storeSeconds,
    queueSeconds: quiet.seconds,
    lost: articles.lost.length,
    twice: articles.twice.length,
    split: partition.split.length,
    mixed: partition.mixed.length,
    findings,
  };
}

/** The row from its begin to its end, with news before it, meanwhile and after it. */
async function applyUnderLoad(
  { stage, load, seed }: Run,
  row: Row,
  episode: { prefix: string; number: number; book: Book; queue: RedisGroup | null },
): Promise<{ corpora: SentCorpus[]; failures: string[] }> {
  const { prefix, number, book, queue } = episode;
  const failures: string[] = [];
  let isOver = false;
  const loading = load.run(prefix, book, () => isOver);
  const scenery = {
    stage,
    queue,
    random: makeRandom(seed * 104_729 + number),
    accepted: () => book.accepted.size,
    prefix,
    post: (guid: string, body: string) => load.post(prefix + guid, body, book),
  };
  try {
    await until(() => book.accepted.size >= WARM_UP_ARTICLES, 60_000);
    await row.run(scenery);
  } catch (error) {
    failures.push(`the row could not be run: ${String(error)}`);
  }
  await stage.heal();
  isOver = true;
  return { corpora: await loading, failures };
}

function countDeaths({ services }: Stage): number {
  return services.reduce((sum, service) => sum + service.deaths, 0);
}

/** Articles that the feed puts elsewhere than the store. */
function findMisplaced(held: readonly HeldArticle[], mirror: Mirror): string[] {
  return held
    .filter(({ id, storyId }) => mirror.locate(id) !== storyId)
    .map(({ id, storyId }) => `the feed has ${id} in ${mirror.locate(id)}, the store in ${storyId}`);
}

const MOST_NAMES = 3;

function tell(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return [`${what}: ${names.slice(0, MOST_NAMES).join('; ')}${more}`];
}
