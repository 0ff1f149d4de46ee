/**
 * npm run bench [-- --only NAME] [--share .1] [--write]
 * Runs the benchmarks and prints their tables and, as the last line, the JSON of every figure. `--write` also makes
 * docs/benchmarks.md of them, and docs/list-plans.md of the lists. No figure passes or fails: a benchmark measures. It
 * fails where a statement reads a large table from end to end, which is no figure.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { listGoals } from './goals.ts';
import { describeMachine, describeVersions, formatTable } from './report.ts';
import { SUITES } from './suites.ts';
import type { SuiteResult } from './suite.ts';
import { writePage } from './write-page.ts';

const { values } = parseArgs({
  // Behind the entry's own name, which the script that runs it passes on.
  args: process.argv.slice(3),
  options: {
    only: { type: 'string' },
    share: { type: 'string', default: '1' },
    write: { type: 'boolean' },
  },
});
const chosen = SUITES.filter((suite) => values.only === undefined || suite.name === values.only);
const share = Number(values.share);
if (!(share > 0 && share <= 1)) {
  console.error('--share takes a number above 0 and up to 1');
  process.exit(2);
}
if (chosen.length === 0) {
  console.error(`--only takes one of: ${SUITES.map((suite) => suite.name).join(', ')}`);
  process.exit(2);
}
console.log(describeMachine());
const results: (SuiteResult & { name: string })[] = [];
for (const suite of chosen) {
  const result = await suite.run((message) => console.error(message), share);
  console.log(`\n${result.title}\n\n${formatTable(result.rows)}`);
  results.push({ name: suite.name, ...result });
}
if (values.write === true) {
  const tabled = results.filter(({ page }) => page === undefined);
  if (tabled.length > 0) writePage('npm run bench -- --write', tabled);
  for (const { page } of results) if (page !== undefined) writeFileSync(page.path, page.text);
}
console.log(`\n${formatTable(listGoals(results))}\n\n${describeVersions()}`);
console.log(
  JSON.stringify({
    machine: describeMachine(),
    versions: describeVersions(),
    suites: results.map(({ name, rows, goals }) => ({ name, rows, goals })),
  }),
);
for (const { name, faults = [] } of results) {
  for (const fault of faults) console.error(`${name}: ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
}
