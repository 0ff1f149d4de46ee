import type { Logger } from './logger.ts';

export interface LifecycleOptions {
  logger: Logger;
  /** A stop that takes longer ends the process with code 1. */
  timeoutMs: number;
  /** Undoes everything, in order. Called once. */
  stop: () => Promise<void>;
  /** Stop too when the process that started this one is gone: for one that npm runs, which may be killed alone. */
  isBoundToParent?: boolean;
}

const LOOK_AT_PARENT_EVERY_MS = 250;

/**
 * Ties a service to its process: the first SIGINT, SIGTERM or SIGHUP stops it and ends the process with code 0; so
 * does the end of a parent that holds a channel to it, and an error that nobody caught, with code 1. Also keeps a closed terminal from turning log lines into errors.
 */
export function runUntilSignal(options: LifecycleOptions): void {
  let isStopping = false;
  const stop = (why: string, code: number): void => {
    if (isStopping) return;
    isStopping = true;
    options.logger.info({ why }, 'stopping');
    const deadline = setTimeout(() => {
      options.logger.error({ timeoutMs: options.timeoutMs }, 'the stop took too long');
      process.exit(1);
    }, options.timeoutMs);
    deadline.unref();
    options.stop().then(
      () => process.exit(code),
      (error: unknown) => {
        options.logger.error({ err: error }, 'the stop failed');
        process.exit(1);
      },
    );
  };
  ignoreClosedOutput();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(signal, 0));
  process.on('disconnect', () => stop('the parent is gone', 0));
  const onError = (error: unknown): void => {
    options.logger.error({ err: error }, 'an error that nobody caught');
    stop('uncaught error', 1);
  };
  process.on('uncaughtException', onError);
  process.on('unhandledRejection', onError);
  if (options.isBoundToParent === true) watchParent(() => stop('the parent is gone', 0));
}

function watchParent(onGone: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) onGone();
  }, LOOK_AT_PARENT_EVERY_MS);
  timer.unref();
}

/** A closed terminal must not turn a line of output into an exception, and that into another line. */
export function ignoreClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}

/** Says in plain words why a start failed, without a stack, and ends the process with code 1. */
export function failStart(error: unknown): never {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
