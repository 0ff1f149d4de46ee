/** `2026-11-23 08:20Z` of an ISO 8601 time; a time that is missing is a dash. */
export function formatTime(time: string | null | undefined): string {
  return time === null || time === undefined ? '-' : `${time.slice(0, 10)} ${time.slice(11, 16)}Z`;
}

/** `19,043`. */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}
