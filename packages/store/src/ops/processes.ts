import { queryRows, type Db } from '../pool.ts';

/** A process that runs a service. */
export interface OpsProcess {
  id: string;
  service: string;
  host: string;
  pid: number;
  version: string;
  startedAt: string;
  memoryBytes: number;
}

/** A process that has not been heard of for so long is taken for dead: three beats. */
const ALIVE_SECONDS = 30;

const BEAT = `
insert into ops_processes (id, service, host, pid, version, started_at, seen_at, memory_bytes)
values ($1, $2, $3, $4, $5, $6, clock_timestamp(), $7)
on conflict (id) do update set seen_at = excluded.seen_at, memory_bytes = excluded.memory_bytes`;

/** Says that a process lives. Forgets those that have been dead for three months: their starts are deploys. */
export async function beatProcess(db: Db, process: OpsProcess): Promise<void> {
  await queryRows(db, BEAT, [
    process.id,
    process.service,
    process.host,
    process.pid,
    process.version,
    process.startedAt,
    process.memoryBytes,
  ]);
  await queryRows(db, `delete from ops_processes where seen_at < clock_timestamp() - interval '90 days'`);
}

/** Takes a process off the list of those that live: it stops in order. */
export async function endProcess(db: Db, id: string): Promise<void> {
  await queryRows(
    db,
    `update ops_processes set seen_at = least(seen_at, clock_timestamp() - make_interval(secs => $2)) where id = $1`,
    [id, ALIVE_SECONDS],
  );
}

/** Where the processes of a service say that they live. */
export function makeHeartStore(db: Db): {
  beat(process: OpsProcess): Promise<void>;
  end(id: string): Promise<void>;
} {
  return { beat: (process) => beatProcess(db, process), end: (id) => endProcess(db, id) };
}

/** How many processes live that run a service. */
export async function countProcesses(db: Db, service: string): Promise<number> {
  const [row] = await queryRows<{ count: number }>(
    db,
    `select count(*)::int as count from ops_processes
      where service = $1 and seen_at > clock_timestamp() - make_interval(secs => $2)`,
    [service, ALIVE_SECONDS],
  );
  return row?.count ?? 0;
}

/** The processes that live. */
export async function listProcesses(db: Db): Promise<OpsProcess[]> {
  return queryRows<OpsProcess>(
    db,
    `select id, service, host, pid, version, memory_bytes as "memoryBytes",
            to_char(started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "startedAt"
       from ops_processes where seen_at > clock_timestamp() - make_interval(secs => $1)
      order by service, started_at`,
    [ALIVE_SECONDS],
  );
}
