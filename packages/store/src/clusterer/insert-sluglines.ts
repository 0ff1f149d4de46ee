import { queryPrepared, type Client } from '../pool.ts';

const INSERT = `
insert into article_sluglines (article_id, provider, slug, effective_at)
select i.id, i.provider, n.slug, i.effective_at
  from unnest($1::uuid[], $2::text[]) as n (article_id, slug)
  join article_identities i on i.id = n.article_id
 order by i.id
on conflict do nothing`;

/** Keeps what articles are named by, of those that have a slugline: part of publishing. */
export async function insertSluglines(
  client: Client,
  articles: readonly { articleId: string; slug: string | null }[],
): Promise<void> {
  const named = articles.filter(({ slug }) => slug !== null);
  if (named.length === 0) return;
  await queryPrepared(client, INSERT, [
    named.map(({ articleId }) => articleId),
    named.map(({ slug }) => slug),
  ]);
}
