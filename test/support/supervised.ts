import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';

import type { Fault } from './processes/faulty-service.ts';
import { until } from './until.ts';

export interface SupervisedOptions {
  role: 'intake' | 'clusterer';
  databaseUrl: string;
  redisUrl: string | null;
  /** 0 for a clusterer. */
  port: number;
  fault?: Fault;
  /** Whether what is started after a crash has the fault too. Default: no, it is well. */
  isFaultKept?: boolean;
}

/** A service process that is started again whenever it dies, as an orchestrator would. */
export class Supervised {
  /** How often it died of itself or was killed. */
  deaths = 0;
  /** How often its fault happened. */
  faults = 0;
  private child: ChildProcess;
  private isReady = false;
  private isEnding = false;
  private readonly options: SupervisedOptions;

  constructor(options: SupervisedOptions) {
    this.options = options;
    this.child = this.start(options.fault);
  }

  get pid(): number {
    return this.child.pid!;
  }

  async ready(): Promise<void> {
    await until(() => this.isReady, 120_000);
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async end(): Promise<void> {
    this.isEnding = true;
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGCONT');
    child.kill('SIGKILL');
    await gone;
  }

  private start(fault: Fault | undefined): ChildProcess {
    const { role, databaseUrl, redisUrl, port } = this.options;
    this.isReady = false;
    const child = fork(path.join(import.meta.dirname, 'processes/faulty-service.ts'), {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: {
        ...process.env,
        ROLE: role,
        DATABASE_URL: databaseUrl,
        PORT: String(port),
        ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }),
        ...(fault === undefined ? {} : { FAULT: JSON.stringify(fault) }),
      },
    });
    child.on('message', (message: { type: string }) => {
      if (message.type === 'ready') this.isReady = true;
      if (message.type === 'fault') this.faults++;
    });
    child.on('exit', () => {
      if (this.isEnding) return;
      this.deaths++;
      this.child = this.start(this.options.isFaultKept === true ? fault : undefined);
    });
    return child;
  }
}
