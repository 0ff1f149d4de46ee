import type { getPickup } from '@writethru/contract';
import { html, type SafeHtml } from '@writethru/runtime';

import type { AnswerTo } from '../ask.ts';
import type { Clock } from '../times.ts';
import { formatShare, renderHeadline } from '../words.ts';

type Report = AnswerTo<typeof getPickup>;

/** Who ran the story of whoever had it first: how much later, and how much of it they kept. */
export function renderPickup(report: Report, clock: Clock): SafeHtml {
  const { agency, pickups, withdrawnAt } = report;
  if (pickups.length === 0) return html``;
  const running = pickups.filter(({ stillRuns }) => stillRuns).length;
  return html`<section aria-labelledby="pickup">
    <h2 id="pickup">Who ran it</h2>
    <p>
      <bdi>${agency}</bdi> had it first, ${clock.moment(report.firstEffectiveAt)}.
      ${
        withdrawnAt === null
          ? html``
          : html`<strong>It killed it ${clock.moment(withdrawnAt)}; ${running} still run it.</strong>`
      }
    </p>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="pickup">
      <table>
        <thead>
          <tr>
            <th scope="col">Provider</th>
            <th scope="col" class="number">After</th>
            <th scope="col" class="number">Kept</th>
            <th scope="col" class="number">Its own</th>
            <th scope="col">Headline</th>
          </tr>
        </thead>
        <tbody>
          ${pickups.map(
            (one) =>
              html`<tr>
                <th scope="row"><bdi>${one.provider}</bdi></th>
                <td class="number">${formatLag(one.lagSeconds)}</td>
                <td class="number">${one.kept === null ? '–' : formatShare(one.kept)}</td>
                <td class="number">${one.added === null ? '–' : formatShare(one.added)}</td>
                <td dir="auto">
                  ${
                    one.basedOn === null
                      ? renderHeadline(one)
                      : html`<a href="/desk/compare?a=${one.basedOn}&amp;b=${one.articleId}"
                          >${renderHeadline(one)}</a
                        >`
                  }
                  ${one.stillRuns ? html`<span class="badge alarm">still runs it</span>` : html``}
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

function formatLag(seconds: number | null): string {
  if (seconds === null) return '–';
  const sign = seconds < 0 ? '−' : '';
  const minutes = Math.round(Math.abs(seconds) / 60);
  if (minutes < 120) return `${sign}${minutes} min`;
  return `${sign}${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
