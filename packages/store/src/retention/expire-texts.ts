import { dropText } from '../erasing/drop-text.ts';
import { emptyComponents } from '../erasing/empty-components.ts';
import { queryMaybeOne, queryRows, type Client, type Pool } from '../pool.ts';
import { lockStoryTexts } from '../search/story-texts.ts';
import { inTransaction } from '../transaction.ts';
import { tryLock } from '../try-lock.ts';

// Any number will do, so long as every process uses the same one.
const LOCK = 7_203_115_004;

interface DueProvider {
  provider: string;
  expired_to: Date;
  /** Up to where texts are to go: never past an article that is not clustered yet. */
  expires_to: Date;
}

const READ_PROVIDER = `
select p.provider, coalesce(p.expired_to, '-infinity') as expired_to,
       least(clock_timestamp() - make_interval(days => p.retention_days), u.oldest) as expires_to
  from providers p
  left join lateral (
    select min(received_at) as oldest from article_identities i
     where i.provider = p.provider and i.state in ('accepted', 'published')
  ) u on true
 where p.provider = $1`;

const READ_DUE = `
select i.id, i.received_at
  from article_identities i
  join articles a on a.id = i.id and a.effective_at = i.effective_at
 where i.provider = $1 and i.received_at >= $2 and i.received_at < $3 and a.text_gone is null
 order by i.received_at, i.id
 limit $4`;

// A story that has a text left is to be led by it.
const ASK_FOR_LEADS = `
insert into reunite_requests (article_id, cause, due_at)
select s.lead_article_id, 'neighbour', timestamptz 'epoch'
  from stories s
 where s.lead_article_id = any ($1::uuid[])
   and exists (select 1 from versions v join article_standing t on t.article_id = v.article_id
                where v.story_id = s.id and t.text_gone is null and t.pub_status = 'usable'
                  and t.standing_pub_status = 'usable')
 order by 1`;

/**
 * Drops the texts that are older than their provider's retention, counted from receipt: `limit` at most of each
 * provider. Fingerprints and links stay, so no story splits; the words in them go when nothing of their component has
 * a text any more. One process works at a time; any other answers false at once. Answers whether there is more.
 */
export async function expireTexts(pool: Pool, limit: number): Promise<boolean> {
  const providers = await queryRows<{ provider: string }>(
    pool,
    'select provider from providers where retention_days is not null order by 1',
  );
  let hasMore = false;
  // A transaction each: meanwhile nothing is put into the search index, and no item is erased.
  for (const { provider } of providers)
    hasMore = (await inTransaction(pool, (client) => expireOf(client, provider, limit))) || hasMore;
  return hasMore;
}

async function expireOf(client: Client, provider: string, limit: number): Promise<boolean> {
  if (!(await tryLock(client, LOCK))) return false;
  const due = await queryMaybeOne<DueProvider>(client, READ_PROVIDER, [provider]);
  return due !== null && expireSome(client, due, limit);
}

async function expireSome(client: Client, due: DueProvider, limit: number): Promise<boolean> {
  const rows = await queryRows<{ id: string; received_at: Date }>(client, READ_DUE, [
    due.provider,
    due.expired_to,
    due.expires_to,
    limit,
  ]);
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) {
    await lockStoryTexts(client);
    await dropText(client, ids, 'expired');
    await emptyComponents(client, ids);
    await queryRows(client, ASK_FOR_LEADS, [ids]);
  }
  const hasMore = ids.length === limit;
  // Several may have come at one instant: where a batch was full, the next one looks at its last instant once more.
  await queryRows(client, 'update providers set expired_to = greatest(expired_to, $2) where provider = $1', [
    due.provider,
    hasMore ? rows.at(-1)!.received_at : due.expires_to,
  ]);
  return hasMore;
}
