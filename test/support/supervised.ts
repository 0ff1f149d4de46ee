import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';

import type { Fault } from './processes/faulty-service.ts';
import { until } from './until.ts';

export interface SupervisedOptions {
  role: 'intake' | 'clusterer' | 'query' | 'ops';
  databaseUrl: string;
  redisUrl: string | null;
  /** 0 for one that need not listen. */
  port: number;
  fault?: Fault;
  /** Whether what is started after a crash has the fault too. Default: no, it is well. */
  isFaultKept?: boolean;
  /** The product's own program in place of the one that can be harmed at marked points. Always so for query and ops. */
  isProduct?: boolean;
  /** Beside all that its options make. It stays when a process is replaced. */
  env?: Record<string, string>;
  /** The same, for this process and those that take its place when it dies. */
  ownEnv?: Record<string, string>;
  /** Where its output is appended. Default: its standard error is ours. */
  logFile?: string;
}

const RESTART_PAUSE_MS = 200;

/** A service process that is started again whenever it dies, as an orchestrator would. */
export class Supervised {
  /** How often it died of itself or was killed. */
  deaths = 0;
  /** How often its fault happened. */
  faults = 0;
  /** Each end that neither we nor a fault of ours brought about, once it had been ready. */
  readonly crashes: string[] = [];
  private options: SupervisedOptions;
  private child: ChildProcess;
  private isReady = false;
  private isEnding = false;

  constructor(options: SupervisedOptions) {
    this.options = options;
    this.child = this.start(options.fault);
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Where its queue is; null for Postgres. */
  get redisUrl(): string | null {
    return this.options.redisUrl;
  }

  async ready(): Promise<void> {
    await until(() => this.isReady);
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Ends it at once for good. */
  end(): Promise<unknown> {
    return this.leave('SIGKILL');
  }

  /** Ends it, and starts it again with other options. Answers the code or the signal that the old one ended with. */
  async replace(
    options: Partial<SupervisedOptions>,
    signal: 'SIGTERM' | 'SIGKILL' = 'SIGKILL',
  ): Promise<number | NodeJS.Signals> {
    const end = await this.leave(signal);
    this.isEnding = false;
    const {
      fault: _fault,
      isFaultKept: _isKept,
      isProduct: _isProduct,
      ownEnv: _ownEnv,
      ...lasting
    } = this.options;
    this.options = { ...lasting, ...options };
    this.child = this.start(this.options.fault);
    return end;
  }

  private async leave(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | NodeJS.Signals> {
    this.isEnding = true;
    const { child } = this;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGCONT');
      child.kill(signal);
      await gone;
    }
    return child.exitCode ?? child.signalCode!;
  }

  private start(fault: Fault | undefined): ChildProcess {
    const { role, databaseUrl, redisUrl, port, logFile, env, ownEnv } = this.options;
    this.isReady = false;
    const isProduct = this.options.isProduct === true || role === 'query' || role === 'ops';
    const entry = isProduct ? `../../services/${role}/src/main.ts` : 'processes/faulty-service.ts';
    const log = logFile === undefined ? undefined : openSync(logFile, 'a');
    const child = fork(path.join(import.meta.dirname, entry), {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', log ?? 'ignore', log ?? 'inherit', 'ipc'],
      env: {
        ...process.env,
        ROLE: role,
        DATABASE_URL: databaseUrl,
        PORT: String(port),
        LOG_LEVEL: 'error',
        ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }),
        ...(fault === undefined ? {} : { FAULT: JSON.stringify(fault) }),
        ...env,
        ...ownEnv,
      },
    });
    if (log !== undefined) closeSync(log);
    let isHarmed = false;
    child.on('message', (message: { type: string }) => {
      if (message.type === 'ready') this.isReady = true;
      if (message.type === 'fault') this.faults++;
      if (message.type === 'fault') isHarmed = true;
    });
    if (isProduct) void this.watchReady(child);
    child.on('exit', (code, signal) => {
      if (this.isEnding) return;
      this.deaths++;
      // Only we send SIGKILL. What ends before it was ready could not start: its store is away.
      if (signal !== 'SIGKILL' && this.isReady && !isHarmed)
        this.crashes.push(`${role} ended with ${code ?? signal}`);
      const again = this.options.isFaultKept === true ? fault : undefined;
      const pauseMs = this.isReady || signal === 'SIGKILL' ? 0 : RESTART_PAUSE_MS;
      setTimeout(() => {
        if (!this.isEnding && child === this.child) this.child = this.start(again);
      }, pauseMs);
    });
    return child;
  }

  private async watchReady(child: ChildProcess): Promise<void> {
    const url = `http://127.0.0.1:${this.options.port}/readyz`;
    while (!this.isReady && child.exitCode === null && child.signalCode === null) {
      const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
      if (answer?.ok === true && child === this.child) this.isReady = true;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
