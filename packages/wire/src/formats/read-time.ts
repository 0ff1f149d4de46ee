import { parseTimestamp } from '../timestamps.ts';

/** A time in UTC, and whether its zone is our assumption. */
export interface ReadTime {
  iso: string;
  isZoneAssumed: boolean;
}

const ISO =
  /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?$/i;
/** RFC 822 as RSS writes it: the name of the day is not needed and often wrong. */
const RFC_822 =
  /^(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})\s+([A-Za-z]{3})[a-z]*\s+(\d{2}|\d{4})(?:\s+(\d{1,2}):(\d\d)(?::(\d\d))?)?\s*([A-Za-z]{1,5}|[+-]\d\d:?\d\d)?$/;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** RFC 822 section 5.1. */
const ZONES: Readonly<Record<string, string>> = {
  z: 'Z',
  ut: 'Z',
  utc: 'Z',
  gmt: 'Z',
  est: '-05:00',
  edt: '-04:00',
  cst: '-06:00',
  cdt: '-05:00',
  mst: '-07:00',
  mdt: '-06:00',
  pst: '-08:00',
  pdt: '-07:00',
};

/**
 * Reads a time as feeds write it: ISO 8601, extended or basic (NITF's `20260209T091700Z`), or RFC 822 (RSS). One
 * without a zone, or with a zone of unknown name, is taken in `timeZone` (IANA name). Null for anything else.
 */
export function readTime(text: string, timeZone: string): ReadTime | null {
  const parts = readIso(text.trim()) ?? readRfc822(text.trim());
  if (parts === null) return null;
  const local = `${parts.date}T${parts.time}`;
  const zone = parts.zone ?? offsetAt(local, timeZone);
  if (zone === null) return null;
  const iso = parseTimestamp(`${local}${zone}`);
  return iso === null ? null : { iso, isZoneAssumed: parts.zone === null };
}

/** Whether this is the IANA name of a time zone. */
export function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

interface Parts {
  date: string;
  time: string;
  zone: string | null;
}

function readIso(text: string): Parts | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '0', zone] = match;
  return {
    date: `${year}-${month}-${day}`,
    time: `${hour}:${minute}:${second}.${fraction}`,
    zone: zone === undefined ? null : writeOffset(zone),
  };
}

function readRfc822(text: string): Parts | null {
  const match = RFC_822.exec(text);
  if (match === null) return null;
  const [, day = '', monthName = '', year = '', hour = '00', minute = '00', second = '00', zone] = match;
  const month = MONTHS.indexOf(monthName.toLowerCase()) + 1;
  if (month === 0) return null;
  const fullYear = year.length === 4 ? year : `${Number(year) < 70 ? 20 : 19}${year}`;
  return {
    date: `${fullYear}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`,
    time: `${hour.padStart(2, '0')}:${minute}:${second}.0`,
    zone: zone === undefined ? null : writeOffset(zone),
  };
}

function writeOffset(zone: string): string | null {
  const numeric = /^([+-]\d\d)(?::?(\d\d))?$/.exec(zone);
  if (numeric !== null) return `${numeric[1]}:${numeric[2] ?? '00'}`;
  const name = zone.toLowerCase();
  return Object.hasOwn(ZONES, name) ? (ZONES[name] ?? null) : null;
}

/** The offset of a zone at a local time, as `+01:00`. In the hour that a clock is set back the later offset is taken. */
function offsetAt(local: string, timeZone: string): string | null {
  const guessMs = Date.parse(`${local.slice(0, 19)}Z`);
  if (Number.isNaN(guessMs)) return null;
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const offsetOf = (ms: number): string =>
    format
      .formatToParts(ms)
      .find(({ type }) => type === 'timeZoneName')
      ?.value.slice(3, 9) ?? '';
  const first = offsetOf(guessMs);
  return offsetOf(guessMs - offsetMs(first)) || '+00:00';
}

function offsetMs(offset: string): number {
  if (offset === '') return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6));
  return (offset.startsWith('-') ? -minutes : minutes) * 60_000;
}
