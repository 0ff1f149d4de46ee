import { html, renderTime, type SafeHtml } from '@writethru/runtime';
import type { Refusal } from '@writethru/store';

import { nameFeed } from '../causes.ts';
import { renderTable } from '../page/section.ts';

/** What feeds sent and intake did not take: item, place and fault. */
export function renderRefusals(
  refusals: readonly (Refusal & { at: Date })[],
  provider: string | null,
  zone: string,
): SafeHtml {
  const whose = provider === null ? '' : html` of <bdi>${provider}</bdi>`;
  return html`<h1>Refused${whose}</h1>
    ${
      refusals.length === 0
        ? html`<p class="empty">
            Nothing was refused${whose}, as far as is kept: the last fifty of each feed.
          </p>`
        : renderTable(
            'What was refused, the newest first; fifty are kept of each feed',
            ['When', 'Feed', 'Guid', 'Code', 'Where', 'Fault'],
            refusals.map((refusal) => [
              renderTime(refusal.at, zone),
              html`<a href="/ops/refusals?provider=${encodeURIComponent(refusal.provider)}"
                ><bdi>${nameFeed(refusal)}</bdi></a
              >`,
              refusal.guid === null ? '–' : html`<bdi>${refusal.guid}</bdi>`,
              refusal.code,
              refusal.pointer === null
                ? '–'
                : html`<code>${refusal.pointer === '' ? '(the whole)' : refusal.pointer}</code>`,
              html`<bdi>${refusal.detail}</bdi>`,
            ]),
          )
    }
    <p><a href="/ops#feeds">To the feeds</a></p>`;
}
