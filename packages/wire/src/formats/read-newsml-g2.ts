import { AppError, type Submission } from '@writethru/domain';

import { createDraft, type Draft } from './draft.ts';
import { codeOf, nameConcept, readAssertedNames, readConcept, readSubjectLists } from './read-concepts.ts';
import { readG2Content } from './read-g2-content.ts';
import { describe, dropEmpty } from './read-nitf-content.ts';
import type { ReadOptions } from './read-options.ts';
import { listUnread } from './xml/list-unread.ts';
import {
  childrenOf,
  findChild,
  markRead,
  readAttribute,
  readText,
  type XmlElement,
} from './xml/xml-element.ts';

const TEXT_CLASSES = new Set(['text', 'composite']);

/**
 * Reads one `newsItem` of NewsML-G2, with text as NITF, XHTML or plain. A kill comes without any.
 * Throws AppError `invalid_input` that names elements and attributes, also for items that are no text.
 */
export function readNewsItem(item: XmlElement, options: ReadOptions): Submission {
  const places = { guid: `${item.path}/@guid`, body: `${item.path}/contentSet` };
  const draft = createDraft('newsml-g2', options, places);
  const itemMeta = findChild(item, 'itemMeta');
  draft.set('guid', readAttribute(item, 'guid'), places.guid);
  refuseOtherClasses(item, itemMeta, draft);
  draft.setVersion(readAttribute(item, 'version'), `${item.path}/@version`);
  const asserted = readAssertedNames(item);
  readG2Content(findChild(item, 'contentSet'), draft);
  readItemMeta(itemMeta, asserted, draft);
  readContentMeta(findChild(item, 'contentMeta'), readAttribute(item, 'xml:lang'), asserted, draft);
  readRights(childrenOf(item, 'rightsInfo')[0], draft);
  readPartMeta(item);
  draft.keep('unmapped', listUnread(item));
  return draft.finish();
}

/** Why an item of a news message that is not a `newsItem` is not taken. */
export function refuseItem(item: XmlElement): AppError {
  const detail =
    item.name === 'packageItem' ? 'is a package: send the news items that it points to' : 'is no newsItem';
  return new AppError('invalid_input', `A ${item.name.slice(0, 100)} is not taken.`, {
    faults: [{ pointer: item.path, detail }],
  });
}

