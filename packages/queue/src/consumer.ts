import { UnrecoverableError } from 'bullmq';

import type { QueueBackend } from './backend.ts';
import { connectWorker } from './connect.ts';
import { articleJobSchema, listArticles } from './job.ts';

export interface ConsumerOptions {
  backend: QueueBackend;
  /** Jobs taken at once, each of one article or of a few: at least the size of a micro-batch. */
  concurrency: number;
  /** Looks at one article. Resolves when there is nothing more to do for this hint; it should not throw. */
  onArticle: (articleId: string) => Promise<void>;
  /**
   * For how long a job is a worker's without a sign of life: then it died, and the job is given to another. Default
   * 20,000, which keeps the queue's counts from contradicting Postgres's for a minute after a kill -9.
   */
  lockMs?: number;
  onError: (error: Error) => void;
}

export interface Consumer {
  /** Stops taking jobs, waits for those under way, and disconnects. */
  close(): Promise<void>;
}

/** Starts taking hints. A job that says nothing we know is discarded: the sweeper knows what is left to do. */
export function openConsumer(options: ConsumerOptions): Consumer {
  const { item: worker, disconnect } = connectWorker(
    options.backend,
    async (job) => {
      const parsed = articleJobSchema.safeParse(job.data);
      if (!parsed.success) throw new UnrecoverableError('Not a job of ours.');
      await Promise.all(listArticles(parsed.data).map((id) => options.onArticle(id)));
    },
    { concurrency: options.concurrency, lockMs: options.lockMs ?? 20_000, onError: options.onError },
  );
  return {
    async close() {
      await worker.close();
      disconnect();
    },
  };
}
