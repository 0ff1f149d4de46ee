import { isTransient, type LeadPolicy } from '@writethru/domain';
import { countFingerprint, type ShingleSeed } from '@writethru/fingerprint';
import {
  claimAlone,
  claimArticles,
  keepFailure,
  publishArticles,
  quarantineArticle,
  releaseArticles,
  suspectArticles,
  type ClaimedArticle,
  type FingerprintFacts,
  type HeadRow,
  type Pool,
  type Publication,
} from '@writethru/store';

import { matchAlerts } from './alerts.ts';
import { NO_METER, type ClustererMeter } from './clusterer-meter.ts';
import { readAlgorithmInForce, type AlgorithmInForce } from './algorithm-in-force.ts';
import { decideRows, type DecideOptions } from './decide-rows.ts';
import { prepareArticle } from './prepare.ts';
import type { KnownSharers, Published } from './search-pairs.ts';
import type { SoloGate } from './solo-gate.ts';
import { TextCache } from './text-cache.ts';
import { uniteInForce } from './unite-in-force.ts';

/** Where a crash test may step in. Production passes no observer that acts. */
export type ClustererPoint =
  'after_claim' | 'in_take' | 'after_publish' | 'after_search' | 'in_unite' | 'after_unite' | 'in_move';

/** What the clusterer tells its log: one entry each, never an article's text. */
export interface ClustererLog {
  warn(facts: Record<string, unknown>, message: string): void;
  error(facts: Record<string, unknown>, message: string): void;
}

export interface BatchDeps {
  pool: Pool;
  seed: ShingleSeed;
  log: ClustererLog;
  /** Texts that need not be read again. Left out: none are kept from batch to batch. */
  texts?: TextCache;
  /** Failures alone after which an article is quarantined. */
  maxAttempts: number;
  /** For how long a claim keeps other clusterers off. A batch that takes longer may run twice, to the same end. */
  leaseMs: number;
  /** Keeps apart what the batches of one process must not run side by side. Left out: one batch runs at a time. */
  gate?: SoloGate;
  /** Default `latest_full`. */
  leadPolicy?: LeadPolicy;
  /** Milliseconds since the epoch. Default: the machine's clock. */
  now?: () => number;
  /** Called when a unite is about to begin. Must not throw. */
  beforeUnite?: () => Promise<void>;
  observe?: (point: ClustererPoint, articleIds: readonly string[]) => Promise<void>;
  meter?: ClustererMeter;
}

const RETRY_PAUSE_MS = 1_000;
const MAX_RETRY_PAUSE_MS = 300_000;

/**
 * Takes articles from accepted to clustered: claim, then publish, search and unite. Articles of an earlier attempt
 * that never ended run one by one, after the others. Throws AppError `unavailable` when the store is away: the
 * articles are left as they are, and may be tried again at once.
 */
export async function processBatch(deps: BatchDeps, articleIds: readonly string[]): Promise<void> {
  const { gate } = deps;
  const run = (): Promise<string[]> => runTogether(deps, articleIds);
  const aloneIds = await (gate ? gate.together(run) : run());
  for (const id of aloneIds) {
    const runOne = (): Promise<void> => runAlone(deps, id);
    await (gate ? gate.alone(runOne) : runOne());
  }
}

/** Answers the articles that must run alone, not yet claimed. */
async function runTogether(deps: BatchDeps, articleIds: readonly string[]): Promise<string[]> {
  const { together, aloneIds } = await claimArticles(deps.pool, articleIds, deps.leaseMs);
  await deps.observe?.('after_claim', articleIds);
  if (together.length === 0) return aloneIds;
  const ids = together.map((article) => article.id);
  try {
    await cluster(deps, together, (article, error) => suspectPoison(deps, article, error));
    return aloneIds;
  } catch (error) {
    meterOf(deps).countAttempts('retry', ids.length);
    if (isTransient(error)) {
      await releaseArticles(deps.pool, ids, { wasAlone: false, retryAfterMs: RETRY_PAUSE_MS });
      throw error;
    }
    // One of them, or all: nobody knows which, so each gets its own turn and only that counts.
    deps.log.error({ err: error, articles: ids.length }, 'a batch failed: its articles will run one by one');
    await suspectArticles(deps.pool, ids, 0);
    return [...aloneIds, ...ids];
  }
}

async function suspectPoison(deps: BatchDeps, article: ClaimedArticle, error: unknown): Promise<void> {
  deps.log.warn({ err: error, articleId: article.id }, 'an article could not be fingerprinted');
  meterOf(deps).countAttempts('retry', 1);
  await suspectArticles(deps.pool, [article.id], RETRY_PAUSE_MS);
}

