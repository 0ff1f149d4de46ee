const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 30_000;

/**
 * How long to wait before trying again, in milliseconds. `retryAfter` is the header as it came (seconds or an HTTP
 * date) and wins, up to `longestMs`; without it the wait doubles from 200 ms to 30 s, with up to half of it taken off
 * at random so that clients do not return together. `attempt` counts from 0; `random` is in [0, 1).
 */
export function retryDelayMs(
  retryAfter: string | null,
  attempt: number,
  clock: { nowMs: number; random: number },
  longestMs = 300_000,
): number {
  const asked = readRetryAfter(retryAfter, clock.nowMs);
  if (asked !== null) return Math.min(asked, longestMs);
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt);
  return full * (1 - clock.random / 2);
}

function readRetryAfter(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}
