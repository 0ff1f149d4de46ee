import { queryPrepared, type Db } from '../pool.ts';
import type { FingerprintRef } from '../clusterer/components.ts';

/** A text and its index keys. */
export interface TextKeys extends FingerprintRef {
  keys: Int32Array;
}

/** Texts of one fingerprint version, of the days from `firstDay` to `lastDay`, both included. */
export interface TextRange {
  firstDay: number;
  lastDay: number;
  fingerprintVersion: number;
}

interface KeysRow {
  id: number;
  day: number;
  keys: Buffer;
}

// Arrays as Postgres sends them: as text they take the driver longer than all the rest.
const READ_KEYS = `
select id, day, array_send(keys) as keys from fingerprints
 where day between $1 and $2 and algorithm_version = $3 and id > $4 order by id limit $5`;

/** The `limit` texts with the least ids above `afterId`, in their order, with their keys. */
export async function readKeysAfter(
  db: Db,
  { firstDay, lastDay, fingerprintVersion }: TextRange,
  afterId: number,
  limit: number,
): Promise<TextKeys[]> {
  const values = [firstDay, lastDay, fingerprintVersion, afterId, limit];
  return (await queryPrepared<KeysRow>(db, READ_KEYS, values)).map(toTextKeys);
}

const READ_NEWS = `
select id, day from fingerprints
 where day between $1 and $2 and algorithm_version = $3 and id > $4 order by id`;

/** All texts with ids above `afterId`, in their order. */
export function readNews(
  db: Db,
  { firstDay, lastDay, fingerprintVersion }: TextRange,
  afterId: number,
): Promise<FingerprintRef[]> {
  return queryPrepared(db, READ_NEWS, [firstDay, lastDay, fingerprintVersion, afterId]);
}

const READ_KEYS_OF = `
select f.id, f.day, array_send(f.keys) as keys
  from unnest($1::bigint[], $2::int[]) as n (id, day)
  join fingerprints f on f.id = n.id and f.day = n.day`;

/** The given texts with their keys. One that is gone is left out. */
export async function readKeysOf(db: Db, texts: readonly FingerprintRef[]): Promise<TextKeys[]> {
  if (texts.length === 0) return [];
  const values = [texts.map(({ id }) => id), texts.map(({ day }) => day)];
  return (await queryPrepared<KeysRow>(db, READ_KEYS_OF, values)).map(toTextKeys);
}

/** Dimensions, whether there are nulls, type, length and lower bound: 32 bits each. */
const HEADER_BYTES = 20;
/** Of each element its size and the element. */
const ELEMENT_BYTES = 8;

function toTextKeys({ id, day, keys: sent }: KeysRow): TextKeys {
  // Without elements there is no dimension, so neither its length nor its lower bound.
  const keys = new Int32Array(Math.max(0, (sent.length - HEADER_BYTES) / ELEMENT_BYTES));
  for (let at = 0; at < keys.length; at++) keys[at] = sent.readInt32BE(HEADER_BYTES + at * ELEMENT_BYTES + 4);
  return { id, day, keys };
}
