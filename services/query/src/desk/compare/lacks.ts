import { html, type SafeHtml } from '@writethru/runtime';

import { countThings } from '../words.ts';
import type { Difference } from './differing-sides.ts';

/** Passages that are shown at once. */
const MAX_OPEN = 3;

type Words = Difference['changedNumbers'];

/** What each of two versions lacks of the other: passages, numbers and names. */
export function renderLacks(difference: Difference): SafeHtml {
  const { removedPassages, addedPassages, changedNumbers, changedNames } = difference;
  if (removedPassages === null || addedPassages === null) return html``;
  const lacks = {
    b: { passages: removedPassages, ...pick(changedNumbers, changedNames, 'removed') },
    a: { passages: addedPassages, ...pick(changedNumbers, changedNames, 'added') },
  };
  return html`<section aria-labelledby="lacks">
    <h2 id="lacks">What each lacks</h2>
    <div class="sides lacks">${renderOne('A', lacks.a)} ${renderOne('B', lacks.b)}</div>
  </section>`;
}

interface Lack {
  passages: readonly string[];
  numbers: readonly string[];
  names: readonly string[];
}

function pick(numbers: Words, names: Words, way: 'added' | 'removed'): Omit<Lack, 'passages'> {
  return { numbers: numbers?.[way] ?? [], names: names?.[way] ?? [] };
}

function renderOne(name: string, { passages, numbers, names }: Lack): SafeHtml {
  const isEmpty = passages.length + numbers.length + names.length === 0;
  return html`<div>
    <h3>${name} lacks</h3>
    ${isEmpty ? html`<p class="empty">Nothing of five words or more, no number and no name.</p>` : html``}
    ${renderWords('Numbers', numbers)} ${renderWords('Names', names)}
    ${renderPassages(passages.slice(0, MAX_OPEN))}
    ${
      passages.length > MAX_OPEN
        ? html`<details>
            <summary>${countThings(passages.length - MAX_OPEN, 'more passage')}</summary>
            ${renderPassages(passages.slice(MAX_OPEN))}
          </details>`
        : html``
    }
  </div>`;
}

function renderPassages(passages: readonly string[]): SafeHtml {
  if (passages.length === 0) return html``;
  return html`<ul class="reasons">
    ${passages.map((passage) => html`<li dir="auto">${passage}</li>`)}
  </ul>`;
}

function renderWords(label: string, words: readonly string[]): SafeHtml {
  if (words.length === 0) return html``;
  return html`<p>
    <span class="quiet">${label}:</span>
    ${words.map((word, at) => html`${at === 0 ? '' : ', '}<bdi>${word}</bdi>`)}
  </p>`;
}
