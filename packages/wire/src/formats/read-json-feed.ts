import type { Submission } from '@writethru/domain';

import { createDraft, type Draft } from './draft.ts';
import { isRecord } from '../ninjs/upgrade-ninjs.ts';
import { typeOf } from './read-media-elements.ts';
import { dropEmpty } from './read-nitf-content.ts';
import type { ReadOptions } from './read-options.ts';

const VERSION = /^https:\/\/jsonfeed\.org\/version\/1(?:\.1)?$/;

/** Whether a value says that it is a JSON Feed, of version 1 or 1.1. */
export function isJsonFeed(value: unknown): value is Record<string, unknown> {
  return isRecord(value) && typeof value['version'] === 'string' && VERSION.test(value['version']);
}

/**
 * Reads one item of a JSON Feed, at `place` in it. Of the feed only title, language and authors are taken: they do not
 * change with every poll. Throws AppError `invalid_input`.
 */
export function readJsonFeedItem(
  item: Readonly<Record<string, unknown>>,
  feed: Readonly<Record<string, unknown>>,
  place: string,
  options: ReadOptions,
): Submission {
  const draft = createDraft('json-feed', options, { guid: `${place}/id`, body: `${place}/content_html` });
  const rest = new Map(Object.entries(item));
  const take = (name: string): unknown => {
    const value = rest.get(name);
    rest.delete(name);
    return value;
  };
  const id = take('id');
  // The format asks readers to take a number as the text that it looks like.
  draft.set('guid', typeof id === 'number' ? String(id) : id, `${place}/id`);
  draft.set('headline', take('title'), `${place}/title`);
  setTexts(draft, take('content_html'), take('content_text'), take('summary'), place);
  const published = take('date_published');
  const modified = take('date_modified');
  setTime(
    draft,
    'publishedAt',
    published ?? modified,
    `${place}/${published === undefined ? 'date_modified' : 'date_published'}`,
  );
  setTime(draft, 'versionCreated', modified, `${place}/date_modified`);
  const own = nameAuthors(take('authors'), take('author'));
  draft.set('byline', own === '' ? nameAuthors(feed['authors'], feed['author']) : own, `${place}/authors`);
  draft.setLoose('language', take('language') ?? feed['language'], `${place}/language`);
  draft.setLoose('url', take('url'), `${place}/url`);
  draft.set('source', feed['title'], '/title');
  const tags = take('tags');
  const subjects = Array.isArray(tags) ? tags.map((tag: unknown) => ({ name: String(tag) })) : [];
  draft.setList('subjects', subjects, `${place}/tags`);
  const pictures = [take('image'), take('banner_image')].map((url, index) =>
    toAssociation({ url, mime_type: 'image/*' }, index === 0 ? 'image' : 'banner'),
  );
  const attachments = take('attachments');
  const attached = Array.isArray(attachments)
    ? attachments.map((each: unknown, index) => toAssociation(each, `attachment-${index + 1}`))
    : [];
  const media = [...pictures, ...attached].filter((association) => association !== undefined);
  draft.setList('associations', media, `${place}/attachments`);
  for (const [name, value] of rest) draft.keep(name === 'format' ? 'json_feed_format' : name, value);
  return draft.finish();
}

function setTime(draft: Draft, field: 'publishedAt' | 'versionCreated', value: unknown, place: string): void {
  if (typeof value === 'string') draft.setTime(field, value, place);
  else draft.set(field, value, place);
}

function setTexts(draft: Draft, html: unknown, text: unknown, summary: unknown, place: string): void {
  draft.set('body', summary, `${place}/summary`);
  draft.set('body', text, `${place}/content_text`);
  draft.set('body', html, `${place}/content_html`);
  const isSummaryBeside = html !== undefined || text !== undefined;
  if (isSummaryBeside && typeof summary === 'string' && summary.trim() !== '')
    draft.keep('descriptions', [{ role: 'summary', contentType: 'text/plain', value: summary }]);
  if (html !== undefined && typeof text === 'string' && text.trim() !== '')
    draft.keep('bodies', [{ role: 'text', contentType: 'text/plain', value: text }]);
}

function nameAuthors(authors: unknown, author: unknown): string {
  const list: unknown[] = Array.isArray(authors) ? authors : [author];
  return list
    .map((each) => (isRecord(each) && typeof each['name'] === 'string' ? each['name'] : ''))
    .filter((name) => name !== '')
    .join(', ');
}

function toAssociation(attachment: unknown, name: string): Record<string, unknown> | undefined {
  if (!isRecord(attachment) || typeof attachment['url'] !== 'string') return undefined;
  const {
    url,
    mime_type: type,
    title,
    size_in_bytes: sizeInBytes,
    duration_in_seconds: duration,
  } = attachment;
  const contentType = typeof type === 'string' && !type.endsWith('/*') ? type : undefined;
  return dropEmpty({
    name: typeof title === 'string' ? title : name,
    uri: url,
    type: typeOf(String(type)),
    renditions: [dropEmpty({ name: 'main', href: url, contentType, sizeInBytes, duration })],
  });
}
