import { html, type SafeHtml } from '@writethru/runtime';

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
};

/** What a search matched, from the API's HTML: taken apart and escaped anew, so that nothing but the mark is markup. */
export function renderMatch(match: string): SafeHtml {
  const parts = match.split(/<\/?mark>/);
  return html`${parts.map((part, at) => {
    const text = part.replaceAll(/&(?:amp|lt|gt|quot);/g, (entity) => ENTITIES[entity]!);
    return at % 2 === 1 ? html`<mark>${text}</mark>` : html`${text}`;
  })}`;
}
