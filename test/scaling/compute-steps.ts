import { PROBE } from '../bench/growth/measure-level.ts';
import { roundFigure } from '../bench/statistics.ts';
import type { Row } from '../bench/suite.ts';
import { readFigures } from './read-figures.ts';
import { simulateCrowd } from './simulate-crowd.ts';

/** What no benchmark can measure. */
export interface Assumptions {
  /** Money for a core and hour, and for a GB and month. */
  coreHour: number;
  gbMonth: number;
  /** Share of a machine that is used at the mean of a day, above 0 to 1. */
  utilisation: number;
  /** Machines that hold everything. */
  copies: number;
}

export const ASSUMED: Assumptions = { coreHour: 0.05, gbMonth: 0.12, utilisation: 0.5, copies: 2 };

/** A million a day: what some hundred feeds of agencies and publishers send. */
const ONE_STEP_A_DAY = 1_000_000;
const STEPS = [1, 10, 100];
const MONTHS_KEPT = 12;
/** Texts are partitioned by month, and so is the index of their keys. */
const DAYS_A_PARTITION = 30;
/** The largest store that articles were sent to. */
const STORE = ['Growth', '1,000,000 articles, started anew, in huge pages'] as const;
const STORE_SIZE = 1_000_000;
const PAGE_BYTES = 8_192;
/** Searching and publishing need no locks; how the rest divides was not measured, so both ends are shown. */
const LOCKED_SHARES = [0.2, 0.4];

/** What the steps take of processors. */
export function computeFlow({ utilisation, coreHour }: Assumptions): Row[] {
  const store = readFigures(...STORE);
  return STEPS.map((times) => {
    const aSecond = toASecond(times);
    const coresOf = (part: string): number => roundFigure((aSecond * store[part]!) / 1e6 / utilisation);
    const cpuHours = store['CPU µs in all']! / 3_600;
    return {
      name: `${times} ×`,
      figures: {
        'articles/s': roundFigure(aSecond),
        'intake cores': coresOf('intake µs'),
        'clusterer cores': coresOf('clusterer µs'),
        'Redis cores': coresOf('Redis µs'),
        'Postgres cores': coresOf('Postgres µs'),
        'CPU money/million': roundFigure((cpuHours / utilisation) * coreHour),
      },
    };
  });
}

/** What the steps take of memory and disk. */
export function computeStore({ gbMonth, copies }: Assumptions): Row[] {
  const store = readFigures(...STORE);
  const bytes = store['table bytes']! + store['index bytes']!;
  return STEPS.map((times) => {
    const aDay = ONE_STEP_A_DAY * times;
    return {
      name: `${times} ×`,
      figures: {
        'texts a month, millions': (aDay * DAYS_A_PARTITION) / 1e6,
        'their index of keys, GB': roundFigure((aDay * DAYS_A_PARTITION * store['key index bytes']!) / 1e9),
        'reads/s without memory for it': roundFigure(toASecond(times) * countReads(store)),
        'log MB/s at most': roundFigure((toASecond(times) * store['WAL bytes']!) / 1e6),
        'TB a year': roundFigure((aDay * 365 * bytes) / 1e12),
        'storage money/million': roundFigure((bytes / 1e3) * gbMonth * MONTHS_KEPT * copies),
      },
    };
  });
}

/** Articles a second that clusterers get through at most, by the cores that they and Postgres have. */
export function computeCrowd(): Row[] {
  const articlesABatch = readFigures('Clusterers', '1 clusterer')['articles a unite']!;
  const store = readFigures(...STORE);
  const cpuMs = ((store['clusterer µs']! + store['Postgres µs']!) * articlesABatch) / 1_000;
  return [2, 4, 8, 16, 32].map((cores) => {
    const figures: Record<string, number> = {};
    for (const share of LOCKED_SHARES) {
      const run = (batchesAtOnce: number, conflict: number): number =>
        roundFigure(
          simulateCrowd({
            cores,
            batchesAtOnce,
            articlesABatch,
            freeMs: cpuMs * (1 - share),
            lockedMs: cpuMs * share,
            conflict,
          }),
        );
      const locked = `${share * 100} % locked`;
      figures[`${locked}: 2 at once`] = run(2, 1);
      figures[`${locked}: one a core, none meet`] = run(cores, 0);
      figures[`${locked}: one a core, all meet`] = run(cores, 1);
    }
    return { name: `${cores} cores`, figures };
  });
}

/**
 * Pages of the index of keys that an article reads where none of it is in memory. Measured were the first touches alone, and the
 * more pages were touched the fewer touches were first ones: of P pages n draws by chance are expected to touch
 * P (1 - exp(-n / P)), solved for n.
 */
function countReads(store: Record<string, number>): number {
  const pages = (store['key index bytes']! * STORE_SIZE) / PAGE_BYTES;
  const touched = store['key index reads, cold']! * PROBE;
  return (-pages * Math.log(1 - touched / pages)) / PROBE;
}

function toASecond(times: number): number {
  return (ONE_STEP_A_DAY * times) / 86_400;
}
