import pg from 'pg';

import { until } from './until.ts';

/** From now on the primary answers a commit only when its standby has it too. Resolves when that is so. */
export async function makeSynchronous(primaryUrl: string): Promise<void> {
  await ask(primaryUrl, `alter system set synchronous_standby_names = '*'`, 'select pg_reload_conf()');
  await until(async () => {
    const found = await ask(primaryUrl, 'select sync_state from pg_stat_replication');
    return found?.['sync_state'] === 'sync';
  });
}

/** Makes a primary of a standby. Resolves when it takes writes. */
export async function promote(standbyUrl: string): Promise<void> {
  await ask(standbyUrl, 'select pg_promote()');
}

async function ask(url: string, ...statements: string[]): Promise<Record<string, unknown> | undefined> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows[0];
  } finally {
    await client.end();
  }
}
