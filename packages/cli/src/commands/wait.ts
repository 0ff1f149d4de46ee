import type { Command } from 'commander';

import { waitForBacklog } from '../wait-for-backlog.ts';
import { type Io, print } from '../io.ts';
import { openClient } from '../open-client.ts';
import { addServiceOptions, parseWhole, type ServiceOptions } from '../options.ts';
import { formatCount } from '../terminal/format.ts';
import { createProgressLine } from '../terminal/progress-line.ts';

const DAY_SECONDS = 86_400;
const PATIENCE_MS = 30_000;

/** `wait`: returns when everything accepted is clustered or quarantined; exit code 1 when that takes too long. */
export function addWait(program: Command, io: Io): void {
  const command = program
    .command('wait')
    .description('wait until every accepted article is in its story, quarantined, or left to an import')
    .option('--json', 'the backlog at the end as JSON')
    .option('--timeout <seconds>', 'give up after this long', parseWhole(1, DAY_SECONDS), 600);
  addServiceOptions(command, 'reads').action(
    async (options: ServiceOptions & { timeout: number; json?: boolean }) => {
      let most = 0;
      const progress = createProgressLine(io.stderr, Date.now);
      const client = openClient(options, io, PATIENCE_MS);
      const backlog = await waitForBacklog(client, options.timeout * 1000, (left) => {
        const still = left.accepted + left.published;
        most = Math.max(most, still);
        progress.update(
          `${formatCount(still)} waiting, ${formatCount(left.quarantined)} quarantined`,
          1 - still / most,
        );
      });
      progress.clear();
      if (options.json === true) await print(io.stdout, `${JSON.stringify(backlog)}\n`);
      const waiting = backlog.accepted + backlog.published;
      const quarantined = `${formatCount(backlog.quarantined)} quarantined`;
      if (waiting === 0 && options.json === true) return;
      const left = backlog.leftToImport ?? 0;
      const toImport = left === 0 ? '' : `; ${formatCount(left)} are left to \`writethru import\``;
      if (waiting === 0) return print(io.stdout, `Nothing is waiting; ${quarantined}${toImport}.\n`);
      io.fail();
      return print(
        io.stderr,
        `After ${options.timeout} s ${formatCount(backlog.accepted)} accepted and ${formatCount(backlog.published)} published articles still wait; ${quarantined}.\n`,
      );
    },
  );
}
