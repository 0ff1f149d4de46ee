import { html, type SafeHtml } from '@writethru/runtime';

/** An address that a feed sent, as a link where it is one of the web; else as text. Feeds can send `javascript:` too. */
export function renderOutsideLink(address: string): SafeHtml {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return html`<bdi>${address}</bdi>`;
  return html`<a href="${url.href}" rel="noopener noreferrer nofollow"><bdi>${url.href}</bdi></a>`;
}
