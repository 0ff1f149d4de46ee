import { queryRows, type Db } from '../pool.ts';

/** Something that happened to the service. */
export interface OpsMark {
  at: Date;
  kind: 'start' | 'pause' | 'resume' | 'replay' | 'replay_end';
  /** Who did it; of a start the services of that minute, of the end of a replay how it ended. */
  who: string;
  /** Of a start that of the program, of a replay that of the algorithm; empty of a pause. */
  version: string;
}

// Processes of one minute and version were started together.
const MARKS = `
select at, kind, who, version from (
  select min(started_at) as at, 'start' as kind, string_agg(distinct service, ', ' order by service) as who, version
    from ops_processes where started_at >= $1 group by date_trunc('minute', started_at), version
  union all
  select created_at, kind, actor, '' from ops_actions where created_at >= $1 and kind in ('pause', 'resume')
  union all
  select requested_at, 'replay', requested_by, algorithm_version::text
    from replays where requested_at >= $1 and not is_dry_run
  union all
  select ended_at, 'replay_end', state, algorithm_version::text
    from replays where ended_at >= $1 and not is_dry_run
) marks order by at desc limit $2`;

/** The starts of processes, pauses and replays since `from`: the last `limit` of them, in order. */
export async function listMarks(db: Db, from: Date, limit: number): Promise<OpsMark[]> {
  const rows = await queryRows<OpsMark>(db, MARKS, [from, limit]);
  return rows.reverse();
}
