import type { Submission } from '@writethru/domain';

import { toPlainText } from '../text-body.ts';
import { createDraft, isWebAddress, type Draft } from './draft.ts';
import { readMediaElements } from './read-media-elements.ts';
import { dropEmpty } from './read-nitf-content.ts';
import type { ReadOptions } from './read-options.ts';
import { listUnread } from './xml/list-unread.ts';
import {
  childrenOf,
  findChild,
  readAttribute,
  readRawText,
  readText,
  type XmlElement,
} from './xml/xml-element.ts';

/**
 * Reads an `item` of RSS 2.0 (or of RSS 1.0). Of its channel only name and language are taken: the rest changes with
 * every poll and would make a new version of an item that has not changed. Throws AppError `invalid_input`.
 */
export function readRssItem(
  item: XmlElement,
  channel: XmlElement | undefined,
  options: ReadOptions,
): Submission {
  const places = { guid: `${item.path}/guid`, body: `${item.path}/description` };
  const draft = createDraft('rss', options, places);
  readIdentity(item, draft, places.guid);
  const title = findChild(item, 'title');
  if (title !== undefined) draft.set('headline', toPlainText(readRawText(title)).trim(), title.path);
  const creators = [...childrenOf(item, 'dc:creator'), ...childrenOf(item, 'author')].map(readText);
  draft.set('byline', creators.filter((name) => name !== undefined).join(', '), `${item.path}/dc:creator`);
  const date = findChild(item, 'pubDate') ?? findChild(item, 'dc:date') ?? findChild(item, 'dcterms:created');
  draft.setTime('publishedAt', readText(date), date?.path ?? `${item.path}/pubDate`);
  const modified = findChild(item, 'dcterms:modified') ?? findChild(item, 'atom:updated');
  draft.setTime('versionCreated', readText(modified), modified?.path ?? '');
  readTexts(item, draft);
  const language = readText(findChild(item, 'dc:language')) ?? readText(findChild(channel, 'language'));
  draft.setLoose('language', language, `${item.path}/dc:language`);
  const source = findChild(item, 'source');
  draft.set('source', readText(source) ?? readText(findChild(channel, 'title')), `${item.path}/source`);
  draft.keep('sourceUrl', readAttribute(source, 'url'));
  draft.keep('copyrightNotice', readText(findChild(item, 'dc:rights')));
  draft.keep('comments', readText(findChild(item, 'comments')));
  const subjects = [...childrenOf(item, 'category'), ...childrenOf(item, 'dc:subject')].map((category) =>
    dropEmpty({ name: readText(category), literal: readAttribute(category, 'domain') }),
  );
  draft.setList(
    'subjects',
    subjects.filter(({ name }) => name !== undefined),
    `${item.path}/category`,
  );
  draft.setList('associations', readMediaElements(item), `${item.path}/enclosure`);
  draft.keep('unmapped', listUnread(item));
  return draft.finish();
}

function readIdentity(item: XmlElement, draft: Draft, place: string): void {
  const element = findChild(item, 'guid');
  const guid = readText(element);
  const isPermaLink = readAttribute(element, 'isPermaLink') !== 'false';
  const link = readText(findChild(item, 'link')) ?? readAttribute(findChild(item, 'atom:link'), 'href');
  const address = readAttribute(item, 'rdf:about');
  draft.set('guid', guid ?? address ?? link, place);
  if (link === undefined && isPermaLink && guid !== undefined && isWebAddress(guid)) {
    draft.setLoose('url', guid, place);
  } else if (link !== undefined) draft.setLoose('url', link, `${item.path}/link`);
}

function readTexts(item: XmlElement, draft: Draft): void {
  const full = findChild(item, 'content:encoded');
  const summary = findChild(item, 'description');
  const text = full === undefined ? '' : readRawText(full).trim();
  const short = summary === undefined ? '' : readRawText(summary).trim();
  const body = text === '' ? summary : full;
  draft.set('body', text === '' ? short : text, body?.path ?? '');
  if (text !== '' && short !== '') {
    draft.keep('descriptions', [{ role: 'summary', contentType: 'text/html', value: short }]);
  }
}