async function runAlone(deps: BatchDeps, articleId: string): Promise<void> {
  const article = await claimAlone(deps.pool, articleId, deps.leaseMs);
  if (article === null) return;
  if (article.attempts > deps.maxAttempts) {
    const reason = 'Its last attempts ended without a word: it takes the clusterer down.';
    await keepFailure(deps.pool, article.id, reason);
    await quarantine(deps, article, reason);
    return;
  }
  try {
    await cluster(deps, [article], (_article, error) => Promise.reject(asError(error)));
  } catch (error) {
    if (isTransient(error)) {
      meterOf(deps).countAttempts('retry', 1);
      await releaseArticles(deps.pool, [article.id], { wasAlone: true, retryAfterMs: RETRY_PAUSE_MS });
      throw error;
    }
    const reason = asError(error).message.slice(0, 500);
    await keepFailure(deps.pool, article.id, reason);
    if (article.attempts >= deps.maxAttempts) {
      await quarantine(deps, article, reason);
      return;
    }
    meterOf(deps).countAttempts('retry', 1);
    deps.log.warn(
      { err: error, articleId: article.id, attempts: article.attempts },
      'an article failed alone',
    );
    const pauseMs = Math.min(MAX_RETRY_PAUSE_MS, RETRY_PAUSE_MS * 2 ** article.attempts);
    await suspectArticles(deps.pool, [article.id], pauseMs);
  }
}

async function quarantine(deps: BatchDeps, article: ClaimedArticle, reason: string): Promise<void> {
  const options = optionsOf(deps);
  await quarantineArticle(deps.pool, article.id, reason, (snapshot) => decideRows(snapshot, options));
  meterOf(deps).countAttempts('dead', 1);
  deps.log.error({ articleId: article.id, attempts: article.attempts, reason }, 'an article was quarantined');
}

async function cluster(
  deps: BatchDeps,
  articles: readonly ClaimedArticle[],
  onPoison: (article: ClaimedArticle, error: unknown) => Promise<void>,
): Promise<void> {
  const meter = meterOf(deps);
  const publications = await meter.time('fingerprint', () => prepareAll(deps, articles, onPoison));
  if (publications.length === 0) return;
  const algorithm = await readAlgorithmInForce(deps.pool);
  const fingerprintIds = await meter.time('publish', () =>
    publishArticles(deps.pool, publications, algorithm),
  );
  // What another has ended meanwhile is done with.
  const published = publications.filter(({ articleId }) => fingerprintIds.has(articleId));
  if (published.length === 0) return;
  const ids = published.map(({ articleId }) => articleId);
  await unitePublications(deps, published, fingerprintIds, { algorithm });
  meter.countAttempts('success', ids.length);
  await deps.observe?.('after_unite', ids);
}

/** Search and unite, of publications that are committed: what `processBatch` does after that. Throws as `uniteInForce`. */
export async function unitePublications(
  deps: BatchDeps,
  publications: readonly Publication[],
  fingerprintIds: ReadonlyMap<string, number>,
  known: KnownOfSearch,
): Promise<void> {
  const texts = deps.texts ?? new TextCache();
  const published = publications.map((publication) => {
    const one = toPublished(publication, fingerprintIds);
    texts.add(one.fingerprint, publication.fingerprint);
    return one;
  });
  const heads = publications.flatMap(({ head }) => head ?? []);
  await unitePublished({ ...deps, texts }, { published, heads }, known);
}

/** Articles that are published, and what alerts among them are told by. */
export interface PublishedBatch {
  published: readonly Published[];
  heads: readonly Omit<HeadRow, 'keys'>[];
}

/** What a caller knows of a search before it is begun. When it has to be done again it may not be so any more. */
export interface KnownOfSearch {
  /** In force when the articles were published. Left out: it is read. */
  algorithm?: AlgorithmInForce;
  knownSharers?: KnownSharers | undefined;
}

/** As `unitePublications`, of articles whose texts need not be in memory. */
export async function unitePublished(
  deps: BatchDeps,
  { published, heads }: PublishedBatch,
  { algorithm, knownSharers }: KnownOfSearch,
): Promise<void> {
  const ids = published.map(({ id }) => id);
  await deps.observe?.('after_publish', ids);
  const options = optionsOf(deps);
  await uniteInForce(
    deps,
    {
      published,
      input: async ({ candidateCounts }) => {
        const alertMatches = await matchAlerts(deps.pool, heads);
        await deps.observe?.('after_search', ids);
        await deps.beforeUnite?.();
        return {
          articles: published.map(({ id, fingerprint }) => ({
            id,
            fingerprintId: fingerprint.id,
            candidateCount: candidateCounts.get(fingerprint.id) ?? 0,
          })),
          alertMatches,
          ...(deps.observe && { beforeCommit: () => deps.observe!('in_unite', ids) }),
        };
      },
      decide: (snapshot) => decideRows(snapshot, options),
      knownSharers,
    },
    algorithm,
  );
}

async function prepareAll(
  deps: BatchDeps,
  articles: readonly ClaimedArticle[],
  onPoison: (article: ClaimedArticle, error: unknown) => Promise<void>,
): Promise<Publication[]> {
  const publications: Publication[] = [];
  for (const article of articles) {
    try {
      publications.push(prepareArticle(article, deps.seed));
    } catch (error) {
      await onPoison(article, error);
    }
  }
  return publications;
}

function meterOf(deps: BatchDeps): ClustererMeter {
  return deps.meter ?? NO_METER;
}

function optionsOf(deps: BatchDeps): DecideOptions {
  return { nowMs: (deps.now ?? Date.now)(), leadPolicy: deps.leadPolicy ?? 'latest_full' };
}

function toPublished(publication: Publication, fingerprintIds: ReadonlyMap<string, number>): Published {
  const { fingerprint: row } = publication;
  const fingerprint: FingerprintFacts = {
    id: fingerprintIds.get(publication.articleId)!,
    day: row.day,
    ...countFingerprint(row),
  };
  return { id: publication.articleId, fingerprint };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
