import type { AppError } from '@writethru/domain';
import { html, type SafeHtml } from '@writethru/runtime';

import type { Clock } from '../times.ts';
import { renderJudged, renderJudgeForm } from '../verdict/judge-form.ts';
import { formatShare } from '../words.ts';
import { renderLacks } from './lacks.ts';
import { renderEvidence } from './pair-evidence.ts';
import { renderSides, type Comparison, type Explanation } from './sides.ts';

/** Who may say that it is otherwise, and what became of the last verdict. */
interface VerdictParts {
  isEditor: boolean;
  doneId: string | null;
  error: AppError | null;
}

/** Two articles side by side, with what differs and what they share; editors may judge them. */
export function renderComparison(
  { explanation, difference }: Comparison,
  { isEditor, doneId, error }: VerdictParts,
  clock: Clock,
): SafeHtml {
  const { isOneStory } = explanation;
  return html`<h1 class="verdict ${isOneStory ? 'joined' : 'apart'}">${explanation.summary}</h1>
    ${renderJudged({ doneId, error })} ${isEditor ? renderQuestion(explanation) : html``}
    ${renderSides({ explanation, difference }, clock)}
    ${difference === null ? html`` : renderLacks(difference)} ${renderEvidence(explanation.evidence)}
    ${renderChain(explanation)}`;
}

/**
 * Versions of one guid are one story by their provider's word, what is in no story yet can't be judged, and what was
 * judged says nothing more of the rule.
 */
function renderQuestion({ a, b, constraints }: Explanation): SafeHtml {
  const [ours, theirs] = [nameItem(a.provider, a.guid), nameItem(b.provider, b.guid)];
  const isJudged = constraints.some(({ aProvider, aGuid, bProvider, bGuid }) => {
    const ends = [nameItem(aProvider, aGuid), nameItem(bProvider, bGuid)];
    return ends.includes(ours) && ends.includes(theirs);
  });
  if (isJudged || ours === theirs || a.storyId === null || b.storyId === null) return html``;
  return renderJudgeForm({ action: '/desk/compare', a: a.articleId, b: b.articleId, at: null });
}

function nameItem(provider: string, guid: string): string {
  return JSON.stringify([provider, guid]);
}

const BY = {
  editor_link: 'an editor put them together',
  provider_key: "their provider's key",
  same_text: 'the same text',
  text: 'the text',
} as const;

function renderChain({ chain, constraints, digests }: Explanation): SafeHtml {
  if (chain.length < 2 && constraints.length === 0 && digests.length === 0) return html``;
  return html`<section aria-labelledby="chain">
    <h2 id="chain">How they hang together</h2>
    <ol class="reasons">
      ${chain.map(
        ({ from, to, by, score }) =>
          html`<li>
            <a href="/desk/compare?a=${from}&amp;b=${to}">One step</a>:
            ${BY[by]}${score === null ? '' : `, scoring ${formatShare(score / 10_000)}`}
          </li>`,
      )}
      ${constraints.map(
        ({ kind, aProvider, aGuid, bProvider, bGuid }) =>
          html`<li>
            An editor ${kind === 'must_link' ? 'keeps together' : 'keeps apart'} <bdi>${aProvider}</bdi>
            <bdi>${aGuid}</bdi> and <bdi>${bProvider}</bdi> <bdi>${bGuid}</bdi>.
          </li>`,
      )}
      ${digests.length === 0 ? html`` : html`<li>One of the two is a digest: it contains, and does not join.</li>`}
    </ol>
  </section>`;
}
