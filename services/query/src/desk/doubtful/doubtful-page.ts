import type { listDoubtful } from '@writethru/contract';
import type { AppError } from '@writethru/domain';
import { html, type SafeHtml } from '@writethru/runtime';

import type { AnswerTo } from '../ask.ts';
import { renderScore } from '../compare/pair-evidence.ts';
import { renderSides, type Explanation } from '../compare/sides.ts';
import type { Clock } from '../times.ts';
import { renderJudged, renderJudgeForm } from '../verdict/judge-form.ts';
import { countThings, formatShare } from '../words.ts';

type Verdicts = AnswerTo<typeof listDoubtful>['verdicts'];

export interface DoubtfulParts {
  /** The place of the pair that is shown, from 0. */
  at: number;
  /** How many doubtful pairs there are. */
  count: number;
  /** Among how many they were found. */
  compared: number;
  verdicts: Verdicts;
  /** Null past the last pair. */
  explanation: Explanation | null;
  /** Why the last verdict was refused. */
  error: AppError | null;
  /** The edit that the last verdict made. */
  doneId: string | null;
}

/** One doubtful pair with the buttons for a verdict, and what verdicts say of the rule so far. */
export function renderDoubtful(parts: DoubtfulParts, clock: Clock): SafeHtml {
  const { at, count, explanation, verdicts, error, doneId } = parts;
  return html`<h1 class="aside">Doubtful pairs</h1>
    ${renderFigures(verdicts)} ${renderJudged({ doneId, error })}
    ${explanation === null ? renderEnd(parts) : renderPair(explanation, { at, count }, clock)}`;
}

function renderFigures({ joins, misses }: Verdicts): SafeHtml {
  return html`<dl class="figures">
    ${renderFigure('Joins that were right', joins)} ${renderFigure('Kept apart rightly', misses)}
  </dl>`;
}

function renderFigure(name: string, { judged, right }: Verdicts['joins']): SafeHtml {
  return html`<div>
    <dt>${name}</dt>
    <dd>
      ${
        judged === 0
          ? html`<span class="quiet">none judged yet</span>`
          : html`<b>${formatShare(right / judged)}</b>
              <span class="quiet"
                >${right.toLocaleString('en')} of ${judged.toLocaleString('en')} judged</span
              >`
      }
    </dd>
  </div>`;
}

function renderPair(
  explanation: Explanation,
  { at, count }: { at: number; count: number },
  clock: Clock,
): SafeHtml {
  const { a, b, isOneStory, evidence } = explanation;
  return html`<p class="standing">
      <b>${(at + 1).toLocaleString('en')} of ${count.toLocaleString('en')}</b>
      <span class="badge ${isOneStory ? 'fresh' : 'quiet'}">${isOneStory ? 'joined now' : 'apart now'}</span>
      ${renderScore(evidence)}
      <a href="/desk/compare?a=${a.articleId}&amp;b=${b.articleId}">Why</a>
    </p>
    ${renderJudgeForm({ action: '/desk/doubtful', a: a.articleId, b: b.articleId, at })}
    ${renderSides({ explanation, difference: null }, clock)}`;
}

function renderEnd({ at, count, compared }: DoubtfulParts): SafeHtml {
  if (count > 0 && at > 0)
    return html`<p class="empty">
      That was the last. ${countThings(count, 'pair')} ${count === 1 ? 'was' : 'were'} skipped:
      <a href="/desk/doubtful">go through them again</a>, or go on to <a href="/desk">the stories</a>.
    </p>`;
  return html`<p class="empty">
    ${
      compared === 0
        ? 'No two texts have enough in common to be compared yet. Post articles, and come back.'
        : `Nothing is left to judge: of ${compared.toLocaleString('en')} pairs among the texts that came last, none scored within 2,000 of the 5,000 that a match needs.`
    }
    <a href="/desk">To the stories</a>
  </p>`;
}
