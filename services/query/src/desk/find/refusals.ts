import { html, type SafeHtml } from '@writethru/runtime';
import type { findRefusalsByGuid } from '@writethru/store';

import type { Clock } from '../times.ts';

export type Refusals = Awaited<ReturnType<typeof findRefusalsByGuid>>;

/** What was sent under a guid and not taken, and why: of each feed the last fifty refusals are kept. */
export function renderRefusals(refusals: Refusals, clock: Clock): SafeHtml {
  if (refusals.length === 0) return html``;
  return html`<section aria-labelledby="refused">
    <h2 id="refused">Refused at intake</h2>
    <ol class="life">
      ${refusals.map(
        ({ at, provider, feed, pointer, detail }) =>
          html`<li>
            <span class="when">${clock.full(at)}</span>
            <span>
              <b><bdi>${provider}</bdi></b> ${feed === '' ? html`` : html`by the feed <bdi>${feed}</bdi>`}:
              ${pointer === null ? html`` : html`<code>${pointer}</code>`} <bdi>${detail}</bdi>
            </span>
          </li>`,
      )}
    </ol>
  </section>`;
}
