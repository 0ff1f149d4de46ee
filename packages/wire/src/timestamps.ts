const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|z|[+-]\d{2}:?\d{2})?)?$/;
const MIN_YEAR = 1900;
const MAX_YEAR = 9998;

/**
 * Reads an ISO 8601 date or time; without a zone it is UTC. Answers it in UTC with milliseconds, or null for anything
 * else, days that do not exist (30 February, second 60) and years before 1900 or after 9998 included.
 */
export function parseTimestamp(text: string): string | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '0', zone = 'Z'] = match;
  const ms = fraction.padEnd(3, '0').slice(0, 3);
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}`;
  const asUtc = new Date(`${local}Z`);
  // JavaScript rolls 30 February over to March: a day that does not come back as it went in is none.
  if (Number.isNaN(asUtc.getTime()) || asUtc.toISOString() !== `${local}Z`) return null;
  if (Number(year) < MIN_YEAR || Number(year) > MAX_YEAR) return null;
  const offset = /^[zZ]$/.test(zone) ? 'Z' : zone.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2');
  const date = new Date(`${local}${offset}`);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
