import type { WireCopy } from '@writethru/wire';

/** The plain text with spaces where something was stripped: boilerplate is no passage, and offsets stay. */
export function maskStripped({ plainText, stripped }: WireCopy): string {
  let masked = '';
  let at = 0;
  for (const { start, end } of stripped) {
    masked += plainText.slice(at, start) + ' '.repeat(Math.max(0, end - Math.max(at, start)));
    at = Math.max(at, end);
  }
  return masked + plainText.slice(at);
}
