import { AppError } from '@writethru/domain';

import type { AlgorithmVersion } from '../algorithm.ts';
import { insertHeads } from '../clusterer/article-heads.ts';
import { insertSluglines } from '../clusterer/insert-sluglines.ts';
import { storeFingerprints, storeLinkKeys, type Publication } from '../clusterer/publish.ts';
import { judgeSubmissions, type AcceptResult, type HashedSubmission } from '../intake/accept-submissions.ts';
import { updateStanding, type NewArticle } from '../intake/insert-articles.ts';
import { queryRows, type Client, type Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';
import { copyRows } from './copy-rows.ts';
import { advanceImports, haveAdvanced, type ImportStep } from './imports.ts';
import { leaveFor } from './left-articles.ts';

/** An article of an archive, ready to be taken in. */
export interface ArchiveItem {
  importId: number;
  hashed: HashedSubmission;
  /** What it is published with, under the id that it gets if it is new; null where it could not be read. */
  publication: Publication | null;
  articleId: string;
}

export interface ArchiveBatch {
  items: readonly ArchiveItem[];
  /** The time that what has none of its own was published at. */
  receivedAt: Date;
  /** The steps of the batch's files, given what became of its items. */
  steps: (results: readonly AcceptResult[]) => readonly ImportStep[];
  algorithm: AlgorithmVersion;
  /** Whether uniting is left to another import. */
  isLeft?: boolean;
  /**
   * Whether this very batch was tried before and failed: it may be committed all the same. Where it stands committed it is
   * answered, and not asked whose it was: another run at the same file may then be met one batch later.
   */
  isTriedAgain?: boolean;
  /** Called when all is written and nothing is committed: where a crash test steps in. */
  beforeCommit?: () => Promise<void>;
}

export interface TakenArchive {
  /** One an item, in order. */
  results: AcceptResult[];
  /** Fingerprints of the articles that are published now and wait to be united. */
  fingerprintIds: Map<string, number>;
}

/** For so long nobody else looks at what was published here: the import unites it itself. */
const OWN_FOR_SECONDS = 120;

/**
 * Takes a batch of an archive in and publishes it, in one transaction with the place that it goes to: judged as intake
 * judges, stored by COPY, findable as `publishArticles` makes it. Only then may it be searched for. An article without a
 * publication is accepted for the clusterers to try. A batch that was committed, and whose answer got lost, is answered
 * when it is tried again.
 * Throws AppError: `conflict` where another run goes on with one of the files, else as `queryRows` does; then nothing
 * was taken in.
 */
export async function takeArchive(pool: Pool, batch: ArchiveBatch): Promise<TakenArchive> {
  const take = async (client: Client): Promise<TakenArchive> => {
    const { results, fresh } = await judgeSubmissions(
      client,
      batch.items.map(({ hashed }) => hashed),
      (at) => batch.items[at]!.articleId,
    );
    const earlier = batch.isTriedAgain === true ? await readEarlierTry(client, batch, results) : null;
    if (earlier !== null) return earlier;
    const articles = fresh.map(({ at, ...article }) => ({
      ...article,
      receivedAt: batch.receivedAt,
      item: batch.items[at]!,
    }));
    const publications = articles.flatMap(({ item }) => item.publication ?? []);
    const fingerprintIds =
      publications.length === 0
        ? new Map<string, number>()
        : await storeFingerprints(client, publications, batch.algorithm);
    await copyIdentities(client, articles, fingerprintIds, batch);
    await copyContents(client, articles);
    await updateStanding(client, articles);
    if (publications.length > 0) {
      await copyTraits(client, publications);
      await storeLinkKeys(client, publications);
      await insertSluglines(client, publications);
      await insertHeads(
        client,
        publications.flatMap(({ head }) => head ?? []),
      );
    }
    if (!(await advanceImports(client, batch.steps(results))))
      throw new AppError('conflict', 'Another run goes on with this archive.');
    await batch.beforeCommit?.();
    return { results, fingerprintIds };
  };
  return inTransaction(pool, take, { isByIndex: true });
}

/** What became of the batch, where all its files stand behind it; else null. What has our ids an earlier try of ours took in. */
async function readEarlierTry(
  client: Client,
  { items, steps }: ArchiveBatch,
  judged: readonly AcceptResult[],
): Promise<TakenArchive | null> {
  const results = judged.map((result, at) =>
    result.kind === 'repeat' && result.articleId === items[at]!.articleId
      ? { ...result, kind: 'accepted' as const }
      : result,
  );
  if (!(await haveAdvanced(client, steps(results)))) return null;
  const own = results.flatMap((result) => (result.kind === 'accepted' ? [result.articleId] : []));
  const rows = await queryRows<{ id: string; fingerprint_id: number }>(
    client,
    `select id, fingerprint_id from article_identities 
      where id = any ($1::uuid[]) and state = 'published' and fingerprint_id is not null`,
    [own],
  );
  return { results, fingerprintIds: new Map(rows.map((row) => [row.id, row.fingerprint_id])) };
}

type Taken = NewArticle & { item: ArchiveItem };

async function copyIdentities(
  client: Client,
  articles: readonly Taken[],
  fingerprintIds: ReadonlyMap<string, number>,
  { receivedAt, isLeft = false }: ArchiveBatch,
): Promise<void> {
  const dueAt = isLeft ? leaveFor(receivedAt) : new Date(receivedAt.getTime() + OWN_FOR_SECONDS * 1_000);
  await copyRows(
    client,
    'article_identities',
    [
      'id, provider, guid, version, content_hash, version_created, effective_at, received_at, is_backfill, feed',
      'state, next_try_at, fingerprint_id, published_at, import_id',
    ],
    articles.map(({ articleId, version, contentHash, submission, item }) => {
      const { provider, guid, versionCreated, content } = submission;
      const fingerprintId = fingerprintIds.get(articleId);
      const isPublished = fingerprintId !== undefined;
      return [
        articleId,
        provider,
        guid,
        version,
        `\\x${contentHash}`,
        versionCreated,
        content.publishedAt ?? receivedAt,
        receivedAt,
        true,
        content.feed,
        isPublished ? 'published' : 'accepted',
        isPublished ? dueAt : receivedAt,
        fingerprintId,
        isPublished ? receivedAt : null,
        item.importId,
      ];
    }),
  );
}

async function copyTraits(client: Client, publications: readonly Publication[]): Promise<void> {
  const asArray = (values: readonly string[]): string =>
    `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
  await copyRows(
    client,
    'article_traits',
    ['article_id, markers, numbers, names'],
    publications.map(({ articleId, traits: { markers, numbers, names } }) => [
      articleId,
      asArray(markers),
      asArray(numbers),
      asArray(names),
    ]),
  );
}

async function copyContents(client: Client, articles: readonly Taken[]): Promise<void> {
  const asJson = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
  await copyRows(
    client,
    'articles',
    [
      'id, effective_at, headline, body, published_at, language, url, byline, dateline, slugline, ed_note, urgency',
      'pub_status, embargoed_until, expires, signals, alt_ids, story_key, source, subjects, associations, extra',
    ],
    articles.map(({ articleId, receivedAt, submission: { content } }) => [
      articleId,
      content.publishedAt ?? receivedAt,
      content.headline,
      content.body,
      content.publishedAt,
      content.language,
      content.url,
      content.byline,
      content.dateline,
      content.slugline,
      content.edNote,
      content.urgency,
      content.pubStatus ?? 'usable',
      content.embargoedUntil,
      content.expires,
      asJson(content.signals),
      asJson(content.altIds),
      content.storyKey,
      content.source,
      asJson(content.subjects),
      asJson(content.associations),
      asJson(content.extra),
    ]),
  );
}
