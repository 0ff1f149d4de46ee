import type { Page } from 'playwright-core';

/** What must never stand in a page of ours, whatever a feed sends. Forms and links of our own lead to us alone. */
const FOREIGN = `(() => [...document.querySelectorAll('*')].filter((element) =>
  (element.localName === 'script' && !element.src.startsWith(location.origin + '/assets/')) ||
  ['img', 'math', 'iframe', 'object', 'embed', 'base', 'video', 'audio', 'style', 'template', 'animate'].includes(element.localName) ||
  (element.localName === 'svg' && !element.matches('svg.spark[role=img]')) ||
  (element.localName === 'link' && !element.href.startsWith(location.origin)) ||
  (element.localName === 'meta' && element.httpEquiv !== '') ||
  (element.localName === 'form' && !element.action.startsWith(location.origin)) ||
  (element.localName === 'button' && !element.formAction.startsWith(location.origin)) ||
  [...element.attributes].some(({ name }) => name.startsWith('on')) ||
  (element.localName === 'a' && !/^https?:/.test(element.protocol))
).map((element) => element.outerHTML.slice(0, 200)))()`;

/** The elements of the page as it stands that no template of ours can have made. */
export function findForeign(page: Page): Promise<string[]> {
  return page.evaluate(FOREIGN);
}
