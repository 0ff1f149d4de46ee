import type { TextGone } from '@writethru/domain';

import { queryRows, type Client } from '../pool.ts';

// Everything that a feed wrote; what is left says when and under which terms it came.
const DROP_TEXT = `
update articles a
   set headline = null, body = null, url = null, byline = null, dateline = null, slugline = null, ed_note = null,
       signals = null, alt_ids = null, story_key = null, source = null, subjects = null, associations = null,
       extra = null, text_gone = $2
  from unnest($1::uuid[]) as n (id)
  join article_identities i on i.id = n.id
 where a.id = i.id and a.effective_at = i.effective_at`;

// The loop that indexes texts puts the next lead's there, or nothing.
const DROP_INDEXED = `
with mine as (
  select id from stories where text_lead_id = any ($1::uuid[]) order by id for no key update
), dropped as (
  delete from story_texts t using mine where t.story_id = mine.id
)
update stories s set text_lead_id = null from mine where s.id = mine.id`;

/**
 * Takes the text of articles away, from where it is stored and from the search index, which `lockStoryTexts` must hold: a
 * text that was read before could be put there afterwards. Throws AppError as `queryRows` does.
 */
export async function dropText(client: Client, articleIds: readonly string[], gone: TextGone): Promise<void> {
  await queryRows(client, DROP_TEXT, [[...articleIds].sort(), gone]);
  await queryRows(client, DROP_INDEXED, [articleIds]);
}
