import { prepareBackend, type QueueBackend } from '@writethru/queue';
import { createPostgresBackend, Queue, withBackend } from 'bullmq';
import { Redis } from 'ioredis';

const QUEUE_NAME = 'articles';
const OnPostgres = withBackend(createPostgresBackend);

/** Adds a job for an article that says what no service of this release would say. Resolves when the queue has it. */
export async function addForeignJob(backend: QueueBackend, articleId: string, data: object): Promise<void> {
  await prepareBackend(backend);
  const options = { jobId: articleId, removeOnComplete: true, removeOnFail: true };
  if (backend.kind === 'postgres') {
    const connection = { connectionString: backend.databaseUrl, max: 1 };
    const queue = new OnPostgres.Queue(QUEUE_NAME, { connection });
    await queue.add('cluster', data, options);
    await queue.close();
    return;
  }
  const connection = new Redis(backend.redisUrl, { maxRetriesPerRequest: null });
  const queue = new Queue(QUEUE_NAME, { connection });
  await queue.add('cluster', data, options);
  await queue.close();
  connection.disconnect();
}
