import { until } from '../../support/until.ts';
import { last, pick, type Row } from '../row.ts';
import type { Stage } from '../stage.ts';

const DOWN_MS = 1_500;

/** While Postgres is away nothing can be promised, so intake refuses. */
function onPostgres(row: Pick<Row, 'name' | 'fault' | 'run'> & Partial<Row>): Row {
  const expected = 'intake answers 503 meanwhile, never 202; all go on by themselves afterwards';
  return { expected, mayRefuse: true, ...row };
}

/** Sessions of the services, by pid; none while Postgres recovers. */
async function listBackends({ pool }: Stage): Promise<number[]> {
  const asked = pool.query<{ pid: number }>(
    `select pid from pg_stat_activity
      where backend_type = 'client backend' and datname = current_database() and application_name <> 'chaos'`,
  );
  return asked.then(
    ({ rows }) => rows.map((row) => row.pid),
    () => [],
  );
}

/** Postgres crashes, stands still, or cuts its sessions. */
export const POSTGRES_CRASH_ROWS: Row[] = [
  onPostgres({
    name: 'postgres-crashes',
    fault: 'immediate stop of Postgres (SIGQUIT, no checkpoint), and recovery, twice',
    async run({ stage: { postgres } }) {
      for (let crash = 0; crash < 2; crash++) {
        await postgres.crash();
        await last(DOWN_MS);
        await postgres.start();
        await last(DOWN_MS);
      }
    },
  }),
  onPostgres({
    name: 'postgres-backend-killed',
    fault: 'kill -9 of one backend: Postgres cuts all sessions and recovers, twice',
    async run({ stage, random }) {
      for (let kill = 0; kill < 2; kill++) {
        let backends: number[] = [];
        await until(async () => (backends = await listBackends(stage)).length > 0);
        process.kill(pick(backends, random), 'SIGKILL');
        await last(2 * DOWN_MS);
      }
    },
  }),
  onPostgres({
    name: 'postgres-sessions-cut',
    fault: 'pg_terminate_backend of one session of the services every 50 ms for 5 s',
    expected: 'what was under way is done again; intake answers 503 for that',
    async run({ stage, random }) {
      for (let cut = 0; cut < 100; cut++) {
        const backends = await listBackends(stage);
        if (backends.length > 0)
          await stage.pool.query('select pg_terminate_backend($1)', [pick(backends, random)]);
        await last(50);
      }
    },
  }),
  onPostgres({
    name: 'postgres-frozen',
    fault: 'all of Postgres stands still (SIGSTOP) for 8 s',
    expected: 'requests wait, or are sent again; all go on',
    async run({ stage: { postgres } }) {
      postgres.freeze();
      await last(8_000);
      postgres.thaw();
    },
  }),
  onPostgres({
    name: 'both-stores-away',
    fault: 'Postgres and Redis crash at the same moment and stay away for 3 s',
    async run({ stage: { postgres, redis } }) {
      await Promise.all([postgres.crash(), redis.kill()]);
      await last(2 * DOWN_MS);
      await Promise.all([postgres.start(), redis.start()]);
    },
  }),
];
