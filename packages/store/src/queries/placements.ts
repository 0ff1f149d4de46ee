import type { Evidence, Relation } from '@writethru/domain';

import { queryRows, type Db } from '../pool.ts';
import type { ArticlePlacement } from './articles.ts';

const PLACEMENTS = `
select v.article_id, v.story_id, v.relation, v.matched_article_id,
       -- Whoever posts an article need not be let into the words of another's.
       v.evidence - 'changedNumbers' - 'changedNames' - 'linkKey' as evidence,
       (select count(*)::int from versions e
         where e.story_id = v.story_id
           and (e.order_at, e.provider collate "C", e.guid collate "C", e.version)
            <= (v.order_at, v.provider collate "C", v.guid collate "C", v.version)
           and (e.is_announced or e.article_id = v.article_id)) as sequence
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
