import { queryMaybeOne, type Db } from './pool.ts';

/** Bytes that this database takes up on its disk, without the write-ahead log. */
export async function readDatabaseSize(db: Db): Promise<number> {
  const row = await queryMaybeOne<{ bytes: number }>(
    db,
    'select pg_database_size(current_database()) as bytes',
    [],
  );
  return row?.bytes ?? 0;
}

/** Where Postgres keeps its data, if it runs on this machine and this role may know; else null. */
export async function readDataFolder(db: Db): Promise<string | null> {
  const row = await queryMaybeOne<{ folder: string | null }>(
    db,
    `select case when pg_has_role(current_user, 'pg_read_all_settings', 'usage')
                  and inet_server_addr() is not distinct from inet_client_addr()
                 then current_setting('data_directory') end as folder`,
    [],
  );
  return row?.folder ?? null;
}
