import { queryRows, type Db } from '../pool.ts';

/** What Postgres says of itself. */
export interface PostgresFacts {
  version: string;
  connections: number;
  maxConnections: number;
  databaseBytes: number;
  /** Of the transaction that has been open longest; 0 where none is. */
  oldestTransactionSeconds: number;
}

const READ = `
select current_setting('server_version') as version, current_setting('max_connections')::int as "maxConnections",
       pg_database_size(current_database())::float8 as "databaseBytes",
       (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as connections,
       coalesce((select extract(epoch from clock_timestamp() - min(xact_start))::float8 from pg_stat_activity
                  where backend_type = 'client backend' and pid <> pg_backend_pid()), 0) as "oldestTransactionSeconds"`;

/** Asks Postgres for its state. */
export async function readPostgresFacts(db: Db): Promise<PostgresFacts> {
  const [row] = await queryRows<PostgresFacts>(db, READ);
  return row!;
}
