import { createHash } from 'node:crypto';

import type { ArticleContent } from '@writethru/domain';

/**
 * SHA-256, in hex, of everything that was sent but the identity (provider, guid, version) and `versionCreated`: two
 * items of one content are the same version. The order of keys does not count, a field that is absent does not either.
 */
export function hashContent(content: ArticleContent): string {
  return createHash('sha256').update(writeCanonical(content)).digest('hex');
}

function writeCanonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeCanonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${writeCanonical(field)}`);
  return `{${entries.join(',')}}`;
}
