/**
 * npm run chaos -- [--seconds S] [--seed N] [--only ROW[,ROW …]] [--list]
 * Rows of the fault matrix, one after the other, each while a client posts articles to a whole production on private
 * servers: then all comes to rest, and the store is held to the client's own account. A line for each row, and the last
 * line is all of it as JSON. Ends with 1 where something was violated. Needs redis-server and Linux.
 */
import { parseArgs } from 'node:util';

import type { Outcome } from './episode.ts';
import { ALL_ROWS } from './rows/all-rows.ts';
import { runChaos } from './run-chaos.ts';

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    seconds: { type: 'string', default: '90' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    list: { type: 'boolean', default: false },
  },
});

const COLUMNS = ['accepted', 'refused', 'deaths', 'lost', 'twice', 'split', 'mixed'] as const;

function writeLine(outcome: Outcome): void {
  const figures = COLUMNS.map((name) => String(outcome[name]).padStart(name.length + 1)).join('');
  const drained = outcome.drainedSeconds.toFixed(1).padStart(8);
  console.log(
    `${outcome.row.padEnd(34)} ${outcome.verdict.padEnd(9)}${figures}${drained} ${outcome.seconds.toFixed(1).padStart(8)}`,
  );
  for (const finding of outcome.findings) console.log(`    ${finding}`);
}

if (values.list) {
  for (const { name, fault } of ALL_ROWS) console.log(`${name.padEnd(34)} ${fault}`);
} else {
  console.log(`${'row'.padEnd(34)} verdict   ${COLUMNS.join(' ')} drained  seconds`);
  const result = await runChaos({
    seconds: Number(values.seconds),
    seed: Number(values.seed),
    ...(values.only !== undefined && { only: values.only.split(',') }),
    onOutcome: writeLine,
  });
  for (const finding of result.counters) console.log(`counters: ${finding}`);
  console.log(JSON.stringify(result));
  process.exit(result.isSound ? 0 : 1);
}
