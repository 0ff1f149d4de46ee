import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';

import { findTestPort } from '../support/free-port.ts';
import { until } from '../support/until.ts';

export const ROOT = path.resolve(import.meta.dirname, '../..');
const { commit } = JSON.parse(readFileSync(path.join(import.meta.dirname, 'last-release.json'), 'utf8')) as {
  commit: string;
};
/** Below ours, so that the packages of others are found there. */
const CACHE = path.join(ROOT, 'node_modules/.cache');

/**
 * The tree of the last release in a folder of its own, whose packages find each other and not ours. Throws where the
 * history does not reach back to it: in a shallow clone, or without git.
 */
export function unpackLastRelease(): { root: string; remove: () => void } {
  mkdirSync(CACHE, { recursive: true });
  const root = mkdtempSync(path.join(CACHE, 'release-'));
  const parts = ['packages', 'services', 'package.json', 'tsconfig.json'];
  const archive = path.join(root, 'release.tar');
  execFileSync('git', ['archive', '--format=tar', '--output', archive, commit, ...parts], { cwd: ROOT });
  execFileSync('tar', ['-xf', archive, '-C', root]);
  const scope = path.join(root, 'node_modules/@writethru');
  mkdirSync(scope, { recursive: true });
  for (const folder of ['packages', 'services'])
    for (const name of readdirSync(path.join(root, folder)))
      symlinkSync(
        path.join(root, folder, name),
        path.join(scope, folder === 'services' ? `service-${name}` : name),
      );
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

export interface ServiceProcess {
  url: string;
  /** As an operator would: by SIGTERM. Answers the exit code. */
  stop(): Promise<number | null>;
}

/** Starts a service of a tree, and waits until it is ready. Throws with what it printed where it ends before. */
export async function startService(
  root: string,
  service: 'intake' | 'clusterer' | 'query',
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
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`${service} ended with ${child.exitCode}: ${printed}`);
    return fetch(`${url}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
  }, 60_000);
  return { url, stop: () => endProcess(child) };
}

/** Brings a database to the schema of a tree. */
export function migrateBy(root: string, databaseUrl: string): void {
  execFileSync(process.execPath, ['--import', 'tsx', 'packages/store/src/migrate-main.ts'], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: databaseUrl },
    stdio: 'pipe',
  });
}

function endProcess(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGTERM');
  });
}
