import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { AppError } from '@writethru/domain';

import type { Io } from '../io.ts';
import type { ServiceAddress } from '../service-address.ts';

const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 30_000;
const LAST_WORDS = 2_000;

/**
 * Runs `work` against a whole Writethru of its own: a process of this checkout, a store in a new folder below the
 * system's temporary one, a free port, no seeds. Both are gone when `work` has ended, has thrown, or a signal came.
 * Throws AppError `unavailable` where the service does not come up, and whatever `work` throws.
 */
export async function withPrivateService<Result>(
  io: Pick<Io, 'env' | 'checkoutFolder'>,
  work: (service: ServiceAddress) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'writethru-private-'));
  // mkdtemp makes 0700, which the account that runs Postgres for root could not enter.
  chmodSync(folder, 0o755);
  const child = startProcess(io, folder);
  const cleanUp = async (): Promise<void> => {
    await endProcess(child);
    rmSync(folder, { recursive: true, force: true });
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    void cleanUp().then(() => {
      process.removeListener(signal, onSignal);
      process.kill(process.pid, signal);
    });
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    return await work(await waitUntilReady(child, folder));
  } finally {
    await cleanUp();
    for (const signal of SIGNALS) process.removeListener(signal, onSignal);
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

interface PrivateProcess {
  process: ChildProcess;
  /** The end of what it said on standard error. */
  lastWords: () => string;
}

function startProcess(io: Pick<Io, 'env' | 'checkoutFolder'>, folder: string): PrivateProcess {
  const child = spawn(
    process.execPath,
    ['scripts/run.mjs', 'services/standalone/src/main.ts', '--no-seeds'],
    {
      cwd: io.checkoutFolder,
      // Nothing of a service that the caller may have configured: this one must not touch that store.
      env: {
        PATH: io.env['PATH'],
        HOME: io.env['HOME'],
        TMPDIR: io.env['TMPDIR'],
        WRITETHRU_DATA_DIR: folder,
        WRITETHRU_SKIP_INSTALL: '1',
        HOST: '127.0.0.1',
        PORT: '0',
        LOG_LEVEL: 'error',
      },
      // The channel tells the service when we are gone, be it by kill -9.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    },
  );
  let said = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-LAST_WORDS)));
  return { process: child, lastWords: () => said.trim() };
}

async function waitUntilReady(child: PrivateProcess, folder: string): Promise<ServiceAddress> {
  const end = Date.now() + START_TIMEOUT_MS;
  const keyFile = path.join(folder, 'admin-key');
  const urlFile = path.join(folder, 'url');
  // The address is written last.
  while (!existsSync(urlFile) || readFileSync(urlFile, 'utf8').trim() === '') {
    if (hasEnded(child.process) || Date.now() > end) {
      throw new AppError('unavailable', `The private service did not start: ${child.lastWords()}`);
    }
    await sleep(50);
  }
  return {
    url: readFileSync(urlFile, 'utf8').trim(),
    key: readFileSync(keyFile, 'utf8').trim(),
    keySource: keyFile,
  };
}

async function endProcess(child: PrivateProcess): Promise<void> {
  if (hasEnded(child.process)) return;
  const ended = once(child.process, 'exit');
  child.process.kill('SIGTERM');
  const timer = setTimeout(() => child.process.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(timer);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
