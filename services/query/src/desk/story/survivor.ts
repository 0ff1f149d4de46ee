import { Elsewhere } from '../ask.ts';

/** Where a story lives on that was merged away; what is no such redirect is thrown on. */
export function survivorOf(error: unknown): string {
  if (error instanceof Elsewhere && hasSurvivor(error.body)) return error.body.mergedInto;
  throw error;
}

function hasSurvivor(body: unknown): body is { mergedInto: string } {
  return (
    typeof body === 'object' && body !== null && 'mergedInto' in body && typeof body.mergedInto === 'string'
  );
}
