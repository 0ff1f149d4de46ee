import { html, type SafeHtml } from '@writethru/runtime';

/** A part of the page that folds to one line. */
export interface Section {
  /** Name in the address, and of the part that the script renews. */
  id: string;
  title: string;
  /** The one line. */
  summary: string | SafeHtml;
  /** 0: quiet, so folded. The higher, the further up. */
  weight: number;
  body: SafeHtml;
}

/** The sections, the worst first; among equals in the order given. */
export function renderSections(sections: readonly Section[]): SafeHtml {
  const sorted = sections.map((section, at) => ({ ...section, at }));
  sorted.sort((a, b) => b.weight - a.weight || a.at - b.at);
  return html`${sorted.map(renderSection)}`;
}

function renderSection({ id, title, summary, weight, body }: Section): SafeHtml {
  return html`<details class="section" id="${id}" data-part="${id}" ${weight > 0 ? html`open` : ''}>
    <summary>
      <h2>${title}</h2>
      <span class="line">${summary}</span>
    </summary>
    ${body}
  </details>`;
}

/** How a state is told: by sign, word and colour. */
export type Tone = 'good' | 'warn' | 'bad' | 'quiet';

const SIGNS: Record<Tone, string> = { good: '●', warn: '▲', bad: '■', quiet: '○' };

/** A state as sign and word. */
export function renderState(tone: Tone, word: string): SafeHtml {
  return html`<span class="state ${tone}"><span aria-hidden="true">${SIGNS[tone]}</span> ${word}</span>`;
}

/** A table that may be wider than its page. `columns` with a leading # hold numbers. */
export function renderTable(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly (string | SafeHtml)[])[],
): SafeHtml {
  const isNumber = (column: string): boolean => column.startsWith('#');
  const name = (column: string): string => column.replace('#', '');
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table class="cards">
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col" class="${isNumber(column) ? 'number' : ''}">${name(column)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map(
                (cell, at) =>
                  html`<td
                    data-name="${name(columns[at]!)}"
                    class="${isNumber(columns[at]!) ? 'number' : ''}"
                  >
                    <div>${cell}</div>
                  </td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
