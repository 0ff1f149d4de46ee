import type { Pool } from '@writethru/store';

/** What must not be there when all is quiet: one row, and something is wrong. */
const FORBIDDEN: Record<string, string> = {
  'an article that is unfinished':
    "select id from article_identities where state in ('accepted', 'published')",
  'an article that is clustered or quarantined and marked as under way':
    "select id from article_identities where state in ('clustered', 'quarantined') and attempt_started_at is not null",
  'a clustered article without a fingerprint':
    "select id from article_identities where state = 'clustered' and fingerprint_id is null",
  'an article without its text':
    'select i.id from article_identities i left join articles a on a.id = i.id where a.id is null',
  'a chain whose standing version is not its highest': `select c.guid from chains c join article_identities i using (provider, guid)
      group by c.provider, c.guid, c.standing_version having c.standing_version <> max(i.version)`,
  'a version of an article that is not clustered': `select v.article_id from versions v left join article_identities i on i.id = v.article_id
      where i.state is distinct from 'clustered'`,
  'a version in a story that is gone or was merged': `select v.article_id from versions v left join stories s on s.id = v.story_id
      where s.id is null or s.merged_into is not null`,
  'a story merged into none, or into one that was merged': `with recursive way as (
       select id, merged_into as at, 1 as steps from stories where merged_into is not null
       union all
       select w.id, s.merged_into, w.steps + 1 from way w join stories s on s.id = w.at
        where s.merged_into is not null and w.steps < 100)
     select w.id from way w left join stories s on s.id = w.at where s.id is null or w.steps >= 100`,
  'a story whose count is not that of its versions': `select s.id from stories s left join versions v on v.story_id = s.id and v.is_announced
      where s.merged_into is null group by s.id having s.version_count <> count(v.article_id)`,
  'a story whose lead is not one of its versions': `select s.id from stories s left join versions v on v.article_id = s.lead_article_id
      where s.merged_into is null and s.lead_article_id is not null and v.story_id is distinct from s.id`,
  'a fingerprint in use without a component': `select i.fingerprint_id as id from article_identities i left join component_members m using (fingerprint_id)
      where i.fingerprint_id is not null and m.fingerprint_id is null`,
  'a member of a component that is gone':
    'select m.fingerprint_id as id from component_members m left join components c on c.id = m.component_id where c.id is null',
  'a component without members':
    'select c.id from components c left join component_members m on m.component_id = c.id where m.fingerprint_id is null',
  'a story in two components': `select v.story_id as id from versions v join article_identities i on i.id = v.article_id
       join component_members m using (fingerprint_id) group by 1 having count(distinct m.component_id) > 1`,
};

/** I5 and the stored counts: nothing is orphaned, nothing half done. Answers what is wrong, in words. */
export async function checkStore(pool: Pool): Promise<string[]> {
  const found: string[] = [];
  for (const [what, statement] of Object.entries(FORBIDDEN)) {
    const { rows } = await pool.query<{ id?: string; article_id?: string; guid?: string }>(statement);
    const names = rows.slice(0, 3).map((row) => row.id ?? row.article_id ?? row.guid);
    if (rows.length > 0) found.push(`${rows.length} times ${what}: ${names.join(' ')}`);
  }
  return found;
}
