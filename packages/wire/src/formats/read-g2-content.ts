import type { Draft } from './draft.ts';
import { readNitfContent } from './read-nitf-content.ts';
import { escapeMarkup, writeMarkup } from './xml/write-markup.ts';
import {
  childrenOf,
  findChild,
  markRead,
  readAttribute,
  readRawText,
  readText,
  type XmlElement,
} from './xml/xml-element.ts';

/**
 * Reads a `contentSet`: the first of its renditions that holds text, as NITF, XHTML, other XML or plain. The other
 * renditions are the same text again, so they are passed over; remote content is left for `extra.unmapped`.
 */
export function readG2Content(contentSet: XmlElement | undefined, draft: Draft): void {
  let isFound = false;
  for (const rendition of childrenOf(contentSet)) {
    if (rendition.name !== 'inlineXML' && rendition.name !== 'inlineData') continue;
    const isSame = isFound;
    for (const name of ['contenttype', 'wordcount', 'encoding']) readAttribute(rendition, name);
    if (isSame) markRead(rendition);
    else
      isFound =
        rendition.name === 'inlineXML' ? readInlineXml(rendition, draft) : readInlineData(rendition, draft);
  }
}

function readInlineXml(rendition: XmlElement, draft: Draft): boolean {
  const root = childrenOf(rendition)[0];
  if (root === undefined) return readInlineData(rendition, draft);
  if (root.name === 'nitf') {
    readNitfContent(findChild(root, 'body'), draft);
    return findChild(root, 'body', 'body.content') !== undefined;
  }
  if (root.name !== 'html') return setBody(rendition, draft);
  draft.keep('title', readText(findChild(root, 'head', 'title')));
  const head = findChild(root, 'head');
  if (head !== undefined) markRead(head);
  readAttribute(root, 'xml:lang');
  readAttribute(root, 'lang');
  return setBody(findChild(root, 'body') ?? root, draft);
}

function setBody(element: XmlElement, draft: Draft): boolean {
  const markup = writeMarkup(element, ({ name }) => name === 'script' || name === 'style' || name === 'head');
  // A kill holds an empty paragraph: markup, and no word.
  const isText = markup !== undefined && readText(element) !== undefined;
  if (isText) draft.set('body', markup, element.path);
  return isText;
}

function readInlineData(rendition: XmlElement, draft: Draft): boolean {
  const encoding = rendition.attributes.get('encoding');
  const text = readRawText(rendition).trim();
  if (text === '' || (encoding !== undefined && encoding !== '')) return false;
  const isMarkup = /html|xml/.test(rendition.attributes.get('contenttype') ?? '');
  draft.set('body', isMarkup ? text : escapeWhereNeeded(text), rendition.path);
  return true;
}

/** A plain text that looks like markup would be read as such. */
function escapeWhereNeeded(text: string): string {
  return /<[a-z!/]|&[a-z#]/i.test(text) ? escapeMarkup(text) : text;
}
