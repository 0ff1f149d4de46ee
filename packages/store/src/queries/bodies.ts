import { queryRows, type Db } from '../pool.ts';

const BODIES = `
select i.id, a.body from article_identities i
  join articles a on a.id = i.id and a.effective_at = i.effective_at
 where i.id = any ($1::uuid[]) and a.body is not null`;

/** The bodies of articles, by id, as they came. Whether they may be shown is for the caller to judge. */
export async function listBodies(db: Db, articleIds: readonly string[]): Promise<Map<string, string>> {
  if (articleIds.length === 0) return new Map();
  const rows = await queryRows<{ id: string; body: string }>(db, BODIES, [articleIds]);
  return new Map(rows.map((row) => [row.id, row.body]));
}
