import { queryRows, type Db } from '../pool.ts';

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

const KEEP = `
insert into intake_refusals (provider, feed, guid, code, pointer, detail)
select left(provider, 200), left(feed, 200), left(guid, 512), code, left(pointer, 500), left(detail, 500)
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
    as n (provider, feed, guid, code, pointer, detail)`;

const FORGET = `
delete from intake_refusals r
 using (select distinct provider, feed from unnest($1::text[], $2::text[]) as n (provider, feed)) f
 where r.provider = f.provider and r.feed = f.feed and r.id < (
   select min(id) from (select id from intake_refusals l where l.provider = f.provider and l.feed = f.feed
                         order by id desc limit $3) last)`;

/** Whoever may send for any provider may name any, so the whole is bounded too. */
const KEPT_IN_ALL = 25_000;

/** Keeps refusals, the last fifty of each feed. */
export async function keepRefusals(db: Db, refusals: readonly Refusal[]): Promise<void> {
  const providers = refusals.map(({ provider }) => provider);
  const feeds = refusals.map(({ feed }) => feed);
  await queryRows(db, KEEP, [
    providers,
    feeds,
    refusals.map(({ guid }) => guid),
    refusals.map(({ code }) => code),
    refusals.map(({ pointer }) => pointer),
    refusals.map(({ detail }) => detail),
  ]);
  await queryRows(db, FORGET, [providers, feeds, KEPT]);
  await queryRows(
    db,
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
