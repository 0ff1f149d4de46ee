import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import pg from 'pg';

import { postgresEnv, prepareCluster, type Cluster } from './cluster.ts';
import { findFreePort } from './free-port.ts';
import { guardAgainstOrphan, type ReleaseGuard } from './guard.ts';
import { codeOf, endProcess, isProcess, pause } from './processes.ts';

/** A server of our own. */
export interface EmbeddedServer {
  url: string;
  /** For people: which program, from where. */
  origin: string;
  pid: number;
  /** Ends it in order and waits until it is gone. May be called more than once. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Settings of the server as its `-c` takes them, over ours. */
  settings?: Readonly<Record<string, string>>;
  log?: (message: string) => void;
  /** For tests whose data nobody needs after a crash: no fsync. */
  isEphemeral?: boolean;
}

const DATABASE = 'writethru';
const START_TIMEOUT_MS = 30_000;
const MAX_STARTS = 3;

/**
 * Starts a private Postgres with its data below `dataFolder`, made on the first start, on a free port of the loopback
 * that it keeps. It ends when this process does, however that ends. Throws where it can't be had or does not start.
 */
export async function startEmbeddedPostgres(
  dataFolder: string,
  options: EmbeddedOptions = {},
): Promise<EmbeddedServer> {
  const log = options.log ?? (() => {});
  const cluster = prepareCluster(dataFolder, log);
  await clearLeftover(cluster, log);
  const { pid, port, release } = await startServer(cluster, options);
  await createDatabase(urlOf(cluster, port, 'postgres'));
  return {
    url: urlOf(cluster, port, DATABASE),
    origin: cluster.origin,
    pid,
    async stop() {
      // SIGINT is Postgres's fast shutdown: sessions are cut, everything is written.
      await endProcess(pid, cluster.database, 'SIGINT', 15_000);
      release();
    },
  };
}

function urlOf(cluster: Cluster, port: number, database: string): string {
  return `postgres://writethru:${cluster.password}@127.0.0.1:${port}/${database}`;
}

/** A server whose parent died may still run; a pid file may also name a stranger, and then keeps Postgres from starting. */
async function clearLeftover(cluster: Cluster, log: (message: string) => void): Promise<void> {
  const pidFile = path.join(cluster.database, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (isProcess(pid, cluster.database)) {
    log(`Stopping a Postgres that was left behind (pid ${pid}).`);
    await endProcess(pid, cluster.database, 'SIGINT', 15_000);
  } else rmSync(pidFile, { force: true });
}

async function startServer(
  cluster: Cluster,
  options: EmbeddedOptions,
): Promise<{ pid: number; port: number; release: ReleaseGuard }> {
  const portFile = path.join(cluster.home, 'port');
  const kept = existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : 0;
  let fault = '';
  for (let start = 0; start < MAX_STARTS; start++) {
    // Somebody may take the port between our look and Postgres's: then another one will do.
    const port = await findFreePort(start === 0 ? kept : 0);
    const child = spawnServer(cluster, port, options);
    const { pid } = child;
    // At once: recovery after a crash may take a while, and we may be killed meanwhile.
    const release =
      pid === undefined
        ? (): void => {}
        : guardAgainstOrphan(pid, path.join(cluster.database, 'postmaster.pid'), 'INT');
    fault = await waitUntilReady(child, urlOf(cluster, port, 'postgres'));
    if (fault === '' && pid !== undefined) {
      writeFileSync(portFile, String(port));
      return { pid, port, release };
    }
    if (pid !== undefined) await endProcess(pid, cluster.database, 'SIGINT', 2_000);
    release();
  }
  throw new Error(`Postgres did not start: ${fault}. Its log is ${path.join(cluster.home, 'postgres.log')}.`);
}

function spawnServer(cluster: Cluster, port: number, options: EmbeddedOptions): ChildProcess {
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    // No socket file: nothing in /tmp, and no limit on the length of the data folder's path.
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '128MB',
    // Containers give 64 MB of /dev/shm.
    dynamic_shared_memory_type: 'mmap',
    timezone: 'UTC',
    log_timezone: 'UTC',
    jit: 'off',
    ...(options.isEphemeral === true
      ? { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }
      : {}),
    ...options.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const out = openSync(path.join(cluster.home, 'postgres.log'), 'a', 0o600);
  const child = spawn(
    path.join(cluster.bin, 'postgres'),
    ['-D', cluster.database, '-p', String(port), ...flags],
    {
      stdio: ['ignore', out, out],
      // Its own process group: a terminal's Ctrl-C must reach us first.
      detached: true,
      cwd: '/',
      env: postgresEnv(cluster.home),
      ...(cluster.account === null ? {} : { uid: cluster.account.uid, gid: cluster.account.gid }),
    },
  );
  closeSync(out);
  child.unref();
  return child;
}

/** Empty once the server answers, else why it does not. */
async function waitUntilReady(child: ChildProcess, url: string): Promise<string> {
  let ended = '';
  child.once('exit', (code, signal) => (ended = `it ended with ${code ?? signal ?? 'no code'}`));
  child.once('error', (error) => (ended = error.message));
  const end = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < end) {
    if (ended !== '') return ended;
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => {});
    try {
      await client.connect();
      return '';
    } catch (error) {
      if (codeOf(error) === '28P01') return 'another server answers on its port';
    } finally {
      await client.end().catch(() => {});
    }
    await pause(25);
  }
  return `it was not ready within ${START_TIMEOUT_MS / 1000} s`;
}

async function createDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}
