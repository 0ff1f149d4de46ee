import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

import { findTestPort } from './free-port.ts';
import { until } from './until.ts';

/** This tree. */
export const ROOT = path.resolve(import.meta.dirname, '../..');

export interface ServiceProcess {
  url: string;
  /** As an operator would: by SIGTERM. Answers the exit code. */
  stop(): Promise<number | null>;
}

/** Starts a service of a tree, and waits until it is ready. Throws with what it printed where it ends before. */
export async function startService(
  root: string,
  service: 'intake' | 'clusterer' | 'query' | 'ops',
  env: Record<string, string>,
): Promise<ServiceProcess> {
  const port = await findTestPort();
  const child = spawn(process.execPath, ['--import', 'tsx', `services/${service}/src/main.ts`], {
    cwd: root,
    env: {
      PATH: process.env['PATH'] ?? '',
      LOG_LEVEL: 'warn',
      PORT: String(port),
      DATABASE_POOL_SIZE: '4',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (printed = (printed + text).slice(-4_000)));
  const url = `http://127.0.0.1:${port}`;
  try {
    await until(async () => {
      if (child.exitCode !== null) throw new Error(`${service} ended with ${child.exitCode}: ${printed}`);
      return fetch(`${url}/healthz`).then(
        (response) => response.ok,
        () => false,
      );
    });
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return { url, stop: () => endProcess(child) };
}

function endProcess(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGTERM');
  });
}
