import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';

import { until } from '../support/until.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const START_TIMEOUT_MS = 60_000;

export interface Child {
  pid: number;
  url: string;
  stop(): Promise<void>;
}

/**
 * Runs a TypeScript entry as a process of its own on a free port and waits until its `/healthz` answers.
 * Throws with what it printed where it ends before that.
 */
export async function startChild(
  entry: string,
  env: Record<string, string>,
  nodeFlags: readonly string[] = [],
): Promise<Child> {
  const port = await findPort();
  const child = spawn(process.execPath, [...nodeFlags, path.join(ROOT, 'scripts/run.mjs'), entry], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '',
      NODE_ENV: 'production',
      LOG_LEVEL: 'warn',
      PORT: String(port),
      ...env,
    },
  });
  let printed = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed = (printed + text).slice(-4_000)));
  const url = `http://127.0.0.1:${port}`;
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`${entry} ended with ${child.exitCode}: ${printed}`);
    return fetch(`${url}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
  }, START_TIMEOUT_MS);
  return {
    pid: child.pid!,
    url,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
    },
  };
}

function findPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
