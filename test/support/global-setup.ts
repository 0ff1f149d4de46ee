import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

interface FromTestServers {
  databaseUrl: string;
  redisUrl: string | null;
  redisExecutable: string | null;
}

/** Where the servers' process writes how to reach them. */
export interface TestServers {
  pid: number;
  folder: string;
}

/**
 * One real Postgres and, where the machine has one, one real Redis for the whole run. They live in a process of their
 * own, which ends them when this one is gone: Jest loads this file as CommonJS, they want the product's own loader.
 */
export default async function startServers(): Promise<void> {
  const { fork } = await import('node:child_process');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'writethru-test-'));
  // mkdtemp makes 0700, which the account that runs Postgres for root could not enter.
  chmodSync(folder, 0o755);
  const entry = path.join(import.meta.dirname, 'processes', 'test-servers.ts');
  const child = fork(entry, [folder], {
    execArgv: [
      '--import',
      pathToFileURL(path.join(import.meta.dirname, '../../node_modules/tsx/dist/loader.mjs')).href,
    ],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ready = await new Promise<FromTestServers>((resolve, reject) => {
    child.once('message', (message) => resolve(message as FromTestServers));
    child.once('exit', (code) =>
      reject(new Error(`The test servers ended with ${code} before they were ready.`)),
    );
  });
  process.env['WRITETHRU_TEST_DATABASE_URL'] = ready.databaseUrl;
  if (ready.redisExecutable !== null) process.env['WRITETHRU_TEST_REDIS_EXECUTABLE'] = ready.redisExecutable;
  if (ready.redisUrl !== null) process.env['WRITETHRU_TEST_REDIS_URL'] = ready.redisUrl;
  else console.warn('\n*** There is no Redis on this machine: everything that needs one is SKIPPED. ***\n');
  const servers: TestServers = { pid: child.pid!, folder };
  writeFileSync(path.join(folder, 'servers.json'), JSON.stringify(servers));
  process.env['WRITETHRU_TEST_SERVERS'] = path.join(folder, 'servers.json');
  child.unref();
  child.channel?.unref();
}
