import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';

import { findTestPort } from './free-port.ts';
import { until } from './until.ts';

const ANSWER_TIMEOUT_MS = 5_000;

/** A Redis of one test file's own, which may be killed, frozen and flushed. It comes back at the same address. */
export class OwnRedis {
  readonly url: string;
  readonly port: number;
  /** Where its data is, if it keeps any. */
  readonly folder: string;
  private child: ChildProcess | null = null;
  private readonly settings: Readonly<Record<string, string>>;

  private constructor(port: number, folder: string, settings: Readonly<Record<string, string>>) {
    this.port = port;
    this.folder = folder;
    this.settings = settings;
    this.url = `redis://127.0.0.1:${port}`;
  }

  /** It is not started yet. `settings` as its command line takes them, over those of all tests. */
  static async open(settings: Readonly<Record<string, string>> = {}): Promise<OwnRedis> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'writethru-own-redis-'));
    return new OwnRedis(await findTestPort(), folder, settings);
  }

  /** Starts it; resolves when it answers. By default it keeps nothing. */
  async start(options: { isAppendOnly?: boolean } = {}): Promise<void> {
    const settings = {
      port: String(this.port),
      bind: '127.0.0.1',
      dir: this.folder,
      save: '',
      appendonly: options.isAppendOnly === true ? 'yes' : 'no',
      'maxmemory-policy': 'noeviction',
      ...this.settings,
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
    // The one that the run's own Redis is of: redis-server or valkey-server, wherever it lies.
    this.child = spawn(process.env['WRITETHRU_TEST_REDIS_EXECUTABLE']!, flags, { stdio: 'ignore' });
    await until(() =>
      this.ask('PING').then(
        (answer) => answer.startsWith('+PONG'),
        () => false,
      ),
    );
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    const { child } = this;
    if (child === null) return;
    this.child = null;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  freeze(): void {
    this.child!.kill('SIGSTOP');
  }

  thaw(): void {
    this.child!.kill('SIGCONT');
  }

  async flush(): Promise<void> {
    await this.ask('FLUSHALL');
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** One inline command of the protocol; answers the first line. Rejects where nobody answers: who is there may be another. */
  ask(command: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.port, '127.0.0.1', () => socket.write(`${command}\r\n`));
      socket.setTimeout(ANSWER_TIMEOUT_MS, () => socket.destroy());
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('No answer of Redis.')));
      socket.once('data', (data) => {
        socket.destroy();
        resolve(data.toString());
      });
    });
  }
}
