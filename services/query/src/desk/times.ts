import { html, type SafeHtml } from '@writethru/runtime';

/** Renders times in one zone. */
export interface Clock {
  /** Day and minute: 25 Nov, 14:05. */
  moment(time: string | Date): SafeHtml;
  /** With the year, the second and the zone. */
  full(time: string | Date): SafeHtml;
}

/** The clock of a zone, an IANA name. Throws RangeError for one that is not known. */
export function makeClock(timeZone: string): Clock {
  const moment = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  const full = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    dateStyle: 'medium',
    timeStyle: 'long',
  });
  const render = (format: Intl.DateTimeFormat, time: string | Date): SafeHtml => {
    const date = new Date(time);
    return html`<time datetime="${date.toISOString()}" title="${full.format(date)}"
      >${format.format(date)}</time
    >`;
  };
  return { moment: (time) => render(moment, time), full: (time) => render(full, time) };
}

const DAY_MS = 86_400_000;

/**
 * The instant at which a day begins in a zone, `later` days on, as ISO 8601. What is no day (YYYY-MM-DD) comes back as
 * it is: the API says what is wrong with it.
 */
export function startOfDay(day: string, timeZone: string, later: number): string {
  const asUtcMs = Date.parse(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(asUtcMs)) return day;
  const wallMs = asUtcMs + later * DAY_MS;
  // Twice: the first guess may lie on the other side of a change of the clocks.
  const guessMs = wallMs - offsetAt(wallMs, timeZone);
  return new Date(wallMs - offsetAt(guessMs, timeZone)).toISOString();
}

/** How far a zone's clocks are ahead of UTC, in milliseconds. */
function offsetAt(timeMs: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return Date.parse(`${format.format(timeMs).replace(' ', 'T')}Z`) - Math.floor(timeMs / 1000) * 1000;
}
