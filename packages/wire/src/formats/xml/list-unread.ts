import { visit, type XmlElement } from './xml-element.ts';

/** What stood in a document and no rule of ours reads. */
export interface UnreadElement extends Record<string, unknown> {
  /** Its path within the item: where the item stood in its document must not make it another. */
  element: string;
  attributes?: Record<string, string>;
  text?: string;
}

/** Everything below (and of) an element that was not read, in document order. White space is nothing. */
export function listUnread(root: XmlElement): UnreadElement[] {
  const found: UnreadElement[] = [];
  visit(root, (node) => {
    if (typeof node === 'string') return;
    const attributes = [...node.attributes].filter(
      // A key of this name would be lost on the way, or worse.
      ([name]) => !node.read.attributes.has(name) && name !== '__proto__',
    );
    const text = node.read.isTextRead
      ? ''
      : node.children
          .filter((child) => typeof child === 'string')
          .join(' ')
          .replaceAll(/\s+/g, ' ')
          .trim();
    if (attributes.length === 0 && text === '') return;
    found.push({
      element: `${root.name}${node.path.slice(root.path.length)}`,
      ...(attributes.length === 0 ? {} : { attributes: Object.fromEntries(attributes) }),
      ...(text === '' ? {} : { text }),
    });
  });
  return found;
}
