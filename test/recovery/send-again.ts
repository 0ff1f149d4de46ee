import { nameArticle, toContent, type CorpusArticle } from '../support/order/corpus.ts';
import type { Expected } from './check-restored.ts';
import type { StoreImage } from './store-image.ts';

const BATCH = 100;

interface Result {
  status: number;
  articleId?: string;
}

/**
 * Sends all articles once more, as feeds should after a restore. What is in the store must be answered 200 with the id
 * that it has always had; what is not is accepted, 202, under a new one.
 */
export async function sendAgain(
  intakeUrls: readonly string[],
  expected: Expected,
  restored: StoreImage,
): Promise<{ sameId: number; newId: number; findings: string[] }> {
  const articles = expected.corpora.flatMap((corpus) => corpus.articles);
  const counts = { sameId: 0, newId: 0, findings: [] as string[] };
  for (let start = 0; start < articles.length; start += BATCH) {
    const batch = articles.slice(start, start + BATCH);
    const url = intakeUrls[(start / BATCH) % intakeUrls.length]!;
    const results = await post(`${url}/v1/articles/batch`, expected.key, batch);
    for (const [at, article] of batch.entries()) {
      const name = nameArticle(article);
      const idBefore = expected.accepted.get(name)!;
      const { status, articleId } = results[at]!;
      const isHeld = restored.articles.has(idBefore);
      if (isHeld && status === 200 && articleId === idBefore) counts.sameId++;
      else if (!isHeld && status === 202 && articleId !== idBefore) counts.newId++;
      else counts.findings.push(`${name} was ${idBefore}, and is ${articleId ?? 'refused'} (${status})`);
    }
  }
  return counts;
}

async function post(url: string, key: string, articles: readonly CorpusArticle[]): Promise<Result[]> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(
      articles.map((article) => {
        const { provider, guid, version } = article;
        return { provider, guid, version, ...toContent(article) };
      }),
    ),
  });
  const { results } = (await response.json()) as { results: Result[] };
  return results;
}
