import { createApiKey, type Pool } from '@writethru/store';

import { startChild } from '../child.ts';
import { readResidentMib } from '../process-cpu.ts';
import { percentile, roundFigure } from '../statistics.ts';
import type { Row, SuiteResult } from '../suite.ts';

const READS = 200;
const COMPARED = 'similar articles';

/** What a reader asks, by name: a path for the id of an article and that of a story. */
const QUESTIONS: Record<string, (articleId: string, storyId: string) => string> = {
  'newest stories': () => '/v1/stories?limit=20',
  'stories of a provider': () => '/v1/stories?provider=bench&limit=20',
  story: (_articleId, storyId) => `/v1/stories/${storyId}`,
  'history of a story': (_articleId, storyId) => `/v1/stories/${storyId}/history`,
  article: (articleId) => `/v1/articles/${articleId}`,
  [COMPARED]: (articleId) => `/v1/articles/${articleId}/similar`,
};

/**
 * How long a reader waits, by what is asked, and the memory of the process that answers. `size`: articles held; `isSlim`:
 * without the shingles that two texts are compared by.
 */
export async function timeReads(
  pool: Pool,
  size: number,
  env: Record<string, string>,
  { isSlim = false } = {},
): Promise<SuiteResult> {
  const { key } = await createApiKey(pool, { holder: 'bench', holderKind: 'system', scopes: ['read'] });
  const { rows } = await pool.query<{ article_id: string; story_id: string }>(
    `select article_id, story_id from versions order by random() limit ${READS}`,
  );
  const query = await startChild('services/query/src/main.ts', env);
  try {
    const table: Row[] = [];
    for (const [name, toPath] of Object.entries(QUESTIONS)) {
      if (isSlim && name === COMPARED) continue;
      const tookMs: number[] = [];
      for (const { article_id: articleId, story_id: storyId } of rows) {
        const begunMs = performance.now();
        const response = await fetch(`${query.url}${toPath(articleId, storyId)}`, {
          headers: { authorization: `Bearer ${key}` },
        });
        await response.arrayBuffer();
        if (!response.ok) throw new Error(`${name}: ${response.status}`);
        tookMs.push(performance.now() - begunMs);
      }
      table.push({
        name,
        figures: {
          'p50 ms': roundFigure(percentile(tookMs, 0.5)),
          'p99 ms': roundFigure(percentile(tookMs, 0.99)),
        },
      });
    }
    const memoryMib = roundFigure(readResidentMib(query.pid));
    return {
      title: `Readers at ${size.toLocaleString('en-US')} articles`,
      about: `One request at a time to the query service, ${READS} of a kind, each for an article or story chosen by chance; its process holds ${memoryMib} MiB after that.`,
      rows: table,
      goals: {},
    };
  } finally {
    await query.stop();
  }
}
