import { queryRows, type Client } from '../pool.ts';

// What is left of a component of which no text is left is what holds it together: links, and facts of texts as numbers.
const EMPTY_COMPONENTS = `
with touched as (
  select distinct m.component_id
    from article_identities i join component_members m on m.fingerprint_id = i.fingerprint_id
   where i.id = any ($1::uuid[])
), over as (
  select t.component_id from touched t
   where not exists (
     select 1 from component_members m
       join article_identities i on i.fingerprint_id = m.fingerprint_id
       join articles a on a.id = i.id and a.effective_at = i.effective_at
      where m.component_id = t.component_id and a.text_gone is null)
)
update fingerprints f set shingles = '', lead_shingles = '', numbers = '', headline_words = '', keys = '{}'
  from over join component_members m on m.component_id = over.component_id
 where f.id = m.fingerprint_id and f.day = m.day`;

/**
 * Empties the fingerprints of those components of articles in which nothing has a text any more. To be called after
 * `dropText`, under the lock of `lockStoryTexts`: it keeps apart who takes the last two texts of one. Throws AppError as
 * `queryRows` does.
 */
export async function emptyComponents(client: Client, articleIds: readonly string[]): Promise<void> {
  await queryRows(client, EMPTY_COMPONENTS, [articleIds]);
}
