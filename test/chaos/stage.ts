import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { findTestPort } from '../support/free-port.ts';
import { makeRandom } from '../support/made-text.ts';
import { Supervised, type SupervisedOptions } from '../support/supervised.ts';
import type { UndoStack } from '../../services/standalone/src/undo-stack.ts';
import { openServers, type Servers } from './servers.ts';
import { openWays, type Ways } from './ways.ts';

const INTAKES = 2;
const CLUSTERERS = 2;

/**
 * What a clusterer that died leaves behind is taken over after its lease: 30 s in production, and a first hint that was
 * lost is given again after 15 s; the queue takes a dead worker's jobs back after 20 s. Here it is less, so that more faults fit into the time.
 */
const TIMES = {
  LEASE_MS: '4000',
  SWEEP_PAUSE_MS: '2000',
  QUEUE_LOCK_MS: '3000',
  STATEMENT_TIMEOUT_MS: '6000',
};

/** Every process of a production on private servers, and a proxy between every two that talk. */
export interface Stage extends Servers {
  ways: Ways;
  intakes: Supervised[];
  /** Where the client reaches each intake. */
  intakeUrls: string[];
  clusterers: Supervised[];
  query: Supervised;
  queryUrl: string;
  ops: Supervised;
  opsUrl: string;
  /** Where a row may keep files. Gone with the stage; each process has its log there. */
  folder: string;
  /** All six. */
  services: Supervised[];
  /** What a row has begun that must not outlive the run, even where the row is cut short. */
  undo: UndoStack;
  /** Ends every trouble that a row may have left, and waits until all processes are well. */
  heal(): Promise<void>;
}

/** Starts all of it, on the loopback; `undo` ends it. `seed` decides which answers get lost. */
export async function openStage(
  undo: UndoStack,
  options: { seed: number; withSmallDisk: boolean },
): Promise<Stage> {
  const servers = await openServers(undo, options);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'writethru-chaos-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  const ports = await Promise.all(Array.from({ length: INTAKES + CLUSTERERS + 2 }, () => findTestPort()));
  const intakePorts = ports.slice(0, INTAKES);
  const ways = await openWays(
    {
      postgres: Number(new URL(servers.postgres.databaseUrl).port),
      redis: servers.redis.port,
      intakes: intakePorts,
    },
    makeRandom(options.seed),
  );
  undo.push(() => ways.close());
  const run = (role: SupervisedOptions['role'], port: number): Supervised => {
    const group = role === 'intake' || role === 'clusterer' ? role : 'readers';
    const service = new Supervised({
      role,
      databaseUrl: ways.through(`${group}-postgres`, servers.postgres.databaseUrl),
      redisUrl: ways.through(`${group}-redis`, servers.redis.url),
      port,
      env: TIMES,
      logFile: path.join(folder, `${role}-${port}.log`),
    });
    undo.push(async () => void (await service.end()));
    return service;
  };
  const intakes = intakePorts.map((port) => run('intake', port));
  const clusterers = ports.slice(INTAKES, INTAKES + CLUSTERERS).map((port) => run('clusterer', port));
  const query = run('query', ports.at(-2)!);
  const ops = run('ops', ports.at(-1)!);
  const services = [...intakes, ...clusterers, query, ops];
  const waitUntilReady = (): Promise<unknown> => Promise.all(services.map((service) => service.ready()));
  await waitUntilReady();
  return Object.assign(servers, {
    ways,
    intakes,
    intakeUrls: ways.of('client-intake').map(({ port }) => `http://127.0.0.1:${port}`),
    clusterers,
    query,
    queryUrl: `http://127.0.0.1:${ports.at(-2)!}`,
    ops,
    opsUrl: `http://127.0.0.1:${ports.at(-1)!}`,
    folder,
    services,
    undo,
    async heal() {
      ways.heal();
      for (const service of services) service.kill('SIGCONT');
      await waitUntilReady();
    },
  });
}
