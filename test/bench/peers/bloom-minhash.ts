import { createRequire } from 'node:module';

import type { MinHash, MinHashFactory } from 'bloom-filters';

import { listShingles } from './npm-minhash.ts';

const library = createRequire(import.meta.url)('bloom-filters') as {
  MinHashFactory: typeof MinHashFactory;
};

const SLOTS = 128;
/** The largest value that it is given: shingles as 32-bit numbers. */
const MAX_VALUE = 2 ** 32;

// One factory, since two draw other hash functions, and what they make cannot be compared.
const factory = new library.MinHashFactory(SLOTS, MAX_VALUE);

/** The signature of 128 slots that bloom-filters makes of a text. It takes numbers: FNV-1a of each shingle. */
export function signWithBloomFilters(text: string, shingleWords: number): MinHash {
  const minhash = factory.create();
  minhash.bulkLoad(listShingles(text, shingleWords).map(hashText));
  return minhash;
}

function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
