import { GROUPED_REASON } from '../ops/action-filter.ts';
import { queryRows, type Client } from '../pool.ts';

const WORDS = `- 'changedNumbers' - 'changedNames' - 'linkKey'`;

/** With the articles' ids alone: what was read out of their texts. */
const OF_ARTICLES = [
  'delete from article_traits where article_id = any ($1::uuid[])',
  'delete from article_link_keys where article_id = any ($1::uuid[])',
  'delete from article_sluglines where article_id = any ($1::uuid[])',
  'delete from article_heads where article_id = any ($1::uuid[])',
  'delete from alert_matches where alert_id = any ($1::uuid[]) or article_id = any ($1::uuid[])',
  `update versions set evidence = evidence ${WORDS}
    where article_id = any ($1::uuid[])
       or matched_article_id = any ($1::uuid[])
          and story_id in (select story_id from versions where article_id = any ($1::uuid[]))`,
  `update related_articles set evidence = evidence ${WORDS}
    where article_id = any ($1::uuid[]) or to_article_id = any ($1::uuid[])`,
  // An operator's act on all that failed for a reason has that reason on record: it stays where others failed for it too.
  `update ops_actions o set filter = jsonb_set(o.filter, '{reason}', '"Erased."')
    where o.filter ->> 'reason' in (select ${GROUPED_REASON} from article_identities where id = any ($1::uuid[])
                                    union select reason from article_failures where article_id = any ($1::uuid[]))
      and not exists (select 1 from article_failures f
                       where f.reason = o.filter ->> 'reason' and f.article_id <> all ($1::uuid[]))
      and not exists (select 1 from article_identities i where i.state = 'quarantined' and i.id <> all ($1::uuid[])
                                                           and ${GROUPED_REASON} = o.filter ->> 'reason')`,
  `update article_identities set quarantine_reason = 'Erased.'
    where id = any ($1::uuid[]) and quarantine_reason is not null`,
  `update article_failures set reason = 'Erased.' where article_id = any ($1::uuid[])`,
  `update events set payload = payload - 'reason'
    where type = 'article.quarantined' and article_id = any ($1::uuid[])`,
  // Answers that are kept for a day: those that name the articles may quote them.
  `delete from idempotent_requests r
    where exists (select 1 from unnest($1::text[]) as n (id) where position(n.id in r.answer::text) > 0)`,
];

/** With provider, guid, and the guid that it is under from now on. */
const OF_NAME = [
  'update article_identities set guid = $3 where provider = $1 and guid = $2',
  'update versions set guid = $3 where provider = $1 and guid = $2',
  'update chains set guid = $3 where provider = $1 and guid = $2',
  `update intake_refusals set guid = $3, detail = 'Erased.' where provider = $1 and guid = $2`,
  'update editor_pins set guid = $3 where provider = $1 and guid = $2',
  'update editor_constraints set a_guid = $3 where a_provider = $1 and a_guid = $2',
  'update editor_constraints set b_guid = $3 where b_provider = $1 and b_guid = $2',
];

/** Removes what else than the text tells of an item: words that were read out of it, and its name. */
export async function scrubItem(
  client: Client,
  item: { provider: string; guid: string; articleIds: readonly string[] },
  erasedGuid: string,
): Promise<void> {
  for (const statement of OF_ARTICLES) await queryRows(client, statement, [item.articleIds]);
  for (const statement of OF_NAME) await queryRows(client, statement, [item.provider, item.guid, erasedGuid]);
}
