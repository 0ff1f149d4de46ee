import { AppError } from '@writethru/domain';
import { decodeHTML } from 'entities';
import { SaxesParser, type SaxesTagNS } from 'saxes';

import { createElement, type XmlElement } from './xml-element.ts';

const MAX_DEPTH = 64;
const MAX_ELEMENTS = 500_000;
const MAX_ATTRIBUTES = 100;
const MAX_NAME_CHARACTERS = 200;
/** Vocabularies that are guests in another: told apart by a prefix, whichever the document uses. */
const GUESTS: Readonly<Record<string, string>> = {
  'http://www.w3.org/2005/Atom': 'atom:',
  'http://purl.org/atompub/tombstones/1.0': 'at:',
  'http://purl.org/dc/elements/1.1/': 'dc:',
  'http://purl.org/dc/terms/': 'dcterms:',
  'http://purl.org/rss/1.0/modules/content/': 'content:',
  'http://search.yahoo.com/mrss/': 'media:',
};
/** Whose place in the document a fault should name by number. */
const NUMBERED = new Set(['newsItem', 'packageItem', 'item', 'atom:entry', 'at:deleted-entry']);
const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();
/** Says where the schema is, not what the news is. */
const SCHEMA_INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';

/**
 * Reads a document into a tree, without its comments and processing instructions. Nothing outside the document is ever
 * opened: a document type is skipped, and one that declares anything of its own is refused, so no entity can grow.
 * HTML's named entities are understood, since wire copy uses them undeclared.
 * Throws AppError `malformed`, with line and column, for what is not well-formed, is nested past 64 levels or holds
 * more than 500,000 elements.
 */
export function parseXml(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const refuse = (reason: string): AppError =>
    new AppError('malformed', `Line ${parser.line}, column ${parser.column}: ${reason.slice(0, 300)}`);
  let root: XmlElement | null = null;
  let count = 0;
  const open: XmlElement[] = [];
  const numbers = new Map<string, number>();
  const numberPath = (parent: XmlElement | undefined, name: string): string => {
    const path = `${parent?.path ?? ''}/${name}`;
    if (parent === undefined || !NUMBERED.has(name)) return path;
    const number = (numbers.get(path) ?? 0) + 1;
    numbers.set(path, number);
    return `${path}[${number}]`;
  };
  parser.ENTITIES = listEntities(text);
  parser.on('error', (error) => {
    throw refuse(error.message.replace(/^\d+:\d+: /, ''));
  });
  parser.on('doctype', (doctype) => {
    if (doctype.includes('[')) throw refuse('a document type with declarations of its own is not taken.');
  });
  parser.on('opentag', (tag) => {
    if (open.length >= MAX_DEPTH) throw refuse(`nested deeper than ${MAX_DEPTH} elements.`);
    if (++count > MAX_ELEMENTS) throw refuse(`more than ${MAX_ELEMENTS} elements.`);
    if (Object.keys(tag.attributes).length > MAX_ATTRIBUTES)
      throw refuse(`more than ${MAX_ATTRIBUTES} attributes.`);
    const name = nameOf(tag.uri, tag.local, tag.name);
    if (name.length > MAX_NAME_CHARACTERS) throw refuse('a name that long is not taken.');
    const parent = open.at(-1);
    const element = createElement(name, readAttributes(tag), numberPath(parent, name));
    parent?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  const addText = (piece: string): void => {
    open.at(-1)?.children.push(piece);
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  // Feeds that are made by templates begin with an empty line, which XML forbids before its declaration.
  parser.write(text.trimStart()).close();
  if (root === null) throw refuse('no element.');
  return root;
}

function nameOf(uri: string, local: string, qualified: string): string {
  const guest = Object.hasOwn(GUESTS, uri) ? GUESTS[uri] : undefined;
  if (guest !== undefined) return `${guest}${local}`;
  return uri === '' || !qualified.includes(':') || /iptc\.org|xhtml/.test(uri) ? local : qualified;
}

function readAttributes(tag: SaxesTagNS): ReadonlyMap<string, string> {
  const attributes = Object.values(tag.attributes).filter(
    ({ name, uri }) => name !== 'xmlns' && !name.startsWith('xmlns:') && uri !== SCHEMA_INSTANCE,
  );
  if (attributes.length === 0) return NO_ATTRIBUTES;
  return new Map(attributes.map(({ name, value }) => [name, value]));
}

/** The entities that the text uses and HTML knows. Without a prototype, which would be one entity more. */
function listEntities(text: string): Record<string, string> {
  const entities = Object.create(null) as Record<string, string>;
  Object.assign(entities, { amp: '&', gt: '>', lt: '<', quot: '"', apos: "'" });
  for (const [reference, name] of text.matchAll(/&([A-Za-z][A-Za-z0-9]{1,30});/g)) {
    if (name === undefined || name in entities) continue;
    const value = decodeHTML(reference);
    if (value !== reference) entities[name] = value;
  }
  return entities;
}
