import { queryRows, type Db } from '../pool.ts';

// Every provider's name by a step in the index each, then each one's item of that guid: guids alone have no index.
const BY_GUID = `
with recursive names (provider) as (
  (select provider from chains order by provider limit 1)
  union all
  select (select c.provider from chains c where c.provider > n.provider order by c.provider limit 1)
    from names n where n.provider is not null
)
select i.id
  from names n join article_identities i on i.provider = n.provider and i.guid = $1
 order by i.received_at desc, i.id desc
 limit $2`;

const BY_URL = `
select a.id from articles a where a.url = any ($1::text[]) order by a.effective_at desc, a.id desc limit $2`;

/** The articles that any provider sent under this guid, the latest first. Whether they may be told of is not judged. */
export async function findArticlesByGuid(db: Db, guid: string, limit: number): Promise<string[]> {
  return (await queryRows<{ id: string }>(db, BY_GUID, [guid, limit])).map(({ id }) => id);
}

/** The articles that came with one of these addresses, the latest first. Whether they may be told of is not judged. */
export async function findArticlesByUrl(db: Db, urls: readonly string[], limit: number): Promise<string[]> {
  return (await queryRows<{ id: string }>(db, BY_URL, [urls, limit])).map(({ id }) => id);
}
