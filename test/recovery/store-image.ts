import type pg from 'pg';

/** Everything that a store holds at one moment, as far as it can be compared with another's. */
export interface StoreImage {
  /** Rows and a hash over all of them, by table. */
  tables: Map<string, { rows: number; hash: string }>;
  /** Articles by id. */
  articles: Map<string, string>;
  /** The last position that was given. */
  position: number;
}

const LIST_TABLES = `
select c.relname as name from pg_class c
 where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
 order by 1`;

/** The tables whose rows all come back, whoever reads them. */
export async function listTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(LIST_TABLES);
  return rows.map(({ name }) => name);
}

/** Reads it in the transaction that the client is in: all of one snapshot. */
export async function readStoreImage(client: pg.Client): Promise<StoreImage> {
  const image: StoreImage = { tables: new Map(), articles: new Map(), position: 0 };
  for (const name of await listTables(client)) {
    const { rows } = await client.query<{ rows: number; hash: string }>(
      `select count(*)::int as rows, coalesce(md5(string_agg(h, '' order by h)), '') as hash
         from (select md5(t::text) as h from ${client.escapeIdentifier(name)} t) hashes`,
    );
    image.tables.set(name, rows[0]!);
  }
  const { rows: articles } = await client.query<{ id: string; name: string }>(
    `select id, provider || ' ' || guid || ' ' || version as name from article_identities`,
  );
  for (const { id, name } of articles) image.articles.set(id, name);
  const { rows } = await client.query<{ position: number }>(
    'select coalesce(max(position), 0)::int as position from events',
  );
  image.position = rows[0]!.position;
  return image;
}

/** What a restored store has otherwise than the source had it, in words. */
export function compareImages(source: StoreImage, restored: StoreImage): string[] {
  const names = new Set([...source.tables.keys(), ...restored.tables.keys()]);
  return [...names].flatMap((name) => {
    const [was, is] = [source.tables.get(name), restored.tables.get(name)];
    if (was?.hash === is?.hash) return [];
    return [`${name}: ${was?.rows ?? 'no'} rows there, ${is?.rows ?? 'no'} rows here, and not the same`];
  });
}
