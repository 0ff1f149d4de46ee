import type { AlgorithmVersion } from '../algorithm.ts';
import { setComponentVersions } from '../clusterer/component-versions.ts';
import { dropWhereEmpty, mergeComponents } from '../clusterer/components.ts';
import { ARTICLE_COLUMNS, toClaimed, type ClaimedArticle, type ClaimedRow } from '../clusterer/claim.ts';
import { dropFingerprint } from '../clusterer/drop-fingerprint.ts';
import { storeFingerprints, storeTraits, type Publication } from '../clusterer/publish.ts';
import { underComponentLocks } from '../clusterer/under-locks.ts';
import { queryRows, type Client, type Db, type Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';

/** No version has it: what has it is to be decided anew. */
const UNDECIDED = 0;

const FOREIGN_ARTICLES = `
select i.id, i.provider, i.guid, i.version, i.effective_at, 0 as attempts, ${ARTICLE_COLUMNS},
       m.component_id, m.fingerprint_id, a.text_gone is not null as is_gone
  from component_members m
  join fingerprints f on f.id = m.fingerprint_id and f.day = m.day
  join article_identities i on i.fingerprint_id = m.fingerprint_id
  join articles a on a.id = i.id and a.effective_at = i.effective_at
 where m.component_id = any ($1::bigint[]) and f.algorithm_version <> $2
 order by m.component_id, i.id`;

interface ForeignRow extends ClaimedRow {
  component_id: number;
  fingerprint_id: number;
  is_gone: boolean;
}

// A text that is gone by then is seen to be, and one that goes afterwards waits.
const KEEP_TEXTS = `
select 1 from article_identities i join articles a on a.id = i.id and a.effective_at = i.effective_at
 where i.id = any ($1::uuid[])
 order by i.id
   for share of a`;

// What was stored of texts beforehand, where nobody else has come to it.
const LIST_ALONE = `
select m.fingerprint_id, m.component_id
  from component_members m
 where m.fingerprint_id = any ($1::bigint[])
   and not exists (select 1 from component_members o join article_identities i on i.fingerprint_id = o.fingerprint_id
                    where o.component_id = m.component_id)
 order by 1`;

const COMPONENTS = `
select distinct component_id from component_members where fingerprint_id = any ($1::bigint[]) order by 1`;

const POINT_AT = `
with mine as (
  select i.id, n.fingerprint_id
    from unnest($1::uuid[], $2::bigint[]) as n (id, fingerprint_id)
    join article_identities i on i.id = n.id
   order by i.id
     for no key update of i
)
update article_identities i set fingerprint_id = mine.fingerprint_id from mine where i.id = mine.id`;

/**
 * Reads the articles of whole components anew where their fingerprints are of another version: `prepare` makes the new
 * ones, which become members of the same component. `beside` the old ones they only make the component findable; put
 * in their place, the articles carry them. Either way the component is then to be decided anew. A crash loses nothing,
 * and repeating it changes nothing.
 * A component of which a text is gone, or that `prepare` throws at, stays as it is: answers the texts of all such.
 * Throws AppError as `underComponentLocks` does.
 */
export async function refingerprintComponents(
  pool: Pool,
  fingerprintIds: readonly number[],
  algorithm: AlgorithmVersion,
  prepare: (article: ClaimedArticle) => Publication,
  how: 'beside' | 'instead',
): Promise<number[]> {
  const components = await queryRows<{ component_id: number }>(pool, COMPONENTS, [fingerprintIds]);
  const rows = await readForeign(
    pool,
    components.map((row) => row.component_id),
    algorithm,
  );
  const unreadable: number[] = [];
  const readable: { rows: ForeignRow[]; publications: Publication[] } = { rows: [], publications: [] };
  for (const componentId of new Set(rows.map((row) => row.component_id))) {
    const own = rows.filter((row) => row.component_id === componentId);
    const publications = readAnew(own, prepare);
    if (publications === null) unreadable.push(...own.map((row) => row.fingerprint_id));
    else {
      readable.rows.push(...own);
      readable.publications.push(...publications);
    }
  }
  if (readable.rows.length > 0) await refingerprint(pool, { ...readable, algorithm, how });
  return unreadable;
}

function readAnew(
  rows: readonly ForeignRow[],
  prepare: (article: ClaimedArticle) => Publication,
): Publication[] | null {
  if (rows.some((row) => row.is_gone)) return null;
  try {
    return rows.map((row) => prepare(toClaimed(row)));
  } catch {
    // What an older version could read and this one can't.
    return null;
  }
}

function readForeign(
  db: Db,
  componentIds: readonly number[],
  algorithm: AlgorithmVersion,
): Promise<ForeignRow[]> {
  return queryRows<ForeignRow>(db, FOREIGN_ARTICLES, [componentIds, algorithm.fingerprintVersion]);
}

interface Refingerprint {
  rows: readonly ForeignRow[];
  publications: readonly Publication[];
  algorithm: AlgorithmVersion;
  how: 'beside' | 'instead';
}

/**
 * Where an article came to the components, or left them, or lost its text since the look, nothing is done, and nothing is
 * left of what was read: who asked looks again.
 */
async function refingerprint(pool: Pool, work: Refingerprint): Promise<void> {
  const idOf = await inTransaction(pool, (client) =>
    storeFingerprints(client, work.publications, work.algorithm),
  );
  const oldIds = work.rows.map((row) => row.fingerprint_id);
  await underComponentLocks(pool, new Set([...oldIds, ...idOf.values()]), (client, componentOf) =>
    putInto(client, work, idOf, componentOf),
  );
}

async function putInto(
  client: Client,
  { rows, publications, algorithm, how }: Refingerprint,
  idOf: ReadonlyMap<string, number>,
  componentOf: ReadonlyMap<number, number>,
): Promise<void> {
  const componentIds = [...new Set(rows.map((row) => row.component_id))];
  await queryRows(client, KEEP_TEXTS, [rows.map((row) => row.id)]);
  const now = await readForeign(client, componentIds, algorithm);
  const isSame =
    now.length === rows.length &&
    now.every(
      (row, at) => row.id === rows[at]!.id && row.fingerprint_id === rows[at]!.fingerprint_id && !row.is_gone,
    );
  if (!isSame) {
    await dropStored(client, [...idOf.values()]);
    return;
  }
  const joins = rows.map((row): [number, number] => [row.fingerprint_id, idOf.get(row.id)!]);
  const { components } = await mergeComponents(client, componentOf, joins);
  await setComponentVersions(client, components, UNDECIDED);
  if (how === 'beside') return;
  await storeTraits(client, publications);
  await queryRows(client, POINT_AT, [rows.map((row) => row.id), rows.map((row) => idOf.get(row.id))]);
}

async function dropStored(client: Client, fingerprintIds: readonly number[]): Promise<void> {
  const alone = await queryRows<{ fingerprint_id: number; component_id: number }>(client, LIST_ALONE, [
    fingerprintIds,
  ]);
  for (const row of alone) {
    await dropFingerprint(client, row.fingerprint_id);
    await dropWhereEmpty(client, row.component_id);
  }
}
