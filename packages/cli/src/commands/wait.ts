import { setTimeout as sleep } from 'node:timers/promises';

import type { Command } from 'commander';

import { createApiClient } from '../http/api-client.ts';
import { readJson } from '../http/read-json.ts';
import { type Backlog, isBacklog } from '../http/shapes.ts';
import { type Io, print } from '../io.ts';
import { addServiceOptions, parseWhole, type ServiceOptions } from '../options.ts';
import { findService } from '../service-address.ts';
import { formatCount } from '../terminal/format.ts';
import { createProgressLine, type ProgressLine } from '../terminal/progress-line.ts';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;
const DAY_SECONDS = 86_400;
const PATIENCE_MS = 30_000;

/** `wait`: returns when everything accepted is clustered or quarantined; exit code 1 when that takes too long. */
export function addWait(program: Command, io: Io): void {
  const command = program
    .command('wait')
    .description('wait until every accepted article is in its story, or quarantined')
    .option('--timeout <seconds>', 'give up after this long', parseWhole(1, DAY_SECONDS), 600);
  addServiceOptions(command, 'reads').action(async (options: ServiceOptions & { timeout: number }) => {
    const progress = createProgressLine(io.stderr, Date.now);
    const backlog = await waitForBacklog(io, options, progress);
    progress.clear();
    const waiting = backlog.accepted + backlog.published;
    const quarantined = `${formatCount(backlog.quarantined)} quarantined`;
    if (waiting === 0) return print(io.stdout, `Nothing is waiting; ${quarantined}.\n`);
    io.fail();
    return print(
      io.stderr,
      `After ${options.timeout} s ${formatCount(backlog.accepted)} accepted and ${formatCount(backlog.published)} published articles still wait; ${quarantined}.\n`,
    );
  });
}

/** The backlog when it is empty, or as it stands when the time is up. */
async function waitForBacklog(
  io: Io,
  options: ServiceOptions & { timeout: number },
  progress: ProgressLine,
): Promise<Backlog> {
  const deadlineMs = Date.now() + options.timeout * 1000;
  const client = createApiClient(findService(options, io.env, io.checkoutFolder), PATIENCE_MS);
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 1.5)) {
    const { body: backlog } = await readJson(client, '/v1/backlog', isBacklog);
    const waiting = backlog.accepted + backlog.published;
    const leftMs = deadlineMs - Date.now();
    if (waiting === 0 || leftMs <= 0) return backlog;
    progress.update(`${formatCount(waiting)} waiting, ${formatCount(backlog.quarantined)} quarantined`);
    await sleep(Math.min(pauseMs, leftMs));
  }
}
