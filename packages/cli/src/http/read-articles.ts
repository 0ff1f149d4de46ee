import type { ApiClient } from './api-client.ts';
import { readJson } from './read-json.ts';
import { type ArticleRow, isArticlesPage } from './shapes.ts';

const PAGE_SIZE = 1000;

/** Every article with its story, in the order of our ids, a page at a time. Throws AppError as `readJson` does. */
export async function* readArticles(client: ApiClient): AsyncGenerator<ArticleRow[]> {
  let after: string | null = null;
  do {
    const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
    if (after !== null) query.set('after', after);
    const { body } = await readJson(client, `/v1/articles?${query.toString()}`, isArticlesPage);
    yield body.articles;
    after = body.next;
  } while (after !== null);
}
