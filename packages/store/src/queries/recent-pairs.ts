import { LINK_COLUMNS, toLinkRow, type StoredLink } from '../clusterer/link-rows.ts';
import { FACTS, toFacts, type FactsRow, type FingerprintFacts } from '../clusterer/search.ts';
import type { LinkRow } from '../clusterer/unite.ts';
import { queryRows, type Db } from '../pool.ts';

/** A pair of texts that were compared, with what the score is made of. */
export interface ComparedPair {
  link: LinkRow;
  a: FingerprintFacts;
  b: FingerprintFacts;
}

// Ids are given in the order of arrival: the newest pairs are those with the newest text.
const RECENT_LINKS = `select ${LINK_COLUMNS} from links where is_candidate order by b desc, a desc limit $1`;

const FACTS_OF = `
select ${FACTS}
  from component_members m
  join fingerprints f on f.id = m.fingerprint_id and f.day = m.day
 where m.fingerprint_id = any ($1::bigint[]) and f.algorithm_version = $2`;

/** The `limit` pairs that were compared last, the newest first. What it costs depends on `limit` alone. */
export async function listRecentPairs(
  db: Db,
  options: { limit: number; algorithmVersion: number },
): Promise<ComparedPair[]> {
  const links = (await queryRows<StoredLink>(db, RECENT_LINKS, [options.limit])).map(toLinkRow);
  const ids = [...new Set(links.flatMap(({ a, b }) => [a, b]))];
  const rows = await queryRows<FactsRow>(db, FACTS_OF, [ids, options.algorithmVersion]);
  const facts = new Map(rows.map((row) => [row.id, toFacts(row)]));
  return links.flatMap((link) => {
    const [a, b] = [facts.get(link.a), facts.get(link.b)];
    return a === undefined || b === undefined ? [] : [{ link, a, b }];
  });
}
