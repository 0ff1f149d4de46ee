import { findRefusalsByGuid, listArticleEvents } from '@writethru/store';

import type { DeskPage } from '../desk.ts';
import { renderLife } from './life-page.ts';

const MAX_REFUSALS = 50;

/** `/desk/articles/{id}`: an article's whole life. */
export const lifePage: DeskPage = {
  path: '/desk/articles/:id',
  async answer({ questions, pool, params, clock }) {
    const article = await questions.article(params['id']!);
    const { provider, guid, id } = article;
    const { articles } = await questions.articles({ provider, guid });
    const events = await listArticleEvents(pool, id);
    const ofGuid = await findRefusalsByGuid(pool, guid, MAX_REFUSALS);
    const refusals = ofGuid.filter((one) => one.provider === provider);
    const versions = articles.filter((one) => one.id !== id);
    return {
      title: article.headline ?? guid,
      main: renderLife({ article, versions, events, refusals }, clock),
    };
  },
};
