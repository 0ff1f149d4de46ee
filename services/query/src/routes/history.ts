import type { listHistory } from '@writethru/contract';
import type { OperationHandler } from '@writethru/runtime';
import { hasSecrets, listArticleLabels, listStoryHistory, type Pool } from '@writethru/store';

import { readHistoryCursor, writeHistoryCursor } from '../history/history-cursor.ts';
import { listNamedIds, shapeHistory } from '../history/shape-history.ts';
import { readToldStory } from '../told-story.ts';
import { viewerOf } from '../viewer.ts';

/** What happened to a story, a page at a time. */
export function answerHistory(pool: Pool, now: () => Date): OperationHandler<typeof listHistory> {
  return async ({ params: { id }, query, url, principal }) => {
    const viewer = viewerOf(principal(), now());
    const { story, moved } = await readToldStory(pool, id, viewer, '/history');
    if (story === null) return moved;
    const after = query.cursor === undefined ? null : readHistoryCursor(query.cursor, query.order);
    // One more than asked for tells whether there is a next page.
    const found = await listStoryHistory(pool, id, { order: query.order, after, limit: query.limit + 1 });
    const rows = found.slice(0, query.limit);
    const last = found.length > query.limit ? rows.at(-1) : undefined;
    const next = last === undefined ? null : writeHistoryCursor(last.position, query.order);
    const labels = await listArticleLabels(pool, listNamedIds(rows));
    const hidesReasons = !viewer.isEditor && (await hasSecrets(pool, id, viewer));
    return {
      status: 200,
      body: { storyId: id, entries: shapeHistory(rows, { labels, viewer, hidesReasons }), next },
      ...(next !== null && { headers: { Link: `<${nextUrl(url, next)}>; rel="next"` } }),
    };
  };
}

function nextUrl(asked: string, cursor: string): string {
  const url = new URL(asked, 'http://localhost');
  url.searchParams.set('cursor', cursor);
  return url.pathname + url.search;
}
