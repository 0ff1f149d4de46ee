import { AppError, type Submission } from '@writethru/domain';

import type { Format } from './formats.ts';
import { readAtomEntry, readDeletedEntry } from './read-atom.ts';
import { readNewsItem, refuseItem } from './read-newsml-g2.ts';
import { readNitf } from './read-nitf.ts';
import type { ReadOptions } from './read-options.ts';
import { readRssItem } from './read-rss.ts';
import { parseXml } from './xml/parse-xml.ts';
import { childrenOf, findChild, readAttribute, type XmlElement } from './xml/xml-element.ts';

/** Reads one item of a document. Throws AppError. */
export type ItemReader = (options: ReadOptions) => Submission;

type Split = (root: XmlElement) => ItemReader[];

const ROOTS: Readonly<Record<string, { format: Format; split: Split }>> = {
  newsItem: { format: 'newsml-g2', split: (root) => [(options) => readNewsItem(root, options)] },
  newsMessage: { format: 'newsml-g2', split: splitMessage },
  packageItem: { format: 'newsml-g2', split: (root) => [(options) => refuse(root, options)] },
  nitf: { format: 'nitf', split: (root) => [(options) => readNitf(root, options)] },
  rss: {
    format: 'rss',
    split: (root) => splitChannel(findChild(root, 'channel'), findChild(root, 'channel')),
  },
  'rdf:RDF': { format: 'rss', split: (root) => splitChannel(root, findChild(root, 'channel')) },
  'atom:feed': { format: 'atom', split: splitFeed },
  'atom:entry': { format: 'atom', split: (root) => [(options) => readAtomEntry(root, undefined, options)] },
};

/**
 * Splits an XML document into its items, by its root element. Throws AppError: `malformed` for what is not well-formed,
 * `invalid_input` for a root element that is not of a format read here, or not of `expected`.
 */
export function splitXml(text: string, expected: Format | null): ItemReader[] {
  const root = parseXml(text);
  const known = Object.hasOwn(ROOTS, root.name) ? ROOTS[root.name] : undefined;
  if (known === undefined || (expected !== null && known.format !== expected)) {
    const roots = Object.entries(ROOTS).filter(([, { format }]) => expected === null || format === expected);
    throw new AppError('invalid_input', `The root element ${root.name.slice(0, 100)} is not taken.`, {
      faults: [{ pointer: root.path, detail: `must be one of ${roots.map(([name]) => name).join(', ')}` }],
    });
  }
  return known.split(root);
}

function refuse(item: XmlElement, options: ReadOptions): never {
  options.onIdentity?.({ guid: readAttribute(item, 'guid') });
  throw refuseItem(item);
}

function splitMessage(message: XmlElement): ItemReader[] {
  return childrenOf(message, 'itemSet').flatMap((set) =>
    childrenOf(set).map((item): ItemReader =>
      item.name === 'newsItem'
        ? (options) => readNewsItem(item, options)
        : (options) => refuse(item, options),
    ),
  );
}

function splitChannel(parent: XmlElement | undefined, channel: XmlElement | undefined): ItemReader[] {
  return childrenOf(parent, 'item').map((item) => (options) => readRssItem(item, channel, options));
}

function splitFeed(feed: XmlElement): ItemReader[] {
  return childrenOf(feed).flatMap((entry): ItemReader[] => {
    if (entry.name === 'atom:entry') return [(options) => readAtomEntry(entry, feed, options)];
    return entry.name === 'at:deleted-entry' ? [(options) => readDeletedEntry(entry, options)] : [];
  });
}
