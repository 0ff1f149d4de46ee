import {
  listMarks,
  listSamples,
  type OpsMark,
  type OpsSample,
  type Pool,
  type Resolution,
} from '@writethru/store';

interface Range {
  seconds: number;
  resolution: Resolution;
  /** What one sample of it is. */
  of: string;
}

const HOUR = 3_600;

/** How far back the chart goes, by what the address calls it. */
export const RANGES = {
  '3h': { seconds: 3 * HOUR, resolution: 60, of: 'minutes' },
  '24h': { seconds: 24 * HOUR, resolution: 60, of: 'minutes' },
  '14d': { seconds: 14 * 24 * HOUR, resolution: 3600, of: 'hours' },
  '90d': { seconds: 90 * 24 * HOUR, resolution: 3600, of: 'hours' },
} as const satisfies Record<string, Range>;

export type RangeName = keyof typeof RANGES;

/** The range of an address; three hours where it names none. */
export function readRange(text: unknown): RangeName {
  return Object.keys(RANGES).find((name): name is RangeName => name === text) ?? '3h';
}

/** What a chart shows of a range. */
export interface Series {
  samples: OpsSample[];
  /** The last of them, in order. */
  marks: OpsMark[];
}

const CACHE_MS = 5_000;
const MAX_MARKS = 50;

/** Reads what a range holds, each range at most once in five seconds, however many look. */
export function makeSeries(pool: Pool): (range: RangeName) => Promise<Series> {
  const cache = new Map<RangeName, { atMs: number; series: Promise<Series> }>();
  return (range) => {
    const held = cache.get(range);
    const nowMs = Date.now();
    if (held !== undefined && nowMs - held.atMs < CACHE_MS) return held.series;
    const series = readSeries(pool, RANGES[range], nowMs);
    series.catch(() => cache.delete(range));
    cache.set(range, { atMs: nowMs, series });
    return series;
  };
}

async function readSeries(pool: Pool, { seconds, resolution }: Range, nowMs: number): Promise<Series> {
  const window = { from: new Date(nowMs - seconds * 1000), to: new Date(nowMs) };
  const [samples, marks] = await Promise.all([
    listSamples(pool, resolution, window),
    listMarks(pool, window.from, MAX_MARKS),
  ]);
  return { samples, marks };
}
