import { html } from '@writethru/runtime';

import type { DeskPage } from '../desk.ts';
import { survivorOf } from '../story/survivor.ts';
import { renderHistory } from './history-list.ts';

/** `/desk/stories/{id}/history`: all that happened to a story, the newest first, a page at a time. */
export const historyPage: DeskPage = {
  path: '/desk/stories/:id/history',
  async answer({ questions, params, query, clock, viewer }) {
    const id = params['id']!;
    const cursor = query['cursor'];
    const page = await questions
      .history(id, { order: 'desc', ...(cursor !== undefined && { cursor }) })
      .catch(survivorOf);
    if (typeof page === 'string') return { redirect: `/desk/stories/${page}/history` };
    const { entries, next } = page;
    return {
      title: 'A story’s history',
      main: html`<h1 class="aside">History of <a href="/desk/stories/${id}">the story</a></h1>
        ${
          entries.length === 0
            ? html`<p class="empty">Nothing that may be told with this key.</p>`
            : renderHistory(entries, { clock, canEdit: viewer.isEditor })
        }
        ${
          next === null
            ? html``
            : html`<p class="next">
                <a
                  rel="next"
                  href="/desk/stories/${id}/history?${new URLSearchParams({ cursor: next }).toString()}"
                  >Earlier</a
                >
              </p>`
        }`,
    };
  },
};
