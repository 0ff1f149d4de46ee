import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { compareFingerprints } from './compare-fingerprints.ts';
import { fingerprintText } from './fingerprint.ts';
import { boundComparison, makeSieve, type SievedFingerprint } from './sieve.ts';

function sieved(words: readonly string[]): SievedFingerprint {
  const fingerprint = fingerprintText(words.join(' '), { word: 7, shingle: 11 }, 'Two 3 four')!;
  return { ...fingerprint, sieve: makeSieve(fingerprint.shingles) };
}

const texts = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', '1', '2'), { minLength: 12, maxLength: 300 });

test('nothing that two texts share is more than their sieves let through', () => {
  fc.assert(
    fc.property(texts, texts, (left, right) => {
      const [a, b] = [sieved(left), sieved(right)];
      const [exact, bound] = [compareFingerprints(a, b), boundComparison(a, b)];
      for (const field of Object.keys(exact) as (keyof typeof exact)[])
        expect(bound[field]).toBeGreaterThanOrEqual(exact[field]);
    }),
  );
});

test('strangers are told apart: of 300 shingles a few pass', () => {
  const words = (prefix: string): string[] => Array.from({ length: 302 }, (_, at) => `${prefix}${at}x`);
  const bound = boundComparison(sieved(words('a')), sieved(words('b')));
  expect(bound.shared).toBeLessThan(30);
  expect(bound.aLeadInB).toBeLessThan(15);
});
