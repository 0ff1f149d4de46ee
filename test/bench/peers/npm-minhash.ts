import { createRequire } from 'node:module';

/** What we use of npm minhash 0.0.9, which has no types. */
interface MinhashInstance {
  update(token: string): void;
  hashvalues: number[];
}

const { Minhash } = createRequire(import.meta.url)('minhash') as {
  Minhash: new (options?: { numPerm?: number; seed?: number }) => MinhashInstance;
};

const SLOTS = 128;

/** The word shingles of a text as users of such libraries make them: lower case, words joined by a space. */
export function listShingles(text: string, shingleWords: number): string[] {
  const words = text.toLowerCase().split(/\W+/).filter(Boolean);
  const shingles: string[] = [];
  for (let at = 0; at + shingleWords <= words.length; at++) {
    shingles.push(words.slice(at, at + shingleWords).join(' '));
  }
  return shingles;
}

/** The signature of 128 slots that npm minhash makes of a text. */
export function signWithMinhash(text: string, shingleWords = 3): number[] {
  const minhash = new Minhash({ numPerm: SLOTS });
  for (const shingle of listShingles(text, shingleWords)) minhash.update(shingle);
  return minhash.hashvalues;
}
