import { writeMarkup } from './xml/write-markup.ts';
import {
  childrenOf,
  findChild,
  markRead,
  readAttribute,
  readText,
  visit,
  type XmlElement,
} from './xml/xml-element.ts';
import type { Draft } from './draft.ts';
import { isWebAddress } from './draft.ts';

/**
 * Reads an NITF `body`: headline, byline, dateline, abstract, note, text and media. Media are associations, so that
 * captions are no part of the text. What an enclosing NewsML-G2 says is read after it, and wins.
 */
export function readNitfContent(body: XmlElement | undefined, draft: Draft): void {
  const head = findChild(body, 'body.head');
  const hedline = findChild(head, 'hedline');
  const first = findChild(hedline, 'hl1');
  draft.set('headline', readText(first) ?? readText(hedline), first?.path ?? '/nitf/body/body.head/hedline');
  draft.keep(
    'headlines',
    childrenOf(hedline, 'hl2').flatMap((line) => {
      const value = readText(line);
      return value === undefined ? [] : [{ role: 'subheadline', value }];
    }),
  );
  const bylines = childrenOf(head, 'byline');
  draft.set('byline', joinTexts(bylines), bylines[0]?.path ?? '');
  const datelines = childrenOf(head, 'dateline');
  draft.keep('located', readText(findChild(datelines[0], 'location')));
  draft.set('dateline', joinTexts(datelines), datelines[0]?.path ?? '');
  draft.keep('descriptions', describe('summary', findChild(head, 'abstract')));
  draft.keep('note', joinTexts(childrenOf(head, 'note')));
  draft.keep('distributor', readText(findChild(head, 'distributor')));
  const content = findChild(body, 'body.content');
  if (content === undefined) return;
  draft.set('body', writeMarkup(content, isMedia), content.path);
  draft.setList('associations', readMedia(content), content.path);
  draft.keep('tagline', readText(findChild(body, 'body.end', 'tagline')));
}

/** An element as a description of ninjs; none where it holds no text. */
export function describe(role: string, element: XmlElement | undefined): Record<string, unknown>[] {
  const markup = element === undefined ? undefined : writeMarkup(element);
  if (markup === undefined) return [];
  const isMarkup = markup.includes('<');
  return [
    isMarkup
      ? { role, contentType: 'text/html', value: markup }
      : { role, contentType: 'text/plain', value: readText(element) },
  ];
}

function joinTexts(elements: readonly XmlElement[]): string | undefined {
  const texts = elements.map(readText).filter((text) => text !== undefined);
  return texts.length === 0 ? undefined : texts.join('; ');
}

function isMedia(element: XmlElement): boolean {
  return element.name === 'media' || element.name === 'media-reference';
}

function readMedia(content: XmlElement): Record<string, unknown>[] {
  const found: XmlElement[] = [];
  visit(content, (node) => {
    if (typeof node !== 'string' && node.name === 'media') found.push(node);
  });
  return found.map((media, index) => {
    const kind = readAttribute(media, 'media-type') ?? 'picture';
    const references = childrenOf(media, 'media-reference');
    const renditions = references.flatMap((reference, number) => {
      const href = readAttribute(reference, 'source');
      if (href === undefined) return [];
      const contentType = readAttribute(reference, 'mime-type');
      return [{ name: readAttribute(reference, 'name') ?? `rendition-${number + 1}`, href, contentType }];
    });
    const caption = readText(findChild(media, 'media-caption'));
    const producer = readText(findChild(media, 'media-producer'));
    markRead(media);
    const address = renditions.find(({ href }) => isWebAddress(href))?.href;
    return dropEmpty({
      name: `media-${index + 1}`,
      uri: address,
      type: kind === 'image' || kind === 'photo' ? 'picture' : kind,
      by: producer,
      descriptions: caption === undefined ? undefined : [{ role: 'caption', value: caption }],
      renditions: renditions.map(dropEmpty),
    });
  });
}

/** Without the undefined and the empty lists. */
export function dropEmpty(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );
}
