import { queryRows, type Client } from '../pool.ts';

/** One item of a story: the versions of a guid. */
export interface StoryItem {
  provider: string;
  guid: string;
  /** In the order of versions. */
  articleIds: string[];
}

/** A story as an edit sees it. */
export interface EditedStory {
  id: string;
  /** Set where it lives on under another id. */
  mergedInto: string | null;
  /** In the order of versions. */
  items: StoryItem[];
}

/** An editor's constraint in force, and the action that made it. */
export interface HeldConstraint {
  kind: 'must_link' | 'cannot_link';
  aProvider: string;
  aGuid: string;
  bProvider: string;
  bGuid: string;
  actionId: string | null;
}

const READ_STORY = `
select s.id, s.merged_into, v.provider, v.guid, v.article_id
  from stories s left join versions v on v.story_id = s.id
 where s.id = $1
 order by v.order_at, v.provider collate "C", v.guid collate "C", v.version`;

/** The story of this id with its items; null where there never was one. */
export async function readEditedStory(client: Client, storyId: string): Promise<EditedStory | null> {
  const rows = await queryRows<{
    id: string;
    merged_into: string | null;
    provider: string | null;
    guid: string;
    article_id: string;
  }>(client, READ_STORY, [storyId]);
  const [first] = rows;
  if (first === undefined) return null;
  const items = new Map<string, StoryItem>();
  for (const { provider, guid, article_id: articleId } of rows) {
    if (provider === null) continue;
    const key = `${provider}\u0000${guid}`;
    const item = items.get(key) ?? { provider, guid, articleIds: [] };
    item.articleIds.push(articleId);
    items.set(key, item);
  }
  return { id: first.id, mergedInto: first.merged_into, items: [...items.values()] };
}

// Everything that must-links reach from the given items, and every constraint that touches any of it.
const READ_CONSTRAINTS = `
with recursive reached (provider, guid) as (
  select * from unnest($1::text[], $2::text[])
  union
  select n.provider, n.guid
    from reached r
    join editor_constraints e on e.revoked_at is null and e.kind = 'must_link'
     and ((e.a_provider, e.a_guid) = (r.provider, r.guid) or (e.b_provider, e.b_guid) = (r.provider, r.guid))
   cross join lateral (values (e.a_provider, e.a_guid), (e.b_provider, e.b_guid)) as n (provider, guid)
)
select distinct e.id, e.kind, e.a_provider, e.a_guid, e.b_provider, e.b_guid, e.action_id
  from reached r
  join editor_constraints e on e.revoked_at is null
   and ((e.a_provider, e.a_guid) = (r.provider, r.guid) or (e.b_provider, e.b_guid) = (r.provider, r.guid))
 order by e.id`;

/** The constraints in force that a new one of these items could contradict. */
export async function readHeldConstraints(
  client: Client,
  items: readonly StoryItem[],
): Promise<HeldConstraint[]> {
  const rows = await queryRows<{
    kind: HeldConstraint['kind'];
    a_provider: string;
    a_guid: string;
    b_provider: string;
    b_guid: string;
    action_id: string | null;
  }>(client, READ_CONSTRAINTS, [items.map((item) => item.provider), items.map((item) => item.guid)]);
  return rows.map((row) => ({
    kind: row.kind,
    aProvider: row.a_provider,
    aGuid: row.a_guid,
    bProvider: row.b_provider,
    bGuid: row.b_guid,
    actionId: row.action_id,
  }));
}
