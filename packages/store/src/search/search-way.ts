import { queryMaybeOne, type Db } from '../pool.ts';
import { Parameters } from '../queries/parameters.ts';
import type { Search } from './parse-search.ts';

/**
 * How stories with a text are found: every one by the index, or by walking the stories in the order asked for and
 * looking into the text of each until there are enough.
 */
export type SearchWay = 'index' | 'walk';

/**
 * The way that looks at fewer stories to find `wanted` of them. By the index it is all that match; on a walk `wanted` are
 * met once so many have been looked at as the word is rare. So it is the walk for what stands in more texts than the
 * root of `wanted` times all: of 100,000 texts and 1,000 wanted, in 10,000. By the planner's estimate, which knows the
 * commonest words; the planner itself takes looking into a text for nothing, and reads all of them.
 */
export async function chooseSearchWay(db: Db, search: Search, wanted: number): Promise<SearchWay> {
  const parameters = new Parameters();
  const { found, all } = await estimateTexts(db, writeMatch(search, parameters), parameters);
  return found * found > wanted * all ? 'walk' : 'index';
}

async function estimateTexts(
  db: Db,
  match: string,
  parameters: Parameters,
): Promise<{ found: number; all: number }> {
  const plan = await queryMaybeOne<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    db,
    `explain (format json) select 1 from story_texts d where ${match}`,
    parameters.values,
  );
  const size = await queryMaybeOne<{ all: number }>(
    db,
    `select greatest(0, reltuples)::float8 as all from pg_class where oid = 'story_texts'::regclass`,
  );
  return { found: plan?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0, all: size?.all ?? 0 };
}

/** A search as a condition on `stories s`. `offset 0` keeps the planner from turning one way into the other. */
export function writeSearch(search: Search, way: SearchWay, parameters: Parameters): string {
  if (way === 'walk') {
    const match = writeMatch(search, parameters);
    return `exists (select 1 from story_texts d where d.story_id = s.id and ${match} offset 0)`;
  }
  // One after the other, and not joined by `or`: the index answers each by itself, and no text is looked into.
  const found = writeArms(search, parameters).map(
    (arm) => `select d.story_id from story_texts d where ${arm}`,
  );
  return found.length === 0 ? 'false' : `s.id in (${found.join(' union all ')} offset 0)`;
}

/** Whether `story_texts d` matches, as its configuration reads the search. */
function writeMatch(search: Search, parameters: Parameters): string {
  const arms = writeArms(search, parameters);
  return arms.length === 0 ? 'false' : `(${arms.join(' or ')})`;
}

function writeArms({ readings }: Search, parameters: Parameters): string[] {
  return readings.map(
    ({ query, configs }) =>
      `d.config = any (${parameters.add(configs)}::text[]) and d.document @@ ${parameters.add(query)}::tsquery`,
  );
}

/**
 * Whether the lead of `s` is the one whose text was searched and may be read: until the index has heard of a kill, nothing
 * tells what the killed text held. Asked of what was found, in its order: joined, it would be asked of all leads.
 */
export const LEAD_STANDS = `s.text_lead_id = s.lead_article_id and exists (
  select 1 from article_standing t
   where t.article_id = s.lead_article_id and t.effective_at = s.lead_effective_at and t.text_gone is null
     and t.pub_status = 'usable' and t.standing_pub_status = 'usable' offset 0)`;
