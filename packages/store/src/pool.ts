import pg from 'pg';

import { translatePgError } from './pg-errors.ts';

/** Anything that runs a statement: the pool, or one client inside a transaction. */
export type Db = pg.Pool | pg.PoolClient;
export type Pool = pg.Pool;
export type Client = pg.PoolClient;

export interface PoolOptions {
  /** Connections at most. All pools of all processes together must stay below the server's max_connections. */
  maxConnections: number;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  /** Any one statement is ended after this. Default 30,000. */
  statementTimeoutMs?: number;
  /**
   * A session that stands still inside a transaction is ended after this, and its locks with it: its process may hang.
   * Default 10,000.
   */
  idleInTransactionTimeoutMs?: number;
  /** A statement that is not answered by then fails here, whatever becomes of it there. Default: never. */
  queryTimeoutMs?: number;
  /** Called when an idle connection breaks: the pool replaces it by itself. */
  onIdleError: (error: Error) => void;
}

// bigint columns hold versions, counts and ids of ours, all of them safe integers.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text));

/** How much longer than a statement may run its answer may take: then its connection leads nowhere. */
const ANSWER_GRACE_MS = 5_000;

/** Opens a pool. Connects lazily: a database that is away shows at the first statement. */
export function openPool(databaseUrl: string, options: PoolOptions): Pool {
  const statementTimeoutMs = options.statementTimeoutMs ?? 30_000;
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: options.maxConnections,
    application_name: options.applicationName,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    statement_timeout: statementTimeoutMs,
    // The server ends a statement that takes too long; who ends one whose server is gone without a word is the client.
    query_timeout: statementTimeoutMs + ANSWER_GRACE_MS,
    lock_timeout: 10_000,
    ...(options.queryTimeoutMs !== undefined && { query_timeout: options.queryTimeoutMs }),
    // Days and partitions are counted in UTC, whatever the server's own zone is.
    options: '-c timezone=UTC',
    idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs ?? 10_000,
  });
  pool.on('error', options.onIdleError);
  return pool;
}

let roundTrips = 0;

/** How often this process has asked Postgres something and waited for the answer, COPY left out. */
export function readRoundTrips(): number {
  return roundTrips;
}

/** Counts a statement that runs past the functions below. */
export function countRoundTrip(): void {
  roundTrips++;
}

/**
 * Runs one statement and returns its rows.
 * Throws AppError: `unavailable` when the database is away or overloaded, `conflict`, `bug` for all else.
 */
export async function queryRows<Row extends object>(
  db: Db,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  countRoundTrip();
  try {
    const result = await db.query<Row>(text, values);
    return result.rows;
  } catch (error) {
    throw translatePgError(error);
  }
}

const preparedNames = new Map<string, string>();

/**
 * As `queryRows`, for one of few statements that never change: parsed and planned once a connection. Its plan
 * must be right for tables of any size, so run it where scans are avoided, see `inTransaction`.
 */
export async function queryPrepared<Row extends object>(
  db: Db,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  const name = preparedNames.get(text) ?? `s${preparedNames.size}`;
  preparedNames.set(text, name);
  countRoundTrip();
  try {
    const result = await db.query<Row>({ name, text, values });
    return result.rows;
  } catch (error) {
    throw translatePgError(error);
  }
}

/** As `queryRows`, for a statement that answers with at most one row. */
export async function queryMaybeOne<Row extends object>(
  db: Db,
  text: string,
  values: unknown[] = [],
): Promise<Row | null> {
  const rows = await queryRows<Row>(db, text, values);
  return rows[0] ?? null;
}
