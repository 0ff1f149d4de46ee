import type { Pool } from '@writethru/store';

import { startChild } from '../child.ts';
import { percentile, roundFigure } from '../statistics.ts';
import type { MeasuredRequest } from './lists-page.ts';
import { startExplainer } from './plans.ts';
import { listRequests, type ListRequest, type StoreFacts } from './requests.ts';

/** How often each request is sent. */
export const ROUNDS = 60;
const WARM_UPS = 5;
const DEEP_PAGES = 100;

/**
 * Sends every request to a query service of its own on a filled store, and has the statements of each explained.
 * `span`: the times that the stories lie in. Throws where an answer is not 200.
 */
export async function measureAll(
  pool: Pool,
  databaseUrl: string,
  key: string,
  span: { startMs: number; endMs: number },
  say: (message: string) => void,
): Promise<MeasuredRequest[]> {
  const service = await startChild('services/query/src/main.ts', {
    DATABASE_URL: databaseUrl,
    REQUESTS_PER_MINUTE: '1000000',
  });
  const explainer = await startExplainer(pool, key);
  const get = async (at: string): Promise<Response> => {
    const answer = await fetch(service.url + at, { headers: { authorization: `Bearer ${key}` } });
    if (answer.status !== 200) throw new Error(`${at}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  try {
    const facts = await readFacts(pool, span, get);
    const measured: MeasuredRequest[] = [];
    for (const request of listRequests(facts)) {
      const timesMs = await timeRequest(request, get);
      const [p50Ms, p95Ms] = [0.5, 0.95].map((share) => roundFigure(percentile(timesMs, share)));
      say(`lists: ${request.group}, ${request.name}: p50 ${p50Ms} ms, p95 ${p95Ms} ms`);
      const [first] = request.paths;
      const plans = await explainer.explain(first!);
      measured.push({
        group: request.group,
        name: request.name,
        path: first!,
        p50Ms: p50Ms!,
        p95Ms: p95Ms!,
        plans,
      });
    }
    return measured;
  } finally {
    await explainer.stop();
    await service.stop();
  }
}

async function timeRequest(
  { paths }: ListRequest,
  get: (path: string) => Promise<Response>,
): Promise<number[]> {
  const timesMs: number[] = [];
  for (let round = -WARM_UPS; round < ROUNDS; round++) {
    const startedMs = performance.now();
    const answer = await get(paths[(round + WARM_UPS) % paths.length]!);
    await answer.arrayBuffer();
    if (round >= 0) timesMs.push(performance.now() - startedMs);
  }
  return timesMs;
}

async function readFacts(
  pool: Pool,
  span: { startMs: number; endMs: number },
  get: (path: string) => Promise<Response>,
): Promise<StoreFacts> {
  // Ids go up with time: every so-manyth of them is from all over the store.
  const ids = async (statement: string): Promise<string[]> =>
    (await pool.query<{ id: string }>(statement)).rows.map(({ id }) => id);
  const articles = await pool.query<{ id: string; provider: string; guid: string }>(
    `select id, provider, guid from article_identities tablesample system (1) repeatable (1) order by id limit 60`,
  );
  const cursors = new Map<string, string>();
  for (const sort of ['updated', 'created', 'size']) {
    let cursor = '';
    for (let page = 1; page < DEEP_PAGES; page++) {
      const query = new URLSearchParams({ sort, fields: 'id', ...(cursor !== '' && { cursor }) });
      const answer = await get(`/v1/stories?${query.toString()}`);
      cursor = ((await answer.json()) as { next: string }).next;
    }
    cursors.set(sort, cursor);
  }
  const head = await pool.query<{ position: number }>('select max(position) as position from events');
  return {
    ...span,
    storyIds: await ids('select id from stories tablesample system (1) repeatable (1) order by id limit 60'),
    largeStoryIds: await ids(
      'select id from stories where merged_into is null order by version_count desc, id limit 20',
    ),
    articles: articles.rows,
    position: head.rows[0]!.position,
    cursors,
  };
}
