import type { ComponentSnapshot } from '../clusterer/snapshot.ts';
import type { DecisionRows } from '../clusterer/write-decision.ts';
import { queryRows, type Client } from '../pool.ts';

/** Components that are decided under another version than before: what else that takes. */
export interface VersionMove {
  /** All texts that were searched for: every one that an article of a moved component carries. */
  fingerprintIds: ReadonlySet<number>;
  /** How many index keys make a candidate. */
  minSharedKeys: number;
  /** How many candidates each text has now. */
  candidateCounts: ReadonlyMap<number, number>;
  /** The replay to record it under; null where none is under way. */
  replayId: string | null;
  /** The replay that is being taken back. */
  reverts: string | null;
}

// By what the two texts say alone, never by what a search found: a pair of somebody who came later must stay.
const DROP_STALE_LINKS = `
delete from links l
 using (
   select l.a, l.b
     from links l
     join component_members ma on ma.fingerprint_id = l.a
     join fingerprints fa on fa.id = ma.fingerprint_id and fa.day = ma.day
     join component_members mb on mb.fingerprint_id = l.b
     join fingerprints fb on fb.id = mb.fingerprint_id and fb.day = mb.day
    where (l.a = any ($1::bigint[]) or l.b = any ($1::bigint[])) and l.is_candidate and fa.text_hash <> fb.text_hash
      and (select count(*) from (select unnest(fa.keys) intersect select unnest(fb.keys)
                                 except select key from stop_keys where algorithm_version = $2) as shared) < $3
    order by l.a, l.b
      for update of l
 ) stale
 where (l.a, l.b) = (stale.a, stale.b)`;

/** Drops the pairs of moved texts that are no candidates under the version that they moved to. */
export async function dropStaleLinks(
  client: Client,
  move: VersionMove,
  algorithmVersion: number,
): Promise<void> {
  await queryRows(client, DROP_STALE_LINKS, [[...move.fingerprintIds], algorithmVersion, move.minSharedKeys]);
}

/** Tells each placed article where the replay that is being taken back had found it. */
export async function recallFormerStories(
  client: Client,
  snapshots: readonly ComponentSnapshot[],
  replayId: string,
): Promise<void> {
  const articles = snapshots.flatMap((snapshot) => snapshot.articles);
  const rows = await queryRows<{ article_id: string; former_story_id: string }>(
    client,
    'select article_id, former_story_id from replay_moves where replay_id = $1 and article_id = any ($2::uuid[])',
    [replayId, articles.map((article) => article.id)],
  );
  const formerOf = new Map(rows.map((row) => [row.article_id, row.former_story_id]));
  for (const { id, placement } of articles) {
    const former = formerOf.get(id);
    if (placement !== null && former !== undefined) placement.formerStoryId = former;
  }
}

const RECORD = `
insert into replay_moves (replay_id, article_id, former_story_id)
select $1, n.article_id, n.former_story_id from unnest($2::uuid[], $3::uuid[]) as n (article_id, former_story_id)
 order by n.article_id
on conflict do nothing`;

const COUNT_CANDIDATES = `
with mine as (
  select i.id, coalesce(n.candidates, 0) as candidates
    from article_identities i
    left join unnest($2::bigint[], $3::int[]) as n (fingerprint_id, candidates) on n.fingerprint_id = i.fingerprint_id
   where i.fingerprint_id = any ($1::bigint[]) and i.state = 'clustered'
     and i.candidate_count is distinct from coalesce(n.candidates, 0)
   order by i.id
     for no key update of i
)
update article_identities i set candidate_count = mine.candidates from mine where i.id = mine.id`;

/** Records which articles go to another story, and how many candidates each has now. */
export async function recordMove(
  client: Client,
  move: VersionMove,
  decisions: readonly { snapshot: ComponentSnapshot; rows: DecisionRows }[],
): Promise<void> {
  const counted = [...move.candidateCounts];
  await queryRows(client, COUNT_CANDIDATES, [
    [...move.fingerprintIds],
    counted.map(([id]) => id),
    counted.map(([, count]) => count),
  ]);
  if (move.replayId === null) return;
  const moved = decisions.flatMap(({ snapshot, rows }) => {
    const storyOf = new Map(snapshot.articles.map(({ id, placement }) => [id, placement?.storyId]));
    return rows.versions.flatMap(({ articleId, storyId }) => {
      const former = storyOf.get(articleId);
      return former === undefined || former === storyId ? [] : [{ articleId, former }];
    });
  });
  if (moved.length === 0) return;
  await queryRows(client, RECORD, [
    move.replayId,
    moved.map(({ articleId }) => articleId),
    moved.map(({ former }) => former),
  ]);
}
