import { expect, test } from '@jest/globals';
import { readShingleSeed } from '@writethru/fingerprint';
import { acceptSubmissions, eraseItem, getActiveAlgorithm, openPool } from '@writethru/store';

import { indexTexts } from '../../services/clusterer/src/index-texts.ts';
import { processBatch } from '../../services/clusterer/src/process-batch.ts';
import { createTestDatabase } from '../support/database.ts';
import { countLockWaits } from '../support/lock-waits.ts';
import { makeText } from '../support/made-text.ts';
import { Strangers } from '../support/strangers.ts';
import { toItem } from '../support/to-item.ts';
import { until } from '../support/until.ts';

test('a text that is erased while it is put into the search index is not found there afterwards', async () => {
  const database = await createTestDatabase();
  const pool = openPool(database.url, { maxConnections: 5, applicationName: 'test', onIdleError: () => {} });
  const strangers = new Strangers(database.url);
  try {
    const item = toItem('gone', `${makeText(1, 80)} Vanterpool.`, 0);
    const [accepted] = await acceptSubmissions(pool, [item]);
    const { articleId } = accepted as { articleId: string };
    const seed = readShingleSeed((await getActiveAlgorithm(pool)).seed);
    const log = { warn: () => {}, error: () => {} };
    await processBatch({ pool, seed, log, maxAttempts: 3, leaseMs: 60_000 }, [articleId]);

    // Indexing has read the text, and waits before it writes it.
    await strangers.enter('begin; select 1 from stories for no key update');
    const indexing = indexTexts(pool);
    await until(async () => (await countLockWaits(pool)) === 1);
    let hasEnded = false;
    const { provider, guid } = item.submission;
    const erasing = eraseItem(
      pool,
      { provider, guid },
      { keyId: 'k', actor: 'an operator', reason: 'a court' },
    );
    const end = (): void => void (hasEnded = true);
    erasing.then(end, end);
    await until(async () => hasEnded || (await countLockWaits(pool)) === 2);
    await strangers.leave();
    await Promise.all([indexing, erasing]);

    const { rows } = await pool.query(
      `select document::text from story_texts where document::text like '%vanterpool%'`,
    );
    expect(rows).toEqual([]);
  } finally {
    await strangers.leave();
    await pool.end();
    await database.drop();
  }
});
