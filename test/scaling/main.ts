/**
 * npm run scaling [-- --core-hour 0.05 --gb-month 0.12 --utilisation 0.5 --copies 2]
 * What the steps of docs/scaling.md cost, and what more cores bring to clusterers: computed from what the benchmarks
 * measured (measured.json), with prices that are assumptions and can be given.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { formatTable } from '../bench/report.ts';
import { roundFigure } from '../bench/statistics.ts';
import type { Row } from '../bench/suite.ts';
import { simulateCrowd } from './simulate-crowd.ts';

interface Measured {
  cpuUs: { intakeAndRedis: number; clusterer: number; postgres: number };
  articlesABatch: number;
  bytesAnArticle: number;
}

const measured = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'measured.json'), 'utf8'),
) as Measured;
const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    'core-hour': { type: 'string', default: '0.05' },
    'gb-month': { type: 'string', default: '0.12' },
    utilisation: { type: 'string', default: '0.5' },
    copies: { type: 'string', default: '2' },
  },
});
const coreHour = Number(values['core-hour']);
const gbMonth = Number(values['gb-month']);
const utilisation = Number(values.utilisation);
const copies = Number(values.copies);

/** A million a day: what some hundred feeds of agencies and publishers send. */
const ONE_STEP_A_DAY = 1_000_000;
const MONTHS_KEPT = 12;
/** Searching and publishing need no locks; how the rest divides was not measured, so both ends are shown. */
const LOCKED_SHARES = [0.2, 0.4];

function toStep(times: number): Row {
  const aDay = ONE_STEP_A_DAY * times;
  const aSecond = aDay / 86_400;
  const coresOf = (us: number): number => roundFigure((aSecond * us) / 1e6 / utilisation);
  const { intakeAndRedis, clusterer, postgres } = measured.cpuUs;
  const cpuUs = intakeAndRedis + clusterer + postgres;
  const gbAYear = (aDay * 365 * measured.bytesAnArticle) / 1e9;
  const cpuMoney = (cpuUs / 3_600 / utilisation) * coreHour;
  const storageMoney = (measured.bytesAnArticle / 1e3) * gbMonth * MONTHS_KEPT * copies;
  return {
    name: `${times} ×`,
    figures: {
      'articles/s': roundFigure(aSecond),
      'intake cores': coresOf(intakeAndRedis),
      'clusterer cores': coresOf(clusterer),
      'Postgres cores': coresOf(postgres),
      'TB a year': roundFigure(gbAYear / 1_000),
      'CPU money/million': roundFigure(cpuMoney),
      'storage money/million': roundFigure(storageMoney),
    },
  };
}

function toCrowdRow(cores: number): Row {
  const cpuMs = ((measured.cpuUs.clusterer + measured.cpuUs.postgres) * measured.articlesABatch) / 1_000;
  const figures: Record<string, number> = {};
  for (const share of LOCKED_SHARES)
    for (const conflict of [0, 0.1, 1])
      figures[`${share * 100} % locked, conflict ${conflict}`] = roundFigure(
        simulateCrowd({
          cores,
          clusterers: cores,
          articlesABatch: measured.articlesABatch,
          freeMs: cpuMs * (1 - share),
          lockedMs: cpuMs * share,
          conflict,
        }),
      );
  return { name: `${cores} cores`, figures };
}

console.log(
  `\nSteps: cores at ${utilisation * 100} % use; ${coreHour} a core and hour, ${gbMonth} a GB and month,`,
);
console.log(`${MONTHS_KEPT} months kept on ${copies} machines. Prices are assumptions.\n`);
console.log(formatTable([1, 10, 100].map(toStep)));
console.log('\nArticles a second of as many clusterers as cores, at most, by how likely two batches meet:\n');
console.log(formatTable([2, 4, 8, 16, 32].map(toCrowdRow)));
