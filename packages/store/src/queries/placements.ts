import type { Evidence, Relation } from '@writethru/domain';

import { queryRows, type Db } from '../pool.ts';
import type { ArticlePlacement } from './articles.ts';

const PLACEMENTS = `
select v.article_id, v.story_id, v.relation, v.matched_article_id, v.evidence,
       (select count(*)::int from versions e
         where e.story_id = v.story_id
           and (e.effective_at, e.content_hash, e.provider, e.guid, e.version)
            <= (v.effective_at, v.content_hash, v.provider, v.guid, v.version)) as sequence
  from versions v where v.article_id = any ($1::uuid[])`;

/** Where articles stand, by article. Those that are not clustered are left out. */
export async function findPlacements(
  db: Db,
  articleIds: readonly string[],
): Promise<Map<string, ArticlePlacement>> {
  const rows = await queryRows<{
    article_id: string;
    story_id: string;
    relation: Relation;
    matched_article_id: string | null;
    evidence: Evidence;
    sequence: number;
  }>(db, PLACEMENTS, [articleIds]);
  return new Map(
    rows.map((row) => [
      row.article_id,
      {
        id: row.story_id,
        sequence: row.sequence,
        relation: row.relation,
        matchedArticleId: row.matched_article_id,
        evidence: row.evidence,
      },
    ]),
  );
}
