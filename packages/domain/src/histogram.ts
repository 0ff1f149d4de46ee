/**
 * Upper bounds of the buckets that lags and gaps are counted in, in seconds; one more bucket takes what is longer.
 * Finest around the target of a minute.
 */
export const LAG_BOUNDS_SECONDS = [
  0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 14_400, 21_600, 86_400,
] as const;

const LAG_BUCKETS = LAG_BOUNDS_SECONDS.length + 1;

/** A histogram with nothing in it. */
export function emptyCounts(): number[] {
  return Array.from({ length: LAG_BUCKETS }, () => 0);
}

/** The bucket that a lag or gap is counted in. */
export function bucketOf(seconds: number): number {
  const at = LAG_BOUNDS_SECONDS.findIndex((bound) => seconds < bound);
  return at === -1 ? LAG_BOUNDS_SECONDS.length : at;
}

/** The sum of two histograms, bucket by bucket. */
export function addCounts(a: readonly number[], b: readonly number[]): number[] {
  return emptyCounts().map((_zero, at) => (a[at] ?? 0) + (b[at] ?? 0));
}

/** How many a histogram counts. */
export function totalOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/**
 * The quantile `q` (0 to 1) of a histogram, in seconds: within its bucket by straight line, as Prometheus's
 * histogram_quantile has it. What is past the last bound is told as that bound. Null where nothing was counted.
 */
export function quantileOf(counts: readonly number[], q: number): number | null {
  const total = totalOf(counts);
  if (total === 0) return null;
  const rank = q * total;
  let below = 0;
  for (const [at, count] of counts.entries()) {
    if (count > 0 && below + count >= rank) {
      const low = LAG_BOUNDS_SECONDS[at - 1] ?? 0;
      const high = LAG_BOUNDS_SECONDS[at] ?? low;
      return low + (high - low) * Math.max(0, (rank - below) / count);
    }
    below += count;
  }
  return LAG_BOUNDS_SECONDS.at(-1)!;
}

/** How many of a histogram took longer than `seconds`, which must be one of the bounds. */
export function countLonger(counts: readonly number[], seconds: (typeof LAG_BOUNDS_SECONDS)[number]): number {
  return totalOf(counts.slice(LAG_BOUNDS_SECONDS.indexOf(seconds) + 1));
}
