import { markRead, type XmlElement } from './xml-element.ts';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const VOID = new Set(['br', 'hr', 'img', 'wbr', 'col']);

/**
 * What stands inside an element, as HTML, now read. Elements for which `isLeftOut` holds are left out and stay unread.
 * White space is collapsed, except in `pre`. Undefined where nothing is left.
 */
export function writeMarkup(
  element: XmlElement,
  isLeftOut: (element: XmlElement) => boolean = () => false,
): string | undefined {
  element.read.isTextRead = true;
  const markup = element.children
    .map((child) => writeNode(child, isLeftOut, element.name === 'pre'))
    .join('')
    .trim();
  return markup === '' ? undefined : markup;
}

/** Escapes a text for HTML and XML. */
export function escapeMarkup(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}

function writeNode(
  node: XmlElement | string,
  isLeftOut: (element: XmlElement) => boolean,
  isPreformatted: boolean,
): string {
  if (typeof node === 'string') return escapeMarkup(isPreformatted ? node : node.replaceAll(/\s+/g, ' '));
  if (isLeftOut(node)) return '';
  node.read.isTextRead = true;
  const attributes = [...node.attributes]
    .map(([name, value]) => ` ${name}="${escapeMarkup(value)}"`)
    .join('');
  for (const name of node.attributes.keys()) node.read.attributes.add(name);
  if (VOID.has(node.name)) {
    markRead(node);
    return `<${node.name}${attributes}>`;
  }
  const inside = node.children
    .map((child) => writeNode(child, isLeftOut, isPreformatted || node.name === 'pre'))
    .join('');
  return `<${node.name}${attributes}>${inside}</${node.name}>`;
}
