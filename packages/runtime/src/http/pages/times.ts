import { html, type SafeHtml } from '../html.ts';

/** The time in the zone that the reader chose, to the second, with the zone's name: 2026-11-25 14:02:05 UTC. */
function formatTime(time: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).formatToParts(time);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((one) => one.type === type)?.value ?? '';
  const day = `${part('year')}-${part('month')}-${part('day')}`;
  return `${day} ${part('hour')}:${part('minute')}:${part('second')} ${part('timeZoneName')}`;
}

/** As `formatTime`, as an element that says the exact time to machines. */
export function renderTime(time: Date, zone: string): SafeHtml {
  return html`<time datetime="${time.toISOString()}">${formatTime(time, zone)}</time>`;
}

/** Whether this is a zone that times can be shown in. */
export function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
