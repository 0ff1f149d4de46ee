/**
 * The floor: Express, one insert, one job that does nothing, for each article. No durable ingest that goes one by one
 * does less. ROLE says whether this process is intake or worker.
 */
import { Queue, Worker } from 'bullmq';
import express from 'express';
import { Redis } from 'ioredis';
import pg from 'pg';

const CONCURRENCY = 10;
const QUEUE = 'floor';

const env = process.env;
const connection = new Redis(env['REDIS_URL']!, { maxRetriesPerRequest: null });

async function startIntake(): Promise<void> {
  const pool = new pg.Pool({ connectionString: env['DATABASE_URL'], max: CONCURRENCY });
  await pool.query(
    'create table if not exists floor_articles (guid text primary key, headline text, body text)',
  );
  const queue = new Queue<{ guid: string }>(QUEUE, { connection });
  const app = express();
  app.use(express.json({ limit: '20mb' }));
  app.get('/healthz', (_request, response) => void response.send('ok'));
  app.post('/v1/articles', async (request, response) => {
    const { guid, headline, body } = request.body as Record<string, string>;
    await pool.query(
      'insert into floor_articles (guid, headline, body) values ($1, $2, $3) on conflict do nothing',
      [guid, headline, body],
    );
    await queue.add('article', { guid: guid! }, { removeOnComplete: true });
    response.status(202).json({ accepted: 1 });
  });
  app.listen(Number(env['PORT']), '127.0.0.1');
}

function startWorker(): void {
  new Worker(QUEUE, () => Promise.resolve(), { connection, concurrency: CONCURRENCY });
  const app = express();
  app.get('/healthz', (_request, response) => void response.send('ok'));
  app.listen(Number(env['PORT']), '127.0.0.1');
}

if (env['ROLE'] === 'intake') await startIntake();
else startWorker();
process.on('SIGTERM', () => process.exit(0));
