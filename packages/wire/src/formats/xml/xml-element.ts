/**
 * An element with what has been read of it, so that the rest can be kept rather than lost.
 * `name` is the local name, with a well-known prefix where the vocabulary is a guest in another one: `dc:creator`.
 */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: (XmlElement | string)[];
  /** From the root: `/newsItem/itemMeta/provider`. */
  readonly path: string;
  readonly read: { attributes: Set<string>; isTextRead: boolean };
}

/** Makes an element of which nothing has been read. */
export function createElement(
  name: string,
  attributes: ReadonlyMap<string, string>,
  path: string,
): XmlElement {
  return { name, attributes, children: [], path, read: { attributes: new Set(), isTextRead: false } };
}

/** The child elements, of one name or all. */
export function childrenOf(element: XmlElement | undefined, name?: string): XmlElement[] {
  return (element?.children ?? []).filter(
    (child): child is XmlElement => typeof child !== 'string' && (name === undefined || child.name === name),
  );
}

/** The first element at the end of a path of names; undefined where it leads nowhere. */
export function findChild(element: XmlElement | undefined, ...names: string[]): XmlElement | undefined {
  return names.reduce<XmlElement | undefined>((parent, name) => childrenOf(parent, name)[0], element);
}

/** An attribute, trimmed, now read; undefined where it is missing or blank. */
export function readAttribute(element: XmlElement | undefined, name: string): string | undefined {
  const value = element?.attributes.get(name)?.trim();
  if (element === undefined || value === undefined) return undefined;
  element.read.attributes.add(name);
  return value === '' ? undefined : value;
}

/** All text of an element and its descendants, white space collapsed, now read; undefined where there is none. */
export function readText(element: XmlElement | undefined): string | undefined {
  if (element === undefined) return undefined;
  const text = readRawText(element).replaceAll(/\s+/g, ' ').trim();
  return text === '' ? undefined : text;
}

/** As `readText`, with white space as it stood: for a text that may itself be markup. */
export function readRawText(element: XmlElement): string {
  const pieces: string[] = [];
  visit(element, (each) => {
    if (typeof each === 'string') pieces.push(each);
    else each.read.isTextRead = true;
  });
  return pieces.join('');
}

/** Everything of an element and its descendants is now read. */
export function markRead(element: XmlElement): void {
  visit(element, (each) => {
    if (typeof each === 'string') return;
    each.read.isTextRead = true;
    for (const name of each.attributes.keys()) each.read.attributes.add(name);
  });
}

/** Calls `look` for the node and all below it, in document order. The parser bounds the depth. */
export function visit(node: XmlElement | string, look: (node: XmlElement | string) => void): void {
  look(node);
  if (typeof node !== 'string') for (const child of node.children) visit(child, look);
}
