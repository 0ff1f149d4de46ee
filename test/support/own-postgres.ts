import { fork, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';

import { copyForStandby, makeFolder } from './standby-copy.ts';
import type { FromOwnPostgres, ToOwnPostgres } from './processes/own-postgres.ts';
import { until } from './until.ts';

/** A Postgres of one test file's own, which may be crashed. It comes back at the same address. */
export class OwnPostgres {
  readonly databaseUrl: string;
  private readonly folder: string;
  private readonly child: ChildProcess;
  private state: FromOwnPostgres['type'] = 'up';

  private constructor(folder: string, child: ChildProcess, databaseUrl: string) {
    this.folder = folder;
    this.child = child;
    this.databaseUrl = databaseUrl;
    child.on('message', (message: FromOwnPostgres) => (this.state = message.type));
  }

  static open(): Promise<OwnPostgres> {
    return OwnPostgres.fork(makeFolder());
  }

  /** A streaming replica of it, as it is now. */
  async openStandby(): Promise<OwnPostgres> {
    const folder = makeFolder();
    await copyForStandby(this.databaseUrl, folder);
    return OwnPostgres.fork(folder, 'standby');
  }

  private static async fork(folder: string, ...role: string[]): Promise<OwnPostgres> {
    const child = fork(path.join(import.meta.dirname, 'processes/own-postgres.ts'), [folder, ...role], {
      execArgv: ['--import', 'tsx'],
    });
    const databaseUrl = await new Promise<string>((resolve, reject) => {
      child.once('message', (message: FromOwnPostgres) => {
        if (message.type === 'up') resolve(message.databaseUrl);
      });
      child.once('exit', (code) => reject(new Error(`The test's own Postgres ended with ${code}.`)));
    });
    return new OwnPostgres(folder, child, databaseUrl);
  }

  /** Shuts it down at once, without a checkpoint; resolves when it is gone. */
  crash(): Promise<void> {
    return this.tell('crash', 'down');
  }

  /** Starts it again; resolves when it has recovered. */
  start(): Promise<void> {
    return this.tell('start', 'up');
  }

  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.disconnect();
    await gone;
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async tell(message: ToOwnPostgres, state: FromOwnPostgres['type']): Promise<void> {
    this.child.send(message);
    await until(() => this.state === state);
  }
}
