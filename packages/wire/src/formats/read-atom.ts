import type { Submission } from '@writethru/domain';

import { toPlainText } from '../text-body.ts';
import { createDraft, type Draft } from './draft.ts';
import { readMediaElements, typeOf } from './read-media-elements.ts';
import { dropEmpty } from './read-nitf-content.ts';
import type { ReadOptions } from './read-options.ts';
import { listUnread } from './xml/list-unread.ts';
import { escapeMarkup, writeMarkup } from './xml/write-markup.ts';
import {
  childrenOf,
  findChild,
  readAttribute,
  readRawText,
  readText,
  type XmlElement,
} from './xml/xml-element.ts';

/** Reads an `entry` of Atom (RFC 4287). Throws AppError `invalid_input`. */
export function readAtomEntry(
  entry: XmlElement,
  feed: XmlElement | undefined,
  options: ReadOptions,
): Submission {
  const places = { guid: `${entry.path}/atom:id`, body: `${entry.path}/atom:content` };
  const draft = createDraft('atom', options, places);
  draft.set('guid', readText(findChild(entry, 'atom:id')), places.guid);
  const title = findChild(entry, 'atom:title');
  draft.set('headline', toPlainText(readConstruct(title) ?? ''), `${entry.path}/atom:title`);
  const updated = readText(findChild(entry, 'atom:updated'));
  const published = readText(findChild(entry, 'atom:published'));
  draft.setTime('versionCreated', updated, `${entry.path}/atom:updated`);
  draft.setTime(
    'publishedAt',
    published ?? updated,
    `${entry.path}/atom:${published === undefined ? 'updated' : 'published'}`,
  );
  readTexts(entry, draft);
  readAuthors(entry, feed, draft);
  const language = readAttribute(entry, 'xml:lang') ?? readAttribute(feed, 'xml:lang');
  draft.setLoose('language', language, `${entry.path}/@xml:lang`);
  const source = findChild(entry, 'atom:source', 'atom:title') ?? findChild(feed, 'atom:title');
  draft.set('source', readText(source), `${entry.path}/atom:source/atom:title`);
  draft.keep('copyrightNotice', readText(findChild(entry, 'atom:rights')));
  const subjects = childrenOf(entry, 'atom:category').map((category) => {
    const term = readAttribute(category, 'term');
    const scheme = readAttribute(category, 'scheme');
    return dropEmpty({ name: readAttribute(category, 'label') ?? term, literal: term, scheme });
  });
  draft.setList('subjects', subjects, `${entry.path}/atom:category`);
  readLinks(entry, draft);
  draft.keep('unmapped', listUnread(entry));
  return draft.finish();
}

/** Reads a `deleted-entry` (RFC 6721): the entry of that id is withdrawn. Throws AppError `invalid_input`. */
export function readDeletedEntry(entry: XmlElement, options: ReadOptions): Submission {
  const draft = createDraft('atom', options, { guid: `${entry.path}/@ref` });
  draft.set('guid', readAttribute(entry, 'ref'), `${entry.path}/@ref`);
  draft.set('pubStatus', 'canceled', entry.path);
  const when = readAttribute(entry, 'when');
  draft.setTime('versionCreated', when, `${entry.path}/@when`);
  draft.setTime('publishedAt', when, `${entry.path}/@when`);
  draft.set('edNote', readText(findChild(entry, 'at:comment')), `${entry.path}/at:comment`);
  draft.keep('unmapped', listUnread(entry));
  return draft.finish();
}

/** A text construct as HTML: `type` says whether it is plain, escaped HTML or XHTML. */
function readConstruct(element: XmlElement | undefined): string | undefined {
  if (element === undefined) return undefined;
  const type = readAttribute(element, 'type') ?? 'text';
  if (type === 'xhtml' || type === 'application/xhtml+xml') {
    const inside = findChild(element, 'div') ?? element;
    return writeMarkup(inside);
  }
  const text = readRawText(element).trim();
  if (text === '') return undefined;
  const isPlain = type !== 'html' && type !== 'text/html' && /<[a-z!/]|&[a-z#]/i.test(text);
  return isPlain ? escapeMarkup(text) : text;
}

function readTexts(entry: XmlElement, draft: Draft): void {
  const content = findChild(entry, 'atom:content');
  const summary = findChild(entry, 'atom:summary');
  const text = readConstruct(content);
  const short = readConstruct(summary);
  draft.keep('contentUrl', readAttribute(content, 'src'));
  draft.set('body', text ?? short, (text === undefined ? summary : content)?.path ?? '');
  if (text !== undefined && short !== undefined) {
    draft.keep('descriptions', [{ role: 'summary', contentType: 'text/html', value: short }]);
  }
}

function readAuthors(entry: XmlElement, feed: XmlElement | undefined, draft: Draft): void {
  const own = childrenOf(entry, 'atom:author');
  const authors = own.length === 0 ? childrenOf(feed, 'atom:author') : own;
  const names = authors.map((author) => readText(findChild(author, 'atom:name')));
  draft.set('byline', names.filter((name) => name !== undefined).join(', '), `${entry.path}/atom:author`);
}

function readLinks(entry: XmlElement, draft: Draft): void {
  const links = childrenOf(entry, 'atom:link').map((link) =>
    dropEmpty({
      rel: readAttribute(link, 'rel') ?? 'alternate',
      href: readAttribute(link, 'href'),
      contentType: readAttribute(link, 'type'),
      title: readAttribute(link, 'title'),
    }),
  );
  const page = links.find(({ rel }) => rel === 'alternate');
  if (page !== undefined) draft.setLoose('url', page['href'], `${entry.path}/atom:link/@href`);
  const enclosures = links.filter(({ rel }) => rel === 'enclosure');
  const media = enclosures.map(({ href, contentType, title }, index) =>
    dropEmpty({
      name: title ?? `enclosure-${index + 1}`,
      uri: href,
      type: typeof contentType === 'string' ? typeOf(contentType) : undefined,
      renditions: [dropEmpty({ name: 'main', href, contentType })],
    }),
  );
  draft.setList('associations', [...media, ...readMediaElements(entry)], `${entry.path}/atom:link`);
  draft.keep(
    'links',
    links.filter((link) => link !== page && link['rel'] !== 'enclosure'),
  );
}
