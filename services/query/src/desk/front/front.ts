import { html } from '@writethru/runtime';

import type { DeskPage } from '../desk.ts';
import { readFilters } from './filters.ts';
import { renderFront } from './front-page.ts';
import { readFront } from './read-front.ts';

/** `/desk`: the stories. */
export const frontPage: DeskPage = {
  path: '/desk',
  async answer(desk) {
    const filters = readFilters(desk.query);
    const front = await readFront(desk, filters, desk.query['cursor']);
    return { title: filters.q ?? 'Stories', at: 'stories', main: html`${renderFront(front, desk.clock)}` };
  },
};
