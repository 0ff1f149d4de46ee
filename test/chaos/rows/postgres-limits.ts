import { spawnSync } from 'node:child_process';
import { rmSync, statfsSync } from 'node:fs';
import path from 'node:path';

import pg from 'pg';

import { shuffleItems } from '../../support/made-text.ts';
import { last, type Row } from '../row.ts';

const HELD_MS = 12_000;
const EXHAUSTED_MS = 4_000;
const DEADLOCKS = 40;

async function connect(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'chaos' });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** Postgres has no room, no connection or no lock left. */
export const POSTGRES_LIMIT_ROWS: Row[] = [
  {
    name: 'postgres-lock-held',
    fault: 'a stranger locks all components and chains for 12 s, longer than lock_timeout',
    expected: 'what waits gives up and comes again; intake answers 503 for what waits too long',
    mayRefuse: true,
    async run({ stage }) {
      const client = await connect(stage.postgres.databaseUrl);
      await client.query('begin; lock table components, chains in exclusive mode');
      await last(HELD_MS);
      await client.query('rollback');
      await client.end();
    },
  },
  {
    name: 'postgres-deadlocks',
    fault: 'a stranger locks components and identities in orders of its own, over and over',
    expected: 'whoever is picked as the victim does it again',
    mayRefuse: true,
    async run({ stage, random }) {
      const client = await connect(stage.postgres.databaseUrl);
      for (let tried = 0; tried < DEADLOCKS; tried++) {
        const { rows } = await client.query<{ id: string; component_id: number }>(
          `select i.id, m.component_id from article_identities i join component_members m using (fingerprint_id)
            order by i.received_at desc limit 12`,
        );
        try {
          await client.query(`begin; set local deadlock_timeout = '5s'`);
          for (const row of shuffleItems(rows, Math.floor(random() * 1e9))) {
            await client.query('select 1 from components where id = $1 for update', [row.component_id]);
            await client.query('select 1 from article_identities where id = $1 for update', [row.id]);
            await last(10);
          }
        } catch {
          // It may be the victim itself.
        }
        await client.query('rollback');
        await last(20);
      }
      await client.end();
    },
  },
  {
    name: 'postgres-no-connections',
    fault: 'strangers hold every connection of Postgres for 4 s, and sessions of the services are cut',
    expected: 'intake answers 503 meanwhile',
    mayRefuse: true,
    async run({ stage }) {
      const held: pg.Client[] = [];
      const end = Date.now() + EXHAUSTED_MS;
      try {
        while (Date.now() < end) {
          await stage.pool.query(
            `select pg_terminate_backend(pid) from pg_stat_activity
              where backend_type = 'client backend' and application_name <> 'chaos'`,
          );
          for (;;) {
            const client = await connect(stage.postgres.databaseUrl).catch(() => null);
            if (client === null) break;
            held.push(client);
          }
          await last(100);
        }
      } finally {
        await Promise.all(held.map((client) => client.end()));
      }
    },
  },
  {
    name: 'postgres-disk-full',
    fault: 'the disk of Postgres is filled up to the last byte for 6 s',
    expected: 'intake answers 503 meanwhile; Postgres recovers when there is room again',
    mayRefuse: true,
    needsDisk: true,
    async run({ stage: { smallDisk, pool } }) {
      const filler = path.join(smallDisk!, 'filler');
      const { bavail, bsize } = statfsSync(smallDisk!);
      spawnSync('fallocate', ['-l', String(bavail * bsize), filler]);
      // Makes sure that it is met: a segment that is there already has room for a while.
      await pool
        .query(
          'create table chaos_filler as select repeat(md5(n::text), 100) from generate_series(1, 100000) n',
        )
        .catch(() => {});
      await last(6_000);
      rmSync(filler, { force: true });
    },
  },
];
