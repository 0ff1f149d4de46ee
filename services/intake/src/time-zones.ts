import { readTimeZones, type Pool } from '@writethru/store';

const READ_EVERY_MS = 3_000;

/** The zones of providers that have one. */
export type TimeZones = () => Promise<ReadonlyMap<string, string>>;

/** Reads the zones from the store, at most once in three seconds, whatever the traffic. Throws as the store does. */
export function makeTimeZones(pool: Pool): TimeZones {
  let readAtMs = -Infinity;
  let zones: Promise<ReadonlyMap<string, string>> = Promise.resolve(new Map());
  return () => {
    if (performance.now() - readAtMs > READ_EVERY_MS) {
      readAtMs = performance.now();
      zones = readTimeZones(pool);
      zones.catch(() => (readAtMs = -Infinity));
    }
    return zones;
  };
}
