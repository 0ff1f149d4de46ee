import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
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
  private pid: number;

  private constructor(folder: string, child: ChildProcess, up: { databaseUrl: string; pid: number }) {
    this.folder = folder;
    this.child = child;
    this.databaseUrl = up.databaseUrl;
    this.pid = up.pid;
    child.on('message', (message: FromOwnPostgres) => {
      this.state = message.type;
      if (message.type === 'up') this.pid = message.pid;
    });
  }

  /** `prepare` gets the folder that its data will be in, while it is empty. */
  static open(prepare: (folder: string) => void = () => {}): Promise<OwnPostgres> {
    return OwnPostgres.fork(makeFolder(prepare));
  }

  /** A streaming replica of it, as it is now. `prepare` gets the folder that its data will be in, while it is empty. */
  async openStandby(prepare: (folder: string) => void = () => {}): Promise<OwnPostgres> {
    const folder = makeFolder(prepare);
    await copyForStandby(this.databaseUrl, folder);
    return OwnPostgres.fork(folder, 'standby');
  }

  private static async fork(folder: string, ...role: string[]): Promise<OwnPostgres> {
    const child = fork(path.join(import.meta.dirname, 'processes/own-postgres.ts'), [folder, ...role], {
      execArgv: ['--import', 'tsx'],
    });
    const up = await new Promise<Extract<FromOwnPostgres, { type: 'up' }>>((resolve, reject) => {
      child.once('message', (message: FromOwnPostgres) => {
        if (message.type === 'up') resolve(message);
      });
      child.once('exit', (code) => reject(new Error(`The test's own Postgres ended with ${code}.`)));
    });
    return new OwnPostgres(folder, child, up);
  }

  /** Shuts it down at once, without a checkpoint; resolves when it is gone. */
  crash(): Promise<void> {
    return this.tell('crash', 'down');
  }

  /** Starts it again; resolves when it has recovered. */
  start(): Promise<void> {
    return this.tell('start', 'up');
  }

  /** Stops all of its processes where they are (SIGSTOP). */
  freeze(): void {
    for (const pid of this.listProcesses()) process.kill(pid, 'SIGSTOP');
  }

  /** Lets those go on that `freeze` stopped. */
  thaw(): void {
    for (const pid of this.listProcesses()) process.kill(pid, 'SIGCONT');
  }

  /** `before` is called when the server is gone and its folder is still there. */
  async close(before: () => void = () => {}): Promise<void> {
    const { child } = this;
    // A signal to the whole group of processes may have been quicker.
    if (child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      if (child.connected) child.disconnect();
      await gone;
    }
    before();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The server, and the processes that it has started. Reads /proc, so it is for Linux alone. */
  private listProcesses(): number[] {
    const children = readFileSync(`/proc/${this.pid}/task/${this.pid}/children`, 'utf8');
    return [this.pid, ...(children.match(/\d+/g) ?? []).map(Number)];
  }

  private async tell(message: ToOwnPostgres, state: FromOwnPostgres['type']): Promise<void> {
    this.child.send(message);
    await until(() => this.state === state);
  }
}
