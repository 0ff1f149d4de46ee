import type { Pool } from '@writethru/store';

import { nameArticle } from '../../support/order/corpus.ts';
import type { Book } from '../book.ts';

export interface HeldArticle {
  id: string;
  guid: string;
  version: number;
  state: string;
  /** Null for one that is in none. */
  storyId: string | null;
}

const HELD = `
select i.id, i.guid, i.version, i.state, v.story_id as "storyId"
  from article_identities i left join versions v on v.article_id = i.id
 where starts_with(i.guid, $1) order by i.id`;

/** What the store holds of an episode. */
export async function readHeld(pool: Pool, prefix: string): Promise<HeldArticle[]> {
  const { rows } = await pool.query<HeldArticle>(HELD, [prefix]);
  return rows;
}

/** What became of the articles that were answered 202. All lists are empty, or something is wrong. */
export interface ArticleFindings {
  /** Answered 202, and not held under that id, or neither clustered nor quarantined. */
  lost: string[];
  /** Held more than once, answered with two ids, or with a place in a story though not clustered, or without one. */
  twice: string[];
  /** Quarantined, though nothing was wrong with them; or clustered, though it was. */
  misjudged: string[];
  /** Refused for good. */
  rejected: string[];
}

/** I1 and I2: nothing answered 202 is lost, and each has its effect once. */
export function checkArticles(
  book: Book,
  held: readonly HeldArticle[],
  quarantined: ReadonlySet<string>,
): ArticleFindings {
  const byName = new Map<string, HeldArticle[]>();
  for (const article of held) {
    const name = nameArticle(article);
    byName.set(name, [...(byName.get(name) ?? []), article]);
  }
  const findings: ArticleFindings = { lost: [], twice: [...book.renamed], misjudged: [], rejected: [] };
  for (const [name, status] of book.rejected) findings.rejected.push(`${name}: ${status}`);
  for (const [name, id] of book.accepted) {
    const one = (byName.get(name) ?? []).find((article) => article.id === id);
    if (one === undefined) findings.lost.push(name);
    else if (!['clustered', 'quarantined'].includes(one.state)) findings.lost.push(`${name}: ${one.state}`);
  }
  for (const [name, articles] of byName) {
    if (articles.length > 1) findings.twice.push(name);
    for (const { guid, state, storyId } of articles) {
      if ((state === 'clustered') !== (storyId !== null))
        findings.twice.push(`${name}: ${state} in ${storyId}`);
      if ((state === 'quarantined') !== quarantined.has(guid)) findings.misjudged.push(`${name}: ${state}`);
    }
  }
  return findings;
}
