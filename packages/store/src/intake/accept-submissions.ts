import { AppError, judgeRevision, newId, type HeldRevision, type Submission } from '@writethru/domain';

import type { Client, Db, Pool } from '../pool.ts';
import { takeOutErased } from '../erasing/find-erased.ts';
import { queryPrepared } from '../pool.ts';
import { inTransaction } from '../transaction.ts';
import { insertArticles, type NewArticle } from './insert-articles.ts';
import { listDifferingFields } from './differing-fields.ts';

/** A submission with the hash of its content (64 hex digits). */
export interface HashedSubmission {
  submission: Submission;
  contentHash: string;
}

export type AcceptResult =
  | { kind: 'accepted'; articleId: string; version: number }
  | { kind: 'repeat'; articleId: string; version: number }
  /** The version is held with other content; `differs` names the fields. */
  | { kind: 'taken'; articleId: string; version: number; differs: string[] }
  | { kind: 'failed'; error: AppError };

export interface AcceptOptions {
  /** Until the sweeper announces an article whose own announcement was lost. */
  graceMs: number;
  /** Called when all is written and nothing is committed: where a crash test steps in. */
  beforeCommit?: () => Promise<void>;
}

const INSERT_CHAINS = `
insert into chains (provider, guid)
select n.provider, n.guid from unnest($1::text[], $2::text[]) as n (provider, guid)
 order by n.provider, n.guid
on conflict do nothing`;

const LOCK_CHAINS = `
select 1 from chains c join unnest($1::text[], $2::text[]) as n (provider, guid) on (c.provider, c.guid) = (n.provider, n.guid)
 order by c.provider, c.guid for no key update of c`;

// Begun after the locks were had, so it sees what the last holder of them wrote.
const READ_HELD = `
select i.id, i.provider, i.guid, i.version, encode(i.content_hash, 'hex') as content_hash, i.version_created
  from unnest($1::text[], $2::text[]) as n (provider, guid)
  join article_identities i on (i.provider, i.guid) = (n.provider, n.guid)`;

/**
 * Takes articles in, in one transaction, and answers each in the order given once all are committed. Items of one guid
 * are judged one after the other. An item that the database refuses for what it holds is answered `failed` and takes no
 * other along. Throws AppError `unavailable` where the database is away: then nothing was taken in.
 */
export async function acceptSubmissions(
  pool: Pool,
  items: readonly HashedSubmission[],
  options: AcceptOptions = { graceMs: 15_000 },
): Promise<AcceptResult[]> {
  try {
    return await inTransaction(pool, (client) => acceptAll(client, items, options), { isByIndex: true });
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'unavailable') throw error;
    if (items.length === 1) return [{ kind: 'failed', error }];
    const results: AcceptResult[] = [];
    for (const item of items) results.push(...(await acceptSubmissions(pool, [item], options)));
    return results;
  }
}

async function acceptAll(
  client: Client,
  items: readonly HashedSubmission[],
  options: AcceptOptions,
): Promise<AcceptResult[]> {
  const { results, fresh } = await judgeSubmissions(client, items);
  await insertArticles(client, fresh, options.graceMs);
  await options.beforeCommit?.();
  return results;
}

/** What becomes of submissions, and the articles that are to be inserted for that. */
export interface Judged {
  results: AcceptResult[];
  fresh: (NewArticle & { at: number })[];
}

/**
 * Locks the chains of submissions and judges each, in order: what is new, held, taken or erased. `idOf` names those that
 * are new, by their place. What is `fresh` must be inserted in the same transaction.
 */
export async function judgeSubmissions(
  client: Client,
  items: readonly HashedSubmission[],
  idOf: (at: number) => string = newId,
): Promise<Judged> {
  const held = await lockAndReadHeld(client, items);
  const erased = await takeOutErased(
    client,
    items.map(({ submission: { provider, guid }, contentHash }) => ({ provider, guid, contentHash })),
  );
  const now = await readClock(client);
  const fresh: Judged['fresh'] = [];
  const taken: { result: { differs: string[] }; articleId: string; item: HashedSubmission }[] = [];
  const results = items.map((item, at): AcceptResult => {
    if (erased.has(at)) return { kind: 'failed', error: refuseErased() };
    const { submission, contentHash } = item;
    const revisions = held.get(chainOf(submission))!;
    const versionCreatedMs =
      submission.versionCreated === undefined ? null : Date.parse(submission.versionCreated);
    const verdict = judgeRevision(revisions, {
      version: submission.version ?? null,
      contentHash,
      versionCreatedMs,
    });
    if (verdict.kind === 'repeat') return verdict;
    if (verdict.kind === 'taken') {
      const result = { ...verdict, differs: [] };
      taken.push({ result, articleId: verdict.articleId, item });
      return result;
    }
    const articleId = idOf(at);
    revisions.push({ articleId, version: verdict.version, contentHash, versionCreatedMs });
    fresh.push({ at, articleId, version: verdict.version, contentHash, submission, receivedAt: now });
    return { kind: 'accepted', articleId, version: verdict.version };
  });
  for (const { result, articleId, item } of taken) {
    result.differs = await listDifferingFields(client, articleId, item.submission.content);
  }
  return { results, fresh };
}

function refuseErased(): AppError {
  return new AppError('gone', 'The article was erased for good. It is not taken again.');
}

async function lockAndReadHeld(
  client: Client,
  items: readonly HashedSubmission[],
): Promise<Map<string, HeldRevision[]>> {
  const chains = new Map(items.map(({ submission }) => [chainOf(submission), submission]));
  const providers = [...chains.values()].map((submission) => submission.provider);
  const guids = [...chains.values()].map((submission) => submission.guid);
  await queryPrepared(client, INSERT_CHAINS, [providers, guids]);
  await queryPrepared(client, LOCK_CHAINS, [providers, guids]);
  const rows = await queryPrepared<{
    id: string;
    provider: string;
    guid: string;
    version: number;
    content_hash: string;
    version_created: Date | null;
  }>(client, READ_HELD, [providers, guids]);
  const held = new Map<string, HeldRevision[]>([...chains.keys()].map((chain) => [chain, []]));
  for (const row of rows) {
    held.get(chainOf(row))!.push({
      articleId: row.id,
      version: row.version,
      contentHash: row.content_hash,
      versionCreatedMs: row.version_created?.getTime() ?? null,
    });
  }
  return held;
}

/** The database's clock, to the millisecond: the one that all intakes share. */
export async function readClock(db: Db): Promise<Date> {
  const [row] = await queryPrepared<{ now: Date }>(
    db,
    `select date_trunc('milliseconds', clock_timestamp()) as now`,
    [],
  );
  return row!.now;
}

function chainOf(item: { provider: string; guid: string }): string {
  return `${item.provider}\u0000${item.guid}`;
}
