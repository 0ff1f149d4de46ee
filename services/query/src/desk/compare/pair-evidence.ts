import type { findSimilar } from '@writethru/contract';
import { html, type SafeHtml } from '@writethru/runtime';

import type { AnswerTo } from '../ask.ts';

export type PairEvidence = AnswerTo<typeof findSimilar>['similar'][number]['evidence'];

/** A score against what a match needs, as a bar with its figures beside it. */
export function renderScore({ score, threshold, isMatch }: PairEvidence): SafeHtml {
  return html`<span class="score ${isMatch ? 'joined' : 'apart'}">
    <meter min="0" max="10000" low="${threshold}" value="${score}" aria-label="Score">${score}</meter>
    <b>${score.toLocaleString('en')}</b> of ${threshold.toLocaleString('en')} needed
  </span>`;
}

/** What a pair's score is made of. */
export function renderEvidence(evidence: PairEvidence): SafeHtml {
  const { features, isInWindow, daysApart, windowDays, sharedKeys, minSharedKeys } = evidence;
  return html`<section aria-labelledby="evidence">
    <h2 id="evidence">What the score is made of</h2>
    <p>${renderScore(evidence)}</p>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="evidence">
      <table>
        <thead>
          <tr>
            <th scope="col">Feature</th>
            <th scope="col" class="number">Measured</th>
            <th scope="col" class="number">Weight</th>
            <th scope="col" class="number">Points</th>
          </tr>
        </thead>
        <tbody>
          ${features.map(
            ({ name, value, weight, points }) =>
              html`<tr>
                <th scope="row">${name.replaceAll('_', ' ')}</th>
                <td class="number">${formatNumber(value)}</td>
                <td class="number">${formatNumber(weight)}</td>
                <td class="number">${formatNumber(points)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="quiet">
      ${daysApart} of ${windowDays} days apart${isInWindow ? '' : ': too far to be compared'} ·
      ${sharedKeys.toLocaleString('en')} index keys shared, ${minSharedKeys} needed
    </p>
  </section>`;
}

function formatNumber(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 3 });
}
