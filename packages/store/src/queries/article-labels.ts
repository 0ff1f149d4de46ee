import type { VisibilityFacts } from '@writethru/domain';

import { queryRows, type Db } from '../pool.ts';
import { standingColumns, toVisibilityFacts, type StandingRow } from './standing.ts';

/** What an article is called by, and what decides whether it may be told of. */
export interface ArticleLabel {
  articleId: string;
  provider: string;
  guid: string;
  version: number;
  headline: string | null;
  visibility: VisibilityFacts;
}

const LABELS = `
select i.id, i.provider, i.guid, i.version, a.headline, ${standingColumns('s')}
  from article_identities i
  join articles a on a.id = i.id and a.effective_at = i.effective_at
  join article_standing s on s.article_id = i.id and s.effective_at = i.effective_at
 where i.id = any ($1::uuid[])`;

/** The labels of articles, by id. */
export async function listArticleLabels(
  db: Db,
  articleIds: readonly string[],
): Promise<Map<string, ArticleLabel>> {
  if (articleIds.length === 0) return new Map();
  const rows = await queryRows<
    StandingRow & { id: string; provider: string; guid: string; version: number; headline: string | null }
  >(db, LABELS, [articleIds]);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        articleId: row.id,
        provider: row.provider,
        guid: row.guid,
        version: row.version,
        headline: row.headline,
        visibility: toVisibilityFacts(row),
      },
    ]),
  );
}
