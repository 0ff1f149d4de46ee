import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { Queue } from 'bullmq';

import { QUEUE_NAME } from './backend.ts';
import type { ArticleJob } from './job.ts';
import { keyPrefix, openRedis } from './open-redis.ts';

/** The queue as bull-board takes it: to be looked at, and to be worked on. */
export interface BoardQueue {
  readOnly: BullMQAdapter;
  full: BullMQAdapter;
  close(): Promise<void>;
}

/** More of a job's data is not shown: the board sends every job it lists at each poll. */
const MAX_DATA_CHARACTERS = 2_048;

/** Opens the queue on Redis for bull-board. Does not wait for Redis. */
export function openBoardQueue(redisUrl: string, onError: (error: Error) => void): BoardQueue {
  const connection = openRedis(redisUrl, { isPatient: false, onError });
  const queue = new Queue<ArticleJob>(QUEUE_NAME, {
    connection,
    prefix: keyPrefix(connection),
    skipVersionCheck: true,
  });
  queue.on('error', onError);
  const adapt = (readOnlyMode: boolean): BullMQAdapter => {
    const adapter = new BullMQAdapter(queue, {
      readOnlyMode,
      externalJobUrl: ({ data }: { data: unknown }) => ({
        displayText: 'The article',
        href: `/ops/articles/${encodeURIComponent(articleOf(data))}`,
      }),
    });
    adapter.setFormatter('data', cut);
    return adapter;
  };
  return {
    readOnly: adapt(true),
    full: adapt(false),
    async close() {
      await queue.close().catch(onError);
      connection.disconnect();
    },
  };
}

function articleOf(data: unknown): string {
  const isOurs = typeof data === 'object' && data !== null && 'articleId' in data;
  return isOurs ? String(data.articleId) : '';
}

function cut(data: unknown): unknown {
  const text = JSON.stringify(data) ?? '';
  return text.length <= MAX_DATA_CHARACTERS ? data : `${text.slice(0, MAX_DATA_CHARACTERS)}…`;
}
