import type { acceptSubmissions } from '@writethru/store';
import { hashContent } from '@writethru/wire';

/** An article as intake hands it to the store. */
export function toItem(
  guid: string,
  body: string,
  version = 0,
): Parameters<typeof acceptSubmissions>[1][number] {
  const content = { body, publishedAt: '2026-03-02T10:00:00.000Z' };
  return { submission: { provider: 'demo-wire', guid, version, content }, contentHash: hashContent(content) };
}
