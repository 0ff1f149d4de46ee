import { AppError, type ReplayReport, type ReplayState } from '@writethru/domain';

import { activateAlgorithm, getActiveAlgorithm } from '../algorithm.ts';
import { queryMaybeOne, queryRows, type Client, type Db, type Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';

/** A replay as it stands. */
export interface Replay {
  id: string;
  isDryRun: boolean;
  isForced: boolean;
  state: ReplayState;
  /** The version that was in force when it was asked for, and the one that it brings into force. */
  fromVersion: number;
  algorithmVersion: number;
  /** The replay that it takes back. */
  reverts: string | null;
  requestedBy: string;
  requestedAt: Date;
  endedAt: Date | null;
  articlesTotal: number;
  articlesDone: number;
  report: ReplayReport | null;
  failure: string | null;
}

const COLUMNS = `id, is_dry_run, is_forced, state, from_version, algorithm_version, reverts, requested_by, requested_at, ended_at,
       articles_total, articles_done, report, failure`;

interface Row {
  id: string;
  is_dry_run: boolean;
  is_forced: boolean;
  state: ReplayState;
  from_version: number;
  algorithm_version: number;
  reverts: string | null;
  requested_by: string;
  requested_at: Date;
  ended_at: Date | null;
  articles_total: number;
  articles_done: number;
  report: ReplayReport | null;
  failure: string | null;
}

function toReplay(row: Row): Replay {
  return {
    id: row.id,
    isDryRun: row.is_dry_run,
    isForced: row.is_forced,
    state: row.state,
    fromVersion: row.from_version,
    algorithmVersion: row.algorithm_version,
    reverts: row.reverts,
    requestedBy: row.requested_by,
    requestedAt: row.requested_at,
    endedAt: row.ended_at,
    articlesTotal: row.articles_total,
    articlesDone: row.articles_done,
    report: row.report,
    failure: row.failure,
  };
}

/** What is asked for. A revert goes back to the version before the last replay, a replay on to the newest there is. */
export interface ReplayRequest {
  id: string;
  isDryRun: boolean;
  isForced: boolean;
  isRevert: boolean;
  /** The fingerprints that this program makes. */
  fingerprintVersion: number;
  requestedBy: string;
}

/**
 * Asks for a replay. Throws AppError `conflict` where one is under way, or there is nothing to take back: no replay has
 * changed the version, or the one before was of fingerprints that this program does not make.
 */
export async function requestReplay(pool: Pool, request: ReplayRequest): Promise<Replay> {
  return inTransaction(pool, async (client) => {
    const { id: fromVersion } = await getActiveAlgorithm(client);
    const target = request.isRevert
      ? await findRevertible(client, fromVersion, request.fingerprintVersion)
      : { reverts: null, algorithmVersion: await findNewestVersion(client, request.fingerprintVersion) };
    const row = await queryMaybeOne<Row>(
      client,
      `insert into replays (id, is_dry_run, is_forced, from_version, algorithm_version, reverts, requested_by)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning ${COLUMNS}`,
      [
        request.id,
        request.isDryRun,
        request.isForced,
        fromVersion,
        target.algorithmVersion,
        target.reverts,
        request.requestedBy,
      ],
    );
    if (row === null) throw new AppError('conflict', 'Another replay is under way: only one runs at a time.');
    return toReplay(row);
  });
}

/**
 * The newest algorithm version of these fingerprints, in force or not. Throws AppError `conflict` where there is none.
 */
export async function findNewestVersion(db: Db, fingerprintVersion: number): Promise<number> {
  const row = await queryMaybeOne<{ id: number | null }>(
    db,
    'select max(id) as id from algorithm_versions where fingerprint_version = $1',
    [fingerprintVersion],
  );
  const id = row?.id ?? null;
  if (id === null) throw new AppError('conflict', 'The store has no algorithm version of this program.');
  return id;
}

/** The last replay that brought the version in force into force, be it whole or only a part of the way. */
const REVERTIBLE = `
select r.id, r.from_version, v.fingerprint_version
  from replays r join algorithm_versions v on v.id = r.from_version
 where r.algorithm_version = $1 and r.from_version <> $1 and not r.is_dry_run and r.state in ('done', 'failed')
 order by r.requested_at desc, r.id desc
 limit 1`;

async function findRevertible(
  client: Client,
  activeVersion: number,
  fingerprintVersion: number,
): Promise<{ reverts: string; algorithmVersion: number }> {
  const row = await queryMaybeOne<{ id: string; from_version: number; fingerprint_version: number }>(
    client,
    REVERTIBLE,
    [activeVersion],
  );
  if (row === null)
    throw new AppError(
      'conflict',
      'There is nothing to take back: no replay brought this version into force.',
    );
  if (row.fingerprint_version !== fingerprintVersion)
    throw new AppError(
      'conflict',
      'This program has no rule for the version before: start the one that has, and replay.',
    );
  return { reverts: row.id, algorithmVersion: row.from_version };
}

/** The replays asked for last, newest first. */
export async function listReplays(db: Db, limit: number): Promise<Replay[]> {
  const rows = await queryRows<Row>(
    db,
    `select ${COLUMNS} from replays order by requested_at desc, id desc limit $1`,
    [limit],
  );
  return rows.map(toReplay);
}

/**
 * Takes the replay that is under way for `leaseMs`, where nobody else has it and it is of fingerprints that this program
 * makes; null where there is none. Whoever took one must renew it before the lease ends.
 */
export async function takeReplay(
  pool: Pool,
  fingerprintVersion: number,
  leaseMs: number,
): Promise<Replay | null> {
  const row = await queryMaybeOne<Row>(
    pool,
    `update replays set leased_until = clock_timestamp() + make_interval(secs => $2)
      where state in ('waiting', 'planning', 'reading', 'moving', 'clearing') and leased_until < clock_timestamp()
        and algorithm_version in (select id from algorithm_versions where fingerprint_version = $1)
     returning ${COLUMNS}`,
    [fingerprintVersion, leaseMs / 1000],
  );
  return row === null ? null : toReplay(row);
}

/** The replay that brought `algorithmVersion` into force and is moving components to it; null where it has ended. */
export async function findMovingReplay(db: Db, algorithmVersion: number): Promise<Replay | null> {
  const row = await queryMaybeOne<Row>(
    db,
    `select ${COLUMNS} from replays where state in ('moving', 'clearing') and algorithm_version = $1`,
    [algorithmVersion],
  );
  return row === null ? null : toReplay(row);
}

/** Brings the version of a replay into force: from now on every decision is made under it. */
export async function startMoving(pool: Pool, replay: Replay): Promise<void> {
  await inTransaction(pool, async (client) => {
    await activateAlgorithm(client, replay.algorithmVersion);
    await queryRows(client, "update replays set state = 'moving', articles_done = 0 where id = $1", [
      replay.id,
    ]);
    // Only the last replay can be taken back.
    await queryRows(
      client,
      'delete from replay_moves where replay_id <> $1 and replay_id is distinct from $2',
      [replay.id, replay.reverts],
    );
  });
}

/** What is noted of a replay: fields left out stay. An end (`done`, `stopped`, `failed`) gets its time. */
export interface ReplayNote {
  state: ReplayState;
  articlesTotal?: number;
  articlesDone?: number;
  report?: ReplayReport;
  failure?: string;
}

/** Notes how far a replay is, and keeps it for `leaseMs` more; 0 lets it go. */
export async function noteReplay(pool: Pool, id: string, note: ReplayNote, leaseMs: number): Promise<void> {
  await queryRows(
    pool,
    `update replays
        set state = $2, articles_total = coalesce($3, articles_total), articles_done = coalesce($4, articles_done),
            report = coalesce($5::jsonb, report), failure = $6,
            ended_at = case when $2 in ('done', 'stopped', 'failed') then clock_timestamp() end,
            leased_until = clock_timestamp() + make_interval(secs => $7)
      where id = $1`,
    [
      id,
      note.state,
      note.articlesTotal ?? null,
      note.articlesDone ?? null,
      note.report === undefined ? null : JSON.stringify(note.report),
      note.failure ?? null,
      leaseMs / 1000,
    ],
  );
}
