import { hashItemKey } from '../erasing/erased-key.ts';
import { holdOffErasures } from '../erasing/hold-off.ts';
import { queryRows, type Db, type Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';

/** What was sent and not taken. */
export interface Refusal {
  provider: string;
  /** Empty without a label. */
  feed: string;
  guid: string | null;
  code: string;
  pointer: string | null;
  detail: string;
}

/** How many are kept of each feed. */
const KEPT = 50;

// What was erased is not to be named again.
const KEEP = `
insert into intake_refusals (provider, feed, guid, code, pointer, detail)
select left(n.provider, 200), left(n.feed, 200), case when e.key_hash is null then left(n.guid, 512) end, n.code,
       left(n.pointer, 500), case when e.key_hash is null then left(n.detail, 500) else 'Erased.' end
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[]) with ordinality
    as n (provider, feed, guid, code, pointer, detail, key_hash, at)
  left join erasures e on e.key_hash = n.key_hash
 order by n.at`;

const FORGET = `
delete from intake_refusals r
 using (select distinct provider, feed from unnest($1::text[], $2::text[]) as n (provider, feed)) f
 where r.provider = f.provider and r.feed = f.feed and r.id < (
   select min(id) from (select id from intake_refusals l where l.provider = f.provider and l.feed = f.feed
                         order by id desc limit $3) last)`;

/** Whoever may send for any provider may name any, so the whole is bounded too. */
const KEPT_IN_ALL = 25_000;

/**
 * Keeps refusals, the last fifty of each feed; of an item that was erased before they are written, without its name. Throws
 * AppError as `queryRows` does.
 */
export async function keepRefusals(pool: Pool, refusals: readonly Refusal[]): Promise<void> {
  const providers = refusals.map(({ provider }) => provider);
  const feeds = refusals.map(({ feed }) => feed);
  await inTransaction(pool, async (client) => {
    await holdOffErasures(client);
    await queryRows(client, KEEP, [
      providers,
      feeds,
      refusals.map(({ guid }) => guid),
      refusals.map(({ code }) => code),
      refusals.map(({ pointer }) => pointer),
      refusals.map(({ detail }) => detail),
      refusals.map(({ provider, guid }) => (guid === null ? null : hashItemKey(provider, guid))),
    ]);
  });
  await queryRows(pool, FORGET, [providers, feeds, KEPT]);
  await queryRows(
    pool,
    'delete from intake_refusals where id < (select max(id) from intake_refusals) - $1::bigint',
    [KEPT_IN_ALL],
  );
}

/** The refusals that are kept, of one provider or of all, the newest first. */
export async function listRefusals(
  db: Db,
  provider: string | null,
  limit: number,
): Promise<(Refusal & { at: Date })[]> {
  return queryRows<Refusal & { at: Date }>(
    db,
    `select at, provider, feed, guid, code, pointer, detail from intake_refusals
      where $1::text is null or provider = $1 order by id desc limit $2`,
    [provider, limit],
  );
}

/** The refusals that are kept of items with this guid, whoever sent them, the newest first. */
export async function findRefusalsByGuid(
  db: Db,
  guid: string,
  limit: number,
): Promise<(Refusal & { at: Date })[]> {
  return queryRows<Refusal & { at: Date }>(
    db,
    `select at, provider, feed, guid, code, pointer, detail from intake_refusals
      where guid = $1 order by id desc limit $2`,
    [guid, limit],
  );
}

/** Why intake turned articles away within the last fifteen seconds for want of room; null where it did not. */
export async function readThrottling(db: Db): Promise<string | null> {
  const rows = await queryRows<{ detail: string }>(
    db,
    `select detail from intake_refusals
      where at > clock_timestamp() - interval '15 seconds' and code = 'unavailable' order by id desc limit 1`,
  );
  return rows[0]?.detail ?? null;
}
