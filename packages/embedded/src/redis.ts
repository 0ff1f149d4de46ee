import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { Redis } from 'ioredis';

import { searchPath } from './environment.ts';
import { findFreePort } from './free-port.ts';
import { guardAgainstOrphan } from './guard.ts';
import type { EmbeddedServer } from './postgres.ts';
import { endProcess, findExecutable, isProcess, pause } from './processes.ts';

const NEEDLE = '-server';
const START_TIMEOUT_MS = 30_000;
const MAX_STARTS = 3;
const FOLDERS = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/opt/homebrew/bin'];

/** A Redis or Valkey server of the machine. */
export interface SystemRedis {
  executable: string;
  version: string;
}

/** The machine's valkey-server or redis-server, 6.2 or later; null where there is none. */
export function findSystemRedis(envPath = searchPath()): SystemRedis | null {
  const executable = findExecutable(['valkey-server', 'redis-server'], FOLDERS, envPath);
  if (executable === null) return null;
  try {
    const text = execFileSync(executable, ['--version'], { encoding: 'utf8' });
    const version = /v=(\d+\.\d+\.\d+)/.exec(text)?.[1] ?? '0.0.0';
    const [major = 0, minor = 0] = version.split('.').map(Number);
    return major > 6 || (major === 6 && minor >= 2) ? { executable, version } : null;
  } catch {
    return null;
  }
}

/**
 * Starts a private Redis with its data below `dataFolder`: on a free port of the loopback, with a password of its own,
 * an append-only file and noeviction. It ends when this process does. Throws where the machine has no Redis.
 */
export async function startEmbeddedRedis(dataFolder: string): Promise<EmbeddedServer> {
  const found = findSystemRedis();
  if (found === null)
    throw new Error('There is no redis-server or valkey-server, 6.2 or later, on this machine.');
  const folder = path.join(path.resolve(dataFolder), 'redis');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const pidFile = path.join(folder, 'redis.pid');
  if (existsSync(pidFile)) await endProcess(Number(readFileSync(pidFile, 'utf8')), NEEDLE, 'SIGTERM', 10_000);
  const password = randomBytes(24).toString('base64url');
  for (let start = 1; ; start++) {
    // Somebody may take the port between our look and Redis's: then another one will do.
    const port = await findFreePort();
    const pid = spawnServer(found.executable, writeConfiguration(folder, port, password), folder);
    writeFileSync(pidFile, String(pid));
    const release = guardAgainstOrphan(pid, pidFile, 'TERM');
    const stop = async (): Promise<void> => {
      await endProcess(pid, NEEDLE, 'SIGTERM', 10_000);
      rmSync(pidFile, { force: true });
      release();
    };
    const url = `redis://:${password}@127.0.0.1:${port}`;
    if (await isReady(url, pid))
      return {
        url,
        origin: `${path.basename(found.executable)} ${found.version} of this machine`,
        pid,
        stop,
      };
    await stop();
    if (start === MAX_STARTS)
      throw new Error(`Redis did not start. Its log is ${path.join(folder, 'redis.log')}.`);
  }
}

function spawnServer(executable: string, configuration: string, folder: string): number {
  const child = spawn(executable, [configuration], { stdio: 'ignore', detached: true, cwd: folder });
  child.on('error', () => {});
  child.unref();
  if (child.pid === undefined) throw new Error(`${executable} could not be started.`);
  return child.pid;
}

function writeConfiguration(folder: string, port: number, password: string): string {
  const file = path.join(folder, 'redis.conf');
  const settings = [
    `port ${port}`,
    'bind 127.0.0.1',
    `requirepass ${password}`,
    `dir ${JSON.stringify(folder)}`,
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    'maxmemory-policy noeviction',
    'daemonize no',
    `logfile ${JSON.stringify(path.join(folder, 'redis.log'))}`,
  ];
  writeFileSync(file, `${settings.join('\n')}\n`, { mode: 0o600 });
  return file;
}

/** Waits until it answers. False where it ends before, or takes too long. */
async function isReady(url: string, pid: number): Promise<boolean> {
  const client = new Redis(url, { lazyConnect: true, enableOfflineQueue: false, retryStrategy: () => 50 });
  client.on('error', () => {});
  const end = Date.now() + START_TIMEOUT_MS;
  try {
    for (;;) {
      try {
        if (client.status === 'wait') await client.connect();
        if ((await client.ping()) === 'PONG') return true;
      } catch {
        // Not listening yet, or still reading its file.
      }
      if (Date.now() > end || !isProcess(pid, NEEDLE)) return false;
      await pause(25);
    }
  } finally {
    client.disconnect();
  }
}
