import type { Relation } from '@writethru/domain';

import { queryRows, type Db } from '../pool.ts';
import type { Viewer } from './versions.ts';

const COUNT = `
select story_id, relation, count(*)::int as count
  from versions
 where story_id = any ($1::uuid[]) and ($2 or is_announced)
 group by story_id, relation
 order by story_id, count desc, relation`;

/** How many versions of each relation stories have, by story; the most frequent first. */
export async function countRelations(
  db: Db,
  storyIds: readonly string[],
  viewer: Pick<Viewer, 'isEditor'>,
): Promise<Map<string, Map<Relation, number>>> {
  const rows = await queryRows<{ story_id: string; relation: Relation; count: number }>(db, COUNT, [
    storyIds,
    viewer.isEditor,
  ]);
  const relations = new Map<string, Map<Relation, number>>();
  for (const { story_id: storyId, relation, count } of rows) {
    const ofStory = relations.get(storyId) ?? new Map<Relation, number>();
    relations.set(storyId, ofStory.set(relation, count));
  }
  return relations;
}
