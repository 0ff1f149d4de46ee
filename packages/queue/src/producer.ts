import type { QueueBackend } from './backend.ts';
import { connectQueue } from './connect.ts';
import { JOB_NAME, jobOptions, type ArticleJob } from './job.ts';
import type { QueueReport } from './report.ts';

/** Jobs in one call to the backend. */
const CHUNK = 250;
/**
 * Articles of one job where several are told of together: more would save little, and a worker that is late would hold
 * up more of them.
 */
const GROUP = 8;
/** Calls under way at once; past that a hint is dropped, and the sweeper gives it again. */
const MAX_CALLS_UNDER_WAY = 64;
const CALL_TIMEOUT_MS = 2_000;

export interface Producer {
  /**
   * Hints that articles wait. Best effort: it never throws, and what it can't deliver within `callTimeoutMs` is left to
   * the sweeper. A hint for an article whose job still waits adds nothing.
   */
  announce(articleIds: readonly string[]): Promise<void>;
  /**
   * As `announce`, for articles that nobody has hinted at yet: several go in one job, which costs the queue as much as
   * one article does. Hints of theirs that come later are jobs of their own.
   */
  announceNew(articleIds: readonly string[]): Promise<void>;
  /** Jobs by state, as the queue itself counts them. Throws where the backend is away. */
  countJobs(): Promise<Record<string, number>>;
  /** The counts, and what the backend is. Throws where it is away. */
  report(): Promise<QueueReport>;
  close(): Promise<void>;
}

export interface ProducerOptions {
  backend: QueueBackend;
  /** Told of every failure, connection errors included; may be called often while the backend is away. */
  onError: (error: Error) => void;
  /** A call that the queue has not answered after so long is given up. Default 2,000: a request waits for it, or a page. */
  callTimeoutMs?: number;
}

/** Opens the queue for adding. Does not wait for the backend: intake accepts while Redis is away. */
export function openProducer(options: ProducerOptions): Producer {
  const { item: queue, disconnect, readRedis } = connectQueue(options.backend, options.onError);
  const callTimeoutMs = options.callTimeoutMs ?? CALL_TIMEOUT_MS;
  let callsUnderWay = 0;
  const add = async (jobs: readonly Job[]): Promise<void> => {
    for (let start = 0; start < jobs.length; start += CHUNK) {
      if (callsUnderWay >= MAX_CALLS_UNDER_WAY) return;
      callsUnderWay++;
      // Counted until the call itself ends: BullMQ may hold it for as long as Redis is away.
      const call = queue.addBulk(jobs.slice(start, start + CHUNK)).finally(() => callsUnderWay--);
      try {
        await within(call, callTimeoutMs);
      } catch (error) {
        options.onError(error instanceof Error ? error : new Error(String(error)));
        return;
      }
    }
  };
  return {
    announce: (articleIds) => add(articleIds.map((id) => makeJob([id]))),
    announceNew: (articleIds) => add(splitInto(articleIds, GROUP).map(makeJob)),
    countJobs: () => within(queue.getJobCounts(), callTimeoutMs),
    async report() {
      const asked = Promise.all([queue.getJobCounts(), readRedis()]);
      const [counts, redis] = await within(asked, callTimeoutMs);
      return { kind: options.backend.kind, counts, redis };
    },
    async close() {
      await within(queue.close(), callTimeoutMs).catch(() => {});
      disconnect();
    },
  };
}

interface Job {
  name: string;
  data: ArticleJob;
  opts: ReturnType<typeof jobOptions>;
}

function makeJob(articleIds: readonly string[]): Job {
  const [first = ''] = articleIds;
  return articleIds.length === 1
    ? { name: JOB_NAME, data: { v: 1, articleId: first }, opts: jobOptions(first) }
    : { name: JOB_NAME, data: { v: 2, articleIds: [...articleIds] }, opts: jobOptions(`group-${first}`) };
}

function splitInto(ids: readonly string[], size: number): string[][] {
  return Array.from({ length: Math.ceil(ids.length / size) }, (_one, at) =>
    ids.slice(at * size, (at + 1) * size),
  );
}

async function within<Result>(work: Promise<Result>, timeoutMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  // Whoever loses the race may still fail later, and nobody would be listening.
  work.catch(() => {});
  try {
    return await Promise.race([
      work,
      new Promise<never>((_resolve, reject) => {
        timer = setTimeout(
          () => reject(new Error(`The queue did not answer within ${timeoutMs} ms.`)),
          timeoutMs,
        );
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}
