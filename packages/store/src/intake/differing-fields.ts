import type { ArticleContent } from '@writethru/domain';

import type { Client } from '../pool.ts';
import { queryRows } from '../pool.ts';

const READ_CONTENT = `
select jsonb_build_object(
         'feed', i.feed, 'headline', a.headline, 'body', a.body, 'publishedAt', a.published_at, 'language', a.language,
         'url', a.url, 'byline', a.byline, 'dateline', a.dateline, 'slugline', a.slugline, 'edNote', a.ed_note,
         'urgency', a.urgency, 'pubStatus', a.pub_status, 'embargoedUntil', a.embargoed_until, 'expires', a.expires,
         'signals', a.signals, 'altIds', a.alt_ids, 'storyKey', a.story_key, 'source', a.source,
         'subjects', a.subjects, 'associations', a.associations, 'extra', a.extra) as held,
       jsonb_build_object('publishedAt', $2::timestamptz, 'embargoedUntil', $3::timestamptz, 'expires', $4::timestamptz)
         as sent_times
  from article_identities i join articles a on a.id = i.id and a.effective_at = i.effective_at
 where i.id = $1`;

/** The fields in which a held article and a content differ, in the order of the API's names. */
export async function listDifferingFields(
  client: Client,
  articleId: string,
  sent: ArticleContent,
): Promise<string[]> {
  const [row] = await queryRows<{ held: Record<string, unknown>; sent_times: Record<string, unknown> }>(
    client,
    READ_CONTENT,
    [articleId, sent.publishedAt ?? null, sent.embargoedUntil ?? null, sent.expires ?? null],
  );
  if (row === undefined) return [];
  // Times are compared as the database writes them, both sides alike.
  const incoming: Record<string, unknown> = { pubStatus: 'usable', ...sent, ...row.sent_times };
  return Object.keys(row.held)
    .filter((field) => writeSorted(row.held[field]) !== writeSorted(incoming[field]))
    .sort();
}

/** JSON with sorted keys; an absent field is null. jsonb does not keep the order of keys. */
function writeSorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeSorted).join(',')}]`;
  if (value === null || value === undefined || typeof value !== 'object')
    return JSON.stringify(value ?? null);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, field]) => `${key}:${writeSorted(field)}`).join(',')}}`;
}
