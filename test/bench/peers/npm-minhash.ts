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
const SHINGLE_WORDS = 3;

/** The signature that npm minhash makes of a text, as its users do: lower case, word shingles joined by a space. */
export function signWithMinhash(text: string): number[] {
  const words = text.toLowerCase().split(/\W+/).filter(Boolean);
  const minhash = new Minhash({ numPerm: SLOTS });
  for (let at = 0; at + SHINGLE_WORDS <= words.length; at++) {
    minhash.update(words.slice(at, at + SHINGLE_WORDS).join(' '));
  }
  return minhash.hashvalues;
}
