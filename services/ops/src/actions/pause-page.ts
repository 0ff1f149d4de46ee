import { html, type SafeHtml } from '@writethru/runtime';

import { renderWhy } from './act-page.ts';

const TEXTS = {
  pause: {
    title: 'Pause clustering',
    text: 'Intake goes on: articles are accepted and wait. What is under way ends. The first line says that it is paused.',
    button: 'Pause',
  },
  resume: {
    title: 'Resume clustering',
    text: 'Clusterers take up what waits, the oldest first.',
    button: 'Resume',
  },
} as const;

/** The form before a pause or its end. */
export function renderPause(kind: keyof typeof TEXTS): SafeHtml {
  const { title, text, button } = TEXTS[kind];
  return html`<div class="narrow">
    <h1>${title}</h1>
    <p>${text}</p>
    <form method="post" action="/ops/${kind}" class="stacked">
      ${renderWhy()}
      <button>${button}</button>
    </form>
  </div>`;
}
