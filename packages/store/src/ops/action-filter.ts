import { queryRows, type Db } from '../pool.ts';

/** What can be done to many articles at once. */
export type BulkKind = 'release' | 'discard' | 'retry';

/** Which articles: all that are named must hold. */
export interface ActionFilter {
  /** As failures are grouped: ids and long numbers left out. */
  reason?: string;
  provider?: string;
  articleId?: string;
}

/** The reason of a quarantine as failures are grouped by it. */
export const GROUPED_REASON = `left(regexp_replace(quarantine_reason,
  '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\\d{4,}', '…', 'gi'), 500)`;

const OF_QUARANTINE = `i.state = 'quarantined' and ($1::text is null or ${GROUPED_REASON} = $1)`;

// What waits for another attempt after one that failed for this reason.
const OF_FAILED = `i.state in ('accepted', 'published') and i.attempts > 0
  and exists (select 1 from article_failures f where f.article_id = i.id and ($1::text is null or f.reason = $1))`;

function whereOf(kind: BulkKind): string {
  const ofState = kind === 'retry' ? OF_FAILED : OF_QUARANTINE;
  return `${ofState} and ($2::text is null or i.provider = $2) and ($3::uuid is null or i.id = $3)`;
}

function valuesOf({ reason, provider, articleId }: ActionFilter): (string | null)[] {
  return [reason ?? null, provider ?? null, articleId ?? null];
}

/** How many articles an action would take now. */
export async function countArticlesFor(db: Db, kind: BulkKind, filter: ActionFilter): Promise<number> {
  const [row] = await queryRows<{ count: number }>(
    db,
    `select count(*)::int as count from article_identities i where ${whereOf(kind)}`,
    valuesOf(filter),
  );
  return row!.count;
}

/** The ids of the articles that an action takes, in order. */
export async function chooseArticles(db: Db, kind: BulkKind, filter: ActionFilter): Promise<string[]> {
  const rows = await queryRows<{ id: string }>(
    db,
    `select i.id from article_identities i where ${whereOf(kind)} order by i.id`,
    valuesOf(filter),
  );
  return rows.map(({ id }) => id);
}
