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
