import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { claimDataFolder, startStack } from '@writethru/embedded';
import { createLogger, failStart, ignoreClosedOutput, loadConfig, runUntilSignal } from '@writethru/runtime';
import { loadSeeds } from '@writethru/seeds';
import { isStoreEmpty, makeUnfinishedDue, migrate, openPool } from '@writethru/store';

import { call } from './call-service.ts';
import { ensureFirstKey } from './first-key.ts';
import { formatGreeting, formatStories } from './greeting.ts';
import { plantSeeds } from './plant-seeds.ts';
import { startServices } from './start-services.ts';
import { UndoStack } from './undo-stack.ts';

const undo = new UndoStack();
ignoreClosedOutput();
try {
  const config = loadConfig(process.env);
  const logger = createLogger({
    service: 'standalone',
    level: process.env['LOG_LEVEL'] ? config.logLevel : 'warn',
  });
  const dataFolder = path.resolve(import.meta.dirname, '../../..', config.dataDir);
  // From here on a signal undoes what has been done so far, be it half a start.
  runUntilSignal({
    logger,
    timeoutMs: config.shutdownTimeoutMs,
    stop: () => undo.run(),
    isBoundToParent: process.env['npm_lifecycle_event'] !== undefined,
  });

  undo.push(await claimDataFolder(dataFolder));
  const stack = await startStack(dataFolder, config, { log: (message) => console.log(message) });
  undo.push(() => stack.stop());
  await migrate(stack.databaseUrl);
  const pool = openPool(stack.databaseUrl, {
    maxConnections: config.databasePoolSize * 2,
    applicationName: 'writethru',
    onIdleError: (error) => logger.warn({ err: error }, 'a database connection broke'),
  });
  undo.push(() => pool.end());
  if (stack.hasQueueMoved) await makeUnfinishedDue(pool);
  const key = await ensureFirstKey(pool, dataFolder, { isOwnStore: stack.isEmbeddedDatabase });
  const wantsSeeds =
    stack.isEmbeddedDatabase && !process.argv.includes('--no-seeds') && (await isStoreEmpty(pool));
  const services = await startServices(config, pool, stack.queue, logger);
  undo.push(() => services.stop());
  const { url } = services.http;
  writeFileSync(path.join(dataFolder, 'url'), `${url}\n`);

  if (wantsSeeds && key !== null) {
    const seeds = loadSeeds(new Date());
    const stories = await plantSeeds({ url, key }, seeds);
    console.log(`\n${seeds.length} demo articles came in, and these stories came of them:`);
    console.log(formatStories(stories));
  }
  const link = key === null ? null : await call<{ path: string }>({ url, key }, '/sign-in/links', {});
  console.log(`\n${formatGreeting(url, dataFolder, link?.path ?? null)}`);
} catch (error) {
  await undo.run().catch((undoError: unknown) => console.error(undoError));
  failStart(error);
}
