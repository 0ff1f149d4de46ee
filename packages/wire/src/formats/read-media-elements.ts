import { dropEmpty } from './read-nitf-content.ts';
import { childrenOf, findChild, readAttribute, readText, visit, type XmlElement } from './xml/xml-element.ts';

/** The pictures, films and sounds of an RSS or Atom item: `enclosure` and Media RSS, as associations of ninjs. */
export function readMediaElements(item: XmlElement): Record<string, unknown>[] {
  const enclosures = childrenOf(item, 'enclosure').map((enclosure) => ({
    href: readAttribute(enclosure, 'url'),
    contentType: readAttribute(enclosure, 'type'),
    sizeInBytes: readWhole(enclosure, 'length'),
    caption: undefined,
    credit: undefined,
    kind: undefined,
  }));
  const contents: XmlElement[] = [];
  visit(item, (node) => {
    if (typeof node !== 'string' && (node.name === 'media:content' || node.name === 'media:thumbnail')) {
      contents.push(node);
    }
  });
  const media = contents.map((content) => ({
    href: readAttribute(content, 'url'),
    contentType: readAttribute(content, 'type'),
    width: readWhole(content, 'width'),
    height: readWhole(content, 'height'),
    caption: readText(findChild(content, 'media:description')) ?? readText(findChild(content, 'media:title')),
    credit: readText(findChild(content, 'media:credit')),
    kind: readAttribute(content, 'medium') ?? (content.name === 'media:thumbnail' ? 'image' : undefined),
  }));
  return [...enclosures, ...media].flatMap(({ href, caption, credit, kind, ...rendition }, index) => {
    if (href === undefined) return [];
    const association = {
      name: `media-${index + 1}`,
      uri: href,
      type: typeOf(kind ?? rendition.contentType ?? ''),
      by: credit,
      descriptions: caption === undefined ? [] : [{ role: 'caption', value: caption }],
      renditions: [dropEmpty({ name: 'main', href, ...rendition })],
    };
    return [dropEmpty(association)];
  });
}

/** The type of ninjs for a medium or media type; undefined for what is none of the three. */
export function typeOf(kind: string): string | undefined {
  if (/^image|^picture|^photo/.test(kind)) return 'picture';
  return /^(video|audio)/.exec(kind)?.[1];
}

function readWhole(element: XmlElement, name: string): number | undefined {
  const text = readAttribute(element, name);
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}
