import { indexDueStoryTexts, type Pool } from '@writethru/store';
import { toSearchText } from '@writethru/wire';

// What is written holds its stories while it is: few, so that nobody who unites waits for long.
const LIMIT = 25;

/**
 * Puts the texts of new leads into the search index. Off the way of an article, so a story can be searched a moment
 * after it can be read. Answers whether there is more.
 */
export async function indexTexts(pool: Pool): Promise<boolean> {
  const indexed = await indexDueStoryTexts(pool, LIMIT, ({ headline, body, ...story }) => ({
    ...story,
    headline: toSearchText(headline ?? ''),
    body: toSearchText(body ?? ''),
  }));
  return indexed === LIMIT;
}
