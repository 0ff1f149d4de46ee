import { queryMaybeOne, type Db } from '../pool.ts';

/** How news flows, by Postgres's account. Live articles alone count: backfill is late by nature. */
export interface Flow {
  /** Articles received, and ended, within the last minute, backfill included. */
  receivedLastMinute: number;
  endedLastMinute: number;
  /** Seconds from received to clustered over the last five minutes; null where nothing live ended. */
  lagP50Seconds: number | null;
  lagP95Seconds: number | null;
}

const FLOW = `
select (select count(*)::int from article_identities where received_at > clock_timestamp() - interval '1 minute') as received,
       (select count(*)::int from article_identities where ended_at > clock_timestamp() - interval '1 minute') as ended,
       l.p50, l.p95
  from (
    select percentile_cont(.5) within group (order by lag)::float8 as p50,
           percentile_cont(.95) within group (order by lag)::float8 as p95
      from (
        select extract(epoch from ended_at - received_at) as lag from article_identities
         where ended_at > clock_timestamp() - interval '5 minutes' and state = 'clustered' and not is_backfill
         order by ended_at desc limit 20000) recent
  ) l`;

/** Reads the flow of the last minutes. */
export async function readFlow(db: Db): Promise<Flow> {
  const row = await queryMaybeOne<{
    received: number;
    ended: number;
    p50: number | null;
    p95: number | null;
  }>(db, FLOW);
  return {
    receivedLastMinute: row?.received ?? 0,
    endedLastMinute: row?.ended ?? 0,
    lagP50Seconds: row?.p50 ?? null,
    lagP95Seconds: row?.p95 ?? null,
  };
}

/** Sizes that are known without counting: the planner's estimate of stories, and the last event's position. */
export async function readSizes(db: Db): Promise<{ storiesEstimate: number; eventsPosition: number }> {
  const row = await queryMaybeOne<{ stories: number; position: number }>(
    db,
    `select greatest(0, (select reltuples from pg_class where oid = 'stories'::regclass))::float8 as stories,
            coalesce((select max(position) from events), 0)::float8 as position`,
  );
  return { storiesEstimate: row?.stories ?? 0, eventsPosition: row?.position ?? 0 };
}
