import { queryRows, type Db } from '../pool.ts';

/** What editors said of pairs, verdicts that were undone left out. */
export interface VerdictCounts {
  /** Pairs that were in one story when they were judged, and those of them that belonged there. */
  joins: { judged: number; right: number };
  /** Pairs that were in two stories, and those that belonged there. */
  misses: { judged: number; right: number };
}

const COUNT = `
select (payload ->> 'wasOneStory')::boolean as was_one_story,
       count(*)::int as judged, count(*) filter (where payload -> 'isOneStory' = payload -> 'wasOneStory')::int as agreed
  from editor_actions
 where kind = 'judge' and undone_by is null
 group by 1`;

/** Counts the verdicts in force. */
export async function countVerdicts(db: Db): Promise<VerdictCounts> {
  const rows = await queryRows<{ was_one_story: boolean; judged: number; agreed: number }>(db, COUNT);
  const pick = (wasOneStory: boolean): VerdictCounts['joins'] => {
    const row = rows.find((one) => one.was_one_story === wasOneStory);
    return { judged: row?.judged ?? 0, right: row?.agreed ?? 0 };
  };
  return { joins: pick(true), misses: pick(false) };
}

/** Names of items, each a (provider, guid). */
interface Item {
  provider: string;
  guid: string;
}

// Either end of a constraint finds it: its other end is among what comes back.
const CONSTRAINED = `
select distinct e.a_provider, e.a_guid, e.b_provider, e.b_guid
  from unnest($1::text[], $2::text[]) as n (provider, guid)
  join editor_constraints e on e.revoked_at is null and (e.a_provider, e.a_guid) = (n.provider, n.guid)`;

/** The pairs of the given items of which an editor has spoken: what is in force, in either order of the two. */
export async function listConstrainedPairs(db: Db, items: readonly Item[]): Promise<[Item, Item][]> {
  const rows = await queryRows<{ a_provider: string; a_guid: string; b_provider: string; b_guid: string }>(
    db,
    CONSTRAINED,
    [items.map(({ provider }) => provider), items.map(({ guid }) => guid)],
  );
  return rows.map((row) => [
    { provider: row.a_provider, guid: row.a_guid },
    { provider: row.b_provider, guid: row.b_guid },
  ]);
}
