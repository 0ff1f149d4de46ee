import type { Pool } from '@writethru/store';

import { nameArticle } from '../../support/order/corpus.ts';
import { partitionByBruteForce } from '../../support/order/reference.ts';
import { toReference } from '../../support/order/run-schedule.ts';
import type { SentCorpus } from '../load.ts';
import type { HeldArticle } from './articles.ts';

export interface PartitionFindings {
  /** Groups of the rule's partition that are in more than one story. */
  split: string[];
  /** Stories with articles of more than one group, or of another episode. */
  mixed: string[];
}

/**
 * I3 and I4: the stories are the rule's own partition, worked out by brute force, corpus by corpus: two corpora have
 * nothing in common.
 */
export async function checkPartition(
  pool: Pool,
  corpora: readonly SentCorpus[],
  held: readonly HeldArticle[],
): Promise<PartitionFindings> {
  const storyOf = new Map(held.map((article) => [nameArticle(article), article.storyId]));
  const groupsOf = new Map<string, string[]>();
  const findings: PartitionFindings = { split: [], mixed: [] };
  for (const corpus of corpora) {
    const { stories } = partitionByBruteForce(await toReference(pool, corpus), []);
    for (const group of stories) {
      const ids = new Set(group.flatMap((name) => storyOf.get(name) ?? []));
      if (ids.size > 1) findings.split.push(group.join(' '));
      for (const id of ids) groupsOf.set(id, [...(groupsOf.get(id) ?? []), group[0]!]);
    }
  }
  for (const [id, groups] of groupsOf)
    if (groups.length > 1) findings.mixed.push(`${id}: ${groups.join(' ')}`);
  const ownIds = new Set(held.map(({ id }) => id));
  const { rows } = await pool.query<{ article_id: string; story_id: string }>(
    'select article_id, story_id from versions where story_id = any ($1)',
    [[...groupsOf.keys()]],
  );
  for (const row of rows)
    if (!ownIds.has(row.article_id)) findings.mixed.push(`${row.story_id}: ${row.article_id}`);
  return findings;
}
