import { createHash } from 'node:crypto';

const PREFIX = 'erased:';

/** What is kept of the name of an erased item: SHA-256 of provider and guid; of a guid of ours, what that holds. */
export function hashItemKey(provider: string, guid: string): Buffer {
  if (/^erased:[0-9a-f]{64}$/.test(guid)) return Buffer.from(guid.slice(PREFIX.length), 'hex');
  return createHash('sha256').update(`${provider}\u0000${guid}`).digest();
}

/** The guid that an erased item's articles are under from then on. */
export function erasedGuidOf(keyHash: Buffer): string {
  return PREFIX + keyHash.toString('hex');
}
