import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import pg from 'pg';

import { findTestPort } from '../support/free-port.ts';
import { until } from '../support/until.ts';
import type { PostgresTools } from './find-tools.ts';

const SUPERUSER = 'postgres';
const PASSWORD = 'of-the-rehearsal';
export const DATABASE = 'writethru';

/** Recovery reads the archive, and the rehearsal restores before the source is gone. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  dynamic_shared_memory_type: 'mmap',
  max_connections: '200',
  timezone: 'UTC',
};

/** A folder that Postgres may write to, though it does not run as root. */
export function makeServerFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'writethru-recovery-'));
  chmodSync(folder, 0o700);
  const account = findAccount();
  if (account !== null) chownSync(folder, account.uid, account.gid);
  return folder;
}

/** A durable Postgres on the loopback, of the programs that were found. It ends with this process. */
export class ToolServer {
  readonly port: number;
  /** Everything of it; its data is in `data`. */
  readonly folder: string;
  private readonly tools: PostgresTools;
  private child: ChildProcess | null = null;

  private constructor(tools: PostgresTools, folder: string, port: number) {
    this.tools = tools;
    this.folder = folder;
    this.port = port;
  }

  /** A new one, that is empty but for the superuser, and not started. */
  static async make(tools: PostgresTools): Promise<ToolServer> {
    const server = await ToolServer.over(tools, makeServerFolder());
    const secret = path.join(server.folder, 'password');
    writeFileSync(secret, PASSWORD);
    chmodSync(secret, 0o644);
    const login = ['-U', SUPERUSER, '-A', 'scram-sha-256', `--pwfile=${secret}`];
    const locale = ['-E', 'UTF8', '--locale=C.UTF-8', '--no-instructions'];
    server.run('initdb', ['-D', server.data, ...login, ...locale]);
    return server;
  }

  /** One whose data is in `data` of the folder already. */
  static async over(tools: PostgresTools, folder: string): Promise<ToolServer> {
    return new ToolServer(tools, folder, await findTestPort());
  }

  get data(): string {
    return path.join(this.folder, 'data');
  }

  /** As the superuser. */
  url(database = DATABASE): string {
    return `postgres://${SUPERUSER}:${PASSWORD}@127.0.0.1:${this.port}/${database}`;
  }

  /** Resolves when it takes writes: recovery is over then. Throws where it ends before. */
  async start(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    const flags = Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]);
    const child = spawn(
      path.join(this.tools.bin, 'postgres'),
      ['-D', this.data, '-p', String(this.port), ...flags],
      {
        ...asAccount(),
        stdio: ['ignore', 'ignore', 'pipe'],
        cwd: '/',
      },
    );
    this.child = child;
    let log = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-4_000)));
    await until(async () => {
      if (child.exitCode !== null) throw new Error(`Postgres did not start:\n${log}`);
      return isWritable(this.url('postgres'));
    }, 120_000);
  }

  /** Runs one of its programs as the account that runs the server. Throws, with what it said, where it fails. */
  run(program: string, args: readonly string[], options: { input?: string } = {}): string {
    const done = spawnSync(path.join(this.tools.bin, program), args, {
      ...asAccount(),
      ...options,
      env: { ...process.env, PGPASSWORD: PASSWORD, LC_ALL: 'C' },
      cwd: '/',
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (done.status !== 0) throw new Error(`${program} failed: ${done.stderr}${String(done.error ?? '')}`);
    return done.stdout;
  }

  /** The same while this process does other things. */
  async runBeside(program: string, args: readonly string[]): Promise<void> {
    const child = spawn(path.join(this.tools.bin, program), args, {
      ...asAccount(),
      env: { ...process.env, PGPASSWORD: PASSWORD, LC_ALL: 'C' },
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const code = await new Promise((resolve) => child.once('close', resolve));
    if (code !== 0) throw new Error(`${program} failed: ${said}`);
  }

  /** Where the programs connect to. */
  get address(): string[] {
    return ['-h', '127.0.0.1', '-p', String(this.port), '-U', SUPERUSER];
  }

  /** A folder of its own inside of it. */
  makeFolder(name: string): string {
    const folder = path.join(this.folder, name);
    mkdirSync(folder, { mode: 0o700 });
    const account = findAccount();
    if (account !== null) chownSync(folder, account.uid, account.gid);
    return folder;
  }

  /** Ends it; what it kept is gone. */
  async close(): Promise<void> {
    const { child } = this;
    if (child !== null && child.exitCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGINT');
      await gone;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function isWritable(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ recovering: boolean }>('select pg_is_in_recovery() as recovering');
    return rows[0]?.recovering === false;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Postgres refuses root. */
function findAccount(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const found =
    accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody');
  return found === undefined ? null : { uid: Number(found[2]), gid: Number(found[3]) };
}

function asAccount(): { uid?: number; gid?: number } {
  return findAccount() ?? {};
}
