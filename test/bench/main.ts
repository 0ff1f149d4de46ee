/**
 * npm run bench [-- --only NAME,NAME] [--share .1] [--write]
 * Runs the benchmarks and prints their tables and, as the last line, the JSON of every figure. Those of clusterers, archive,
 * long-archive, profile, pages and lists run only where they are named. `--write` also puts each into docs/benchmarks.md, and the lists
 * into docs/list-plans.md. No figure passes or fails: a benchmark measures. It fails where a statement reads a large
 * table from end to end, which is no figure.
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
const named = values.only?.split(',');
const chosen = SUITES.filter((suite) => named?.includes(suite.name) ?? suite.isOnlyByName !== true);
const share = Number(values.share);
if (!(share > 0 && share <= 1)) {
  console.error('--share takes a number above 0 and up to 1');
  process.exit(2);
}
if (chosen.length < (named?.length ?? 1)) {
  console.error(`--only takes names of: ${SUITES.map((suite) => suite.name).join(', ')}`);
  process.exit(2);
}
console.log(describeMachine());
const results: (SuiteResult & { name: string })[] = [];
for (const suite of chosen) {
  const result = await suite.run((message) => console.error(message), share);
  console.log(`\n${result.title}\n\n${formatTable(result.rows)}`);
  results.push({ name: suite.name, ...result });
  if (values.write !== true) continue;
  if (result.page === undefined) writePage(`npm run bench -- --only ${suite.name}`, [result]);
  else writeFileSync(result.page.path, result.page.text);
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
