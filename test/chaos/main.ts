/**
 * npm run chaos -- [--seconds S] [--seed N] [--only ROW[,ROW …]] [--write] [--list]
 * Rows of the fault matrix, one after the other, each while a client posts articles to a whole production on private
 * servers: then all comes to rest, and the store is held to the client's own account. A line for each row, and the last
 * line is all of it as JSON. `--write` also puts the matrix and the run into docs/reliability.md (with `--list` the matrix
 * alone). Ends with 1 where
 * something was violated. SIGINT and SIGTERM end it in order: nothing is left. Needs redis-server and Linux.
 */
import { parseArgs } from 'node:util';

import { ignoreClosedOutput } from '@writethru/runtime';

import { HEADING, writeLine, writeSum } from './report.ts';
import { runChaos, type ChaosResult } from './run-chaos.ts';
import { writeMatrix, writePage } from './write-page.ts';

ignoreClosedOutput();
const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    seconds: { type: 'string', default: '90' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});

if (values.list) {
  console.log(writeMatrix());
  if (values.write) await writePage();
} else {
  const result = await runUntilSignal();
  for (const finding of result.counters) console.log(`counters: ${finding}`);
  console.log(`\n${writeSum(result)}`);
  if (values.write)
    await writePage({ result, command: ['npm run chaos --', ...process.argv.slice(3)].join(' ') });
  console.log(JSON.stringify(result));
  process.exit(result.isSound ? 0 : 1);
}

async function runUntilSignal(): Promise<ChaosResult> {
  const stop = new AbortController();
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    // It may come twice: from a terminal to all of us, and once more from npm.
    process.on(signal, () => {
      process.exitCode = code;
      // What a row was about to do may fail now, and nobody is to hear of it.
      process.on('uncaughtException', () => {}).on('unhandledRejection', () => {});
      stop.abort();
    });
  }
  console.log(HEADING);
  try {
    return await runChaos({
      seconds: Number(values.seconds),
      seed: Number(values.seed),
      ...(values.only !== undefined && { only: values.only.split(',') }),
      onOutcome: (outcome) => console.log(writeLine(outcome)),
      signal: stop.signal,
    });
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    console.error('Stopped, and cleaned up.');
    process.exit();
  }
}
