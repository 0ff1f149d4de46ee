/**
 * npm run scaling [-- --core-hour 0.05 --gb-month 0.12 --utilisation 0.5 --copies 2] [--write]
 * What the steps of docs/scaling.md cost, and what more cores bring to clusterers: computed from what docs/benchmarks.md
 * has, with prices that are assumptions and can be given. `--write` puts the tables into the page, by the default prices.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { formatTable } from '../bench/report.ts';
import { ASSUMED, computeCrowd, computeFlow, computeStore } from './compute-steps.ts';
import { writeTables } from './write-tables.ts';

const PAGE = path.resolve(import.meta.dirname, '../../docs/scaling.md');

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    'core-hour': { type: 'string', default: String(ASSUMED.coreHour) },
    'gb-month': { type: 'string', default: String(ASSUMED.gbMonth) },
    utilisation: { type: 'string', default: String(ASSUMED.utilisation) },
    copies: { type: 'string', default: String(ASSUMED.copies) },
    write: { type: 'boolean', default: false },
  },
});
const given = {
  coreHour: Number(values['core-hour']),
  gbMonth: Number(values['gb-month']),
  utilisation: Number(values.utilisation),
  copies: Number(values.copies),
};
if (Object.values(given).some((value) => !(value > 0))) {
  console.error('Prices, --utilisation and --copies take numbers above 0.');
  process.exit(2);
}

console.log(
  `\nProcessors, ${given.utilisation * 100} % used; ${given.coreHour} a core and hour, an assumption.\n`,
);
console.log(formatTable(computeFlow(given)));
console.log(
  `\nStore: twelve months on ${given.copies} machines; ${given.gbMonth} a GB and month, an assumption.\n`,
);
console.log(formatTable(computeStore(given)));
console.log(
  '\nArticles a second that clusterers get through at most, by cores, batches at once and whether batches meet.\n',
);
console.log(formatTable(computeCrowd()));
if (values.write) writeFileSync(PAGE, writeTables(readFileSync(PAGE, 'utf8')));
