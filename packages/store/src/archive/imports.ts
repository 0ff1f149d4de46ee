import { queryMaybeOne, queryRows, type Client, type Pool } from '../pool.ts';
import { IS_NOT_LEFT } from './left-articles.ts';

/** A file of an archive, and what has become of it so far. */
export interface ArchiveImport {
  id: number;
  /** Articles and documents of it that are done with, from its beginning. */
  piecesDone: number;
  isDone: boolean;
  accepted: number;
  repeated: number;
  refused: number;
}

const COLUMNS = `id, pieces_done as "piecesDone", is_done as "isDone", accepted, repeated, refused`;

/** The import of a file, known by `key` (SHA-256, hex): one that was begun before, or a new one. */
export async function openImport(pool: Pool, file: { key: string; name: string }): Promise<ArchiveImport> {
  await queryRows(
    pool,
    `insert into archive_imports (file_key, name) values (decode($1, 'hex'), $2) on conflict do nothing`,
    [file.key, file.name],
  );
  const row = await queryMaybeOne<ArchiveImport>(
    pool,
    `select ${COLUMNS} from archive_imports where file_key = decode($1, 'hex')`,
    [file.key],
  );
  return row!;
}

/** How far a batch goes in one file. `piecesBefore` is where it begins. */
export interface ImportStep {
  importId: number;
  piecesBefore: number;
  piecesDone: number;
  isDone: boolean;
  accepted: number;
  repeated: number;
  refused: number;
}

const ADVANCE = `
update archive_imports i
   set pieces_done = n.done, is_done = n.is_done, accepted = i.accepted + n.accepted, repeated = i.repeated + n.repeated,
       refused = i.refused + n.refused, updated_at = clock_timestamp()
  from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::boolean[], $5::bigint[], $6::bigint[], $7::bigint[])
    as n (id, before, done, is_done, accepted, repeated, refused)
 where i.id = n.id and i.pieces_done = n.before and not i.is_done
returning i.id`;

/** Notes how far a batch went. False where somebody else went on with one of the files meanwhile. */
export async function advanceImports(client: Client, steps: readonly ImportStep[]): Promise<boolean> {
  const sorted = [...steps].sort((a, b) => a.importId - b.importId);
  const rows = await queryRows(client, ADVANCE, [
    sorted.map(({ importId }) => importId),
    sorted.map(({ piecesBefore }) => piecesBefore),
    sorted.map(({ piecesDone }) => piecesDone),
    sorted.map(({ isDone }) => isDone),
    sorted.map(({ accepted }) => accepted),
    sorted.map(({ repeated }) => repeated),
    sorted.map(({ refused }) => refused),
  ]);
  return rows.length === steps.length;
}

/**
 * Whether all files stand exactly where a batch goes to. Waits for whoever is moving one, who may be an earlier try that
 * commits just now, and keeps them until the transaction ends. Throws AppError as `queryRows` does.
 */
export async function haveAdvanced(client: Client, steps: readonly ImportStep[]): Promise<boolean> {
  await queryRows(
    client,
    'select 1 from archive_imports where id = any ($1::bigint[]) order by id for no key update',
    [steps.map(({ importId }) => importId)],
  );
  const rows = await queryRows(
    client,
    `select 1 from archive_imports i
       join unnest($1::bigint[], $2::bigint[], $3::boolean[]) as n (id, done, is_done)
         on (i.id, i.pieces_done, i.is_done) = (n.id, n.done, n.is_done)`,
    [
      steps.map(({ importId }) => importId),
      steps.map(({ piecesDone }) => piecesDone),
      steps.map(({ isDone }) => isDone),
    ],
  );
  return rows.length === steps.length;
}

/**
 * Imported articles that no import will end any more: of a run that died, or that could not be read. Up to `limit`, the
 * oldest first, without what is left to another import. One that another run is at may be among them: to do it twice changes nothing.
 */
export async function listUnfinishedImports(pool: Pool, limit: number): Promise<string[]> {
  const rows = await queryRows<{ id: string }>(
    pool,
    `select id from article_identities
      where state in ('accepted', 'published') and import_id is not null and ${IS_NOT_LEFT} order by next_try_at, id limit $1`,
    [limit],
  );
  return rows.map((row) => row.id);
}