function refuseOtherClasses(item: XmlElement, itemMeta: XmlElement | undefined, draft: Draft): void {
  const itemClass = findChild(itemMeta, 'itemClass');
  const kind = codeOf(
    readAttribute(itemClass, 'qcode') ?? readAttribute(itemClass, 'uri')?.replace(/^.*\//, ':'),
  );
  if (kind !== undefined && !TEXT_CLASSES.has(kind.toLowerCase())) {
    throw new AppError('invalid_input', 'The article is not acceptable: see errors.', {
      faults: [
        {
          pointer: `${item.path}/itemMeta/itemClass`,
          detail: `only text is taken, not ${kind.slice(0, 60)}`,
        },
      ],
    });
  }
  if (kind !== undefined && kind.toLowerCase() !== 'text') draft.keep('type', kind);
}

function readItemMeta(
  itemMeta: XmlElement | undefined,
  asserted: ReadonlyMap<string, string>,
  draft: Draft,
): void {
  const at = itemMeta?.path ?? '/newsItem/itemMeta';
  const textOf = (name: string): string | undefined => readText(findChild(itemMeta, name));
  const provider = findChild(itemMeta, 'provider');
  const concept = provider === undefined ? undefined : readConcept(provider, asserted);
  draft.set('provider', nameConcept(concept), `${at}/provider`);
  draft.keep('provider', concept);
  const created = textOf('versionCreated');
  draft.setTime('versionCreated', created, `${at}/versionCreated`);
  draft.setTime('publishedAt', created, `${at}/versionCreated`);
  draft.keepTime('firstCreated', textOf('firstCreated'));
  const embargoed = findChild(itemMeta, 'embargoed');
  draft.setTime('embargoedUntil', readText(embargoed), `${at}/embargoed`);
  const status = codeOf(readAttribute(findChild(itemMeta, 'pubStatus'), 'qcode'))?.toLowerCase();
  // An empty `embargoed` means: until a later version says when.
  const isHeld = embargoed !== undefined && readText(embargoed) === undefined && status !== 'canceled';
  draft.set('pubStatus', isHeld ? 'withheld' : status, `${at}/pubStatus/@qcode`);
  draft.set('edNote', joinTexts(childrenOf(itemMeta, 'edNote')), `${at}/edNote`);
  const signals = childrenOf(itemMeta, 'signal').map((signal) => nameSignal(signal));
  draft.setList(
    'signals',
    signals.filter((signal) => signal !== undefined),
    `${at}/signal`,
  );
  draft.keep('title', textOf('title'));
  draft.keep('profile', textOf('profile'));
  draft.keep('role', codeOf(readAttribute(findChild(itemMeta, 'role'), 'qcode')));
  const links = childrenOf(itemMeta, 'link').map((link) =>
    dropEmpty({
      rel: codeOf(readAttribute(link, 'rel')),
      href: readAttribute(link, 'href'),
      guid: readAttribute(link, 'residref'),
      version: readAttribute(link, 'version'),
    }),
  );
  draft.keep('links', links);
}

/** IPTC's own signals lose their prefix, so that they are the words of ninjs; a provider's keep it. */
function nameSignal(signal: XmlElement): string | undefined {
  const code =
    readAttribute(signal, 'qcode') ?? readAttribute(signal, 'uri') ?? readAttribute(signal, 'literal');
  return code?.replace(/^(?:sig:|http:\/\/cv\.iptc\.org\/newscodes\/signal\/)/, '');
}

function readContentMeta(
  meta: XmlElement | undefined,
  itemLanguage: string | undefined,
  asserted: ReadonlyMap<string, string>,
  draft: Draft,
): void {
  const at = meta?.path ?? '/newsItem/contentMeta';
  const textOf = (name: string): string | undefined => readText(findChild(meta, name));
  draft.setLoose('urgency', textOf('urgency'), `${at}/urgency`);
  draft.keepTime('contentCreated', textOf('contentCreated'));
  draft.keepTime('contentModified', textOf('contentModified'));
  draft.set('headline', textOf('headline'), `${at}/headline`);
  draft.set('dateline', textOf('dateline'), `${at}/dateline`);
  draft.set('slugline', textOf('slugline'), `${at}/slugline`);
  const language = readAttribute(findChild(meta, 'language'), 'tag') ?? itemLanguage;
  draft.setLoose('language', language, `${at}/language/@tag`);
  draft.set('byline', joinTexts(childrenOf(meta, 'by')), `${at}/by`);
  const conceptsOf = (name: string): Record<string, unknown>[] =>
    childrenOf(meta, name).map((element) => ({
      ...readConcept(element, asserted),
      ...dropEmpty({ role: codeOf(readAttribute(element, 'role')) }),
    }));
  draft.keep('creators', [...conceptsOf('creator'), ...conceptsOf('contributor')]);
  const located = conceptsOf('located');
  draft.keep('located', nameConcept(located[0]));
  const infoSources = conceptsOf('infoSource');
  draft.keep('infoSources', infoSources);
  draft.set('source', nameConcept(infoSources[0]), `${at}/infoSource`);
  draft.keep('genres', conceptsOf('genre'));
  const { subjects, ...kinds } = readSubjectLists(childrenOf(meta, 'subject'), asserted);
  const keywords = childrenOf(meta, 'keyword').map((keyword) => ({
    name: readText(keyword),
    rel: 'keyword',
  }));
  draft.setList('subjects', [...subjects, ...keywords], `${at}/subject`);
  for (const [name, list] of Object.entries(kinds)) draft.keep(name, list);
  const altIds = childrenOf(meta, 'altId').flatMap((altId) => {
    const value = readAttribute(altId, 'id') ?? readText(altId);
    const role = codeOf(readAttribute(altId, 'type') ?? readAttribute(altId, 'environment'));
    return value === undefined ? [] : [{ role: role ?? 'altId', value }];
  });
  draft.setList('altIds', altIds, `${at}/altId`);
  draft.keep(
    'descriptions',
    childrenOf(meta, 'description').flatMap((element) =>
      describe(codeOf(readAttribute(element, 'role')) ?? 'summary', element),
    ),
  );
}

function readRights(rights: XmlElement | undefined, draft: Draft): void {
  const holder = findChild(rights, 'copyrightHolder');
  const concept = holder === undefined ? undefined : readConcept(holder, new Map());
  draft.keep('copyrightHolder', nameConcept(concept));
  draft.keep('copyrightNotice', joinTexts(childrenOf(rights, 'copyrightNotice')));
  draft.keep('usageTerms', joinTexts(childrenOf(rights, 'usageTerms')));
}

/** What tells of the document, not of the news, or of the way it was sent: the same news comes by several ways. */
function readPartMeta(item: XmlElement): void {
  for (const name of ['standard', 'standardversion', 'conformance', 'xml:lang', 'dir'])
    readAttribute(item, name);
  for (const name of ['catalogRef', 'catalog', 'hopHistory'])
    for (const element of childrenOf(item, name)) markRead(element);
}

function joinTexts(elements: readonly XmlElement[]): string | undefined {
  const texts = elements.map(readText).filter((text) => text !== undefined);
  return texts.length === 0 ? undefined : texts.join('\n');
}
