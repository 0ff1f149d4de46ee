const DAY_MS = 86_400_000;

/** The first day of the calendar month of a day, both counted from 1970-01-01 in UTC. */
export function firstOfMonth(day: number): number {
  return startOfMonth(day, 0);
}

/** The last day of the calendar month of a day, both counted from 1970-01-01 in UTC. */
export function lastOfMonth(day: number): number {
  return startOfMonth(day, 1) - 1;
}

function startOfMonth(day: number, later: number): number {
  const date = new Date(day * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later, 1) / DAY_MS;
}

/**
 * Days in the order in which they are given up: first those that a search has passed, the furthest behind first, then
 * those that none has come to, the furthest ahead first, and last those of the searches' own windows.
 */
export function orderByUse(days: readonly number[], windows: readonly ReadonlySet<number>[]): number[] {
  const used = [...new Set(windows.flatMap((window) => [...window]))];
  const isUsed = new Set(used);
  const rank = (day: number): number => {
    if (isUsed.has(day)) return 0;
    const nearest = used.reduce(
      (best, each) => (Math.abs(each - day) < Math.abs(best - day) ? each : best),
      Infinity,
    );
    // Days are counted in tens of thousands: what was passed comes before all that was not.
    return nearest > day ? nearest - day + 1_000_000 : day - nearest;
  };
  const ranks = new Map(days.map((day) => [day, rank(day)]));
  return days.toSorted((a, b) => ranks.get(b)! - ranks.get(a)! || a - b);
}
