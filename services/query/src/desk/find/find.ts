import { storySummary } from '@writethru/contract';
import { AppError, isId } from '@writethru/domain';
import { findArticlesByGuid, findArticlesByUrl, findRefusalsByGuid } from '@writethru/store';

import { Elsewhere } from '../ask.ts';
import type { Desk, DeskPage } from '../desk.ts';
import { renderFound, type FoundArticle, type FoundStory } from './found-page.ts';

const MAX_ARTICLES = 50;
const MAX_WORDS = 200;

/** `/desk/find?what`: the one box. A guid, an address, an id or a headline leads to the article; several, to a list. */
export const findPage: DeskPage = {
  path: '/desk/find',
  async answer(desk) {
    const what = (desk.query['what'] ?? '').replaceAll('\u0000', '').trim().slice(0, 2_000);
    if (what === '') return { redirect: '/desk' };
    if (isId(what)) {
      const place = await placeOfId(desk, what);
      if (place !== null) return { redirect: place };
    }
    const articles = await findArticles(desk, what);
    const items = new Set(articles.map(({ provider, guid }) => JSON.stringify([provider, guid])));
    if (items.size === 1) return { redirect: `/desk/articles/${articles[0]!.id}` };
    const stories = articles.length > 0 ? [] : await findStories(desk, what);
    const refusals = articles.length > 0 ? [] : await findRefusalsByGuid(desk.pool, what, MAX_ARTICLES);
    const named = stories.filter(({ headline }) => headline?.trim().toLowerCase() === what.toLowerCase());
    if (named.length === 1 && refusals.length === 0)
      return { redirect: `/desk/articles/${named[0]!.leadId}` };
    return {
      title: `Find ${what}`,
      sought: what,
      main: renderFound({ what, articles, stories, refusals }, desk.clock),
    };
  },
};

async function placeOfId(desk: Desk, id: string): Promise<string | null> {
  if ((await readArticle(desk, id)) !== null) return `/desk/articles/${id}`;
  const isStory = await desk.questions.story(id).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Elsewhere) return true;
      if (error instanceof AppError && error.code === 'not_found') return false;
      throw error;
    },
  );
  return isStory ? `/desk/stories/${id}` : null;
}

async function findArticles(desk: Desk, what: string): Promise<FoundArticle[]> {
  const byGuid = await readAll(desk, await findArticlesByGuid(desk.pool, what, MAX_ARTICLES));
  if (byGuid.length > 0 || !/^https?:\/\//i.test(what)) return byGuid;
  const bare = what.replace(/\/$/, '');
  const byUrl = await readAll(desk, await findArticlesByUrl(desk.pool, [bare, `${bare}/`], MAX_ARTICLES));
  // By its address nobody finds out that there is a text that he may not see.
  return byUrl.filter(({ isShown }) => isShown);
}

async function readAll(desk: Desk, ids: readonly string[]): Promise<FoundArticle[]> {
  const articles: FoundArticle[] = [];
  for (const id of ids) {
    const article = await readArticle(desk, id);
    if (article !== null) articles.push({ ...article, headline: article.headline ?? null });
  }
  return articles;
}

async function readArticle({ questions }: Desk, id: string) {
  try {
    return await questions.article(id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }
}

async function findStories({ questions }: Desk, what: string): Promise<FoundStory[]> {
  const { stories } = await questions.stories({ q: what.slice(0, MAX_WORDS), limit: '25' });
  return stories.flatMap((story) => {
    const { id, lead, versionCount, lastEffectiveAt } = storySummary.parse(story);
    return lead === null
      ? []
      : [
          {
            id,
            leadId: lead.articleId,
            headline: lead.headline,
            isShown: lead.isShown,
            versionCount,
            lastEffectiveAt,
          },
        ];
  });
}
