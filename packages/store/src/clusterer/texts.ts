import { queryRows, type Db } from '../pool.ts';
import type { FingerprintRef } from './components.ts';
import {
  FACTS,
  toFacts,
  toShingles,
  type FactsRow,
  type FingerprintFacts,
  type FingerprintShingles,
  type ShinglesRow,
} from './search.ts';

/** A fingerprint, all of it. */
export interface StoredText {
  facts: FingerprintFacts;
  shingles: FingerprintShingles;
}

// One look-up a text: for a thousand of them the planner would read the whole month instead.
const TEXTS = `
select ${FACTS}, f.shingles, f.lead_shingles, f.numbers, f.headline_words, f.keys
  from unnest($1::bigint[], $2::int[]) as n (id, day)
 cross join lateral (select * from fingerprints where id = n.id and day = n.day offset 0) f
 where f.algorithm_version = $3`;

/** Reads fingerprints of one algorithm version. One that is gone, or of another version, is left out. */
export async function readTexts(
  db: Db,
  fingerprints: readonly FingerprintRef[],
  algorithmVersion: number,
): Promise<StoredText[]> {
  if (fingerprints.length === 0) return [];
  const rows = await queryRows<FactsRow & ShinglesRow>(db, TEXTS, [
    fingerprints.map((fingerprint) => fingerprint.id),
    fingerprints.map((fingerprint) => fingerprint.day),
    algorithmVersion,
  ]);
  return rows.map((row) => ({ facts: toFacts(row), shingles: toShingles(row) }));
}

const BESIDE = `
select distinct i.fingerprint_id as id
  from article_identities i join article_traits t on t.article_id = i.id
 where i.fingerprint_id = any ($1::bigint[]) and t.markers && array['factbox', 'timeline', 'digest']`;

/** Those of the given fingerprints that stand beside stories, by the account of any article that carries them. */
export async function listBeside(db: Db, fingerprintIds: readonly number[]): Promise<Set<number>> {
  const rows = await queryRows<{ id: number }>(db, BESIDE, [fingerprintIds]);
  return new Set(rows.map((row) => row.id));
}
