/**
 * npm run chaos -- [--seconds S] [--seed N] [--only ROW[,ROW …]] [--list]
 * Rows of the fault matrix, one after the other, each while a client posts articles to a whole production on private
 * servers: then all comes to rest, and the store is held to the client's own account. A line for each row, and the last
 * line is all of it as JSON. Ends with 1 where something was violated. Needs redis-server and Linux.
 */
import { parseArgs } from 'node:util';

import { HEADING, writeLine, writeMatrix, writeSum } from './report.ts';
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

if (values.list) console.log(writeMatrix(ALL_ROWS));
else {
  console.log(HEADING);
  const result = await runChaos({
    seconds: Number(values.seconds),
    seed: Number(values.seed),
    ...(values.only !== undefined && { only: values.only.split(',') }),
    onOutcome: (outcome) => console.log(writeLine(outcome)),
  });
  for (const finding of result.counters) console.log(`counters: ${finding}`);
  console.log(`\n${writeSum(result)}`);
  console.log(JSON.stringify(result));
  process.exit(result.isSound ? 0 : 1);
}
