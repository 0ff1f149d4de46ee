/**
 * The naive peer, as it is usually built: Express, one BullMQ job an article, npm minhash with 32 bands of 4 rows,
 * look up, then insert, one row at a time. Intake and worker share nothing but Redis and Postgres; ROLE says which.
 */
import { Queue, Worker } from 'bullmq';
import express from 'express';
import { Redis } from 'ioredis';
import pg from 'pg';

import { signWithMinhash } from './npm-minhash.ts';

interface NaiveArticle {
  guid: string;
  headline: string;
  body: string;
}

const BANDS = 32;
const ROWS = 4;
const CONCURRENCY = 10;
const QUEUE = 'naive';

const env = process.env;
const pool = new pg.Pool({ connectionString: env['DATABASE_URL'], max: CONCURRENCY });

async function startIntake(): Promise<void> {
  const queue = new Queue<NaiveArticle>(QUEUE, {
    connection: new Redis(env['REDIS_URL']!, { maxRetriesPerRequest: null }),
  });
  const app = express();
  app.use(express.json({ limit: '20mb' }));
  app.get('/healthz', (_request, response) => void response.send('ok'));
  app.post('/v1/articles', async (request, response) => {
    await queue.add('article', request.body as NaiveArticle, { removeOnComplete: true });
    response.status(202).json({ accepted: 1 });
  });
  app.post('/v1/articles/batch', async (request, response) => {
    const jobs = (request.body as NaiveArticle[]).map((data) => ({
      name: 'article',
      data,
      opts: { removeOnComplete: true },
    }));
    await queue.addBulk(jobs);
    response.status(202).json({ accepted: jobs.length });
  });
  app.listen(Number(env['PORT']), '127.0.0.1');
}

async function startWorker(): Promise<void> {
  await pool.query(
    `create table if not exists naive_articles (guid text primary key, story text not null, headline text, body text, bands int[]);
     create index if not exists naive_bands on naive_articles using gin (bands)`,
  );
  new Worker<NaiveArticle>(QUEUE, (job) => cluster(job.data), {
    connection: new Redis(env['REDIS_URL']!, { maxRetriesPerRequest: null }),
    concurrency: CONCURRENCY,
  });
  const app = express();
  app.get('/healthz', (_request, response) => void response.send('ok'));
  app.listen(Number(env['PORT']), '127.0.0.1');
}

async function cluster(article: NaiveArticle): Promise<void> {
  const bands = bandsOf(signWithMinhash(article.body));
  const found = await pool.query<{ story: string }>(
    'select story from naive_articles where bands && $1::int[] limit 1',
    [bands],
  );
  await pool.query(
    'insert into naive_articles (guid, story, headline, body, bands) values ($1, $2, $3, $4, $5) on conflict do nothing',
    [article.guid, found.rows[0]?.story ?? article.guid, article.headline, article.body, bands],
  );
}

/** One number for each band of the signature, by FNV-1a over its rows. */
function bandsOf(signature: readonly number[]): number[] {
  return Array.from({ length: BANDS }, (_, band) => {
    let hash = 0x811c9dc5 ^ band;
    for (let row = 0; row < ROWS; row++) hash = Math.imul(hash ^ signature[band * ROWS + row]!, 0x01000193);
    return hash | 0;
  });
}

await (env['ROLE'] === 'intake' ? startIntake() : startWorker());
process.on('SIGTERM', () => process.exit(0));
