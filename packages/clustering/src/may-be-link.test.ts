import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { PairOverlap, TextFacts } from './model.ts';
import { isLink, mayBeLink } from './rule.ts';

const text = fc.record({
  shingleCount: fc.integer({ min: 8, max: 400 }),
  extraWords: fc.nat(20),
  numberCount: fc.nat(12),
  headlineWordCount: fc.nat(8),
  day: fc.nat(1),
  name: fc.constantFrom('a', 'b', 'c'),
});

function toFacts(made: { shingleCount: number; extraWords: number; name: string }): TextFacts {
  const { shingleCount, extraWords, name, ...rest } = made as typeof made &
    Pick<TextFacts, 'numberCount' | 'headlineWordCount' | 'day'>;
  const leadCount = Math.min(30, shingleCount);
  return {
    ...rest,
    shingleCount,
    wordCount: shingleCount + 2 + extraWords,
    leadCount,
    textHash: name,
    headlineHash: name,
  };
}

test('whatever is a link by what it shares may be one by as much or more', () => {
  const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 10, maxLength: 10 });
  let links = 0;
  fc.assert(
    fc.property(text, text, shares, (left, right, parts) => {
      const [a, b] = [toFacts(left), toFacts(right)];
      const most: PairOverlap = {
        shared: Math.min(a.shingleCount, b.shingleCount),
        aLeadInB: a.leadCount,
        bLeadInA: b.leadCount,
        sharedNumbers: Math.min(a.numberCount, b.numberCount),
        sharedHeadlineWords: Math.min(a.headlineWordCount, b.headlineWordCount),
      };
      const between = (field: keyof PairOverlap, at: number, from: number): number =>
        from + Math.round((most[field] - from) * parts[at]!);
      const exact = { ...most };
      const bound = { ...most };
      for (const [at, field] of (Object.keys(most) as (keyof PairOverlap)[]).entries()) {
        exact[field] = between(field, at, 0);
        bound[field] = between(field, at + 5, exact[field]);
      }
      if (!isLink(a, b, { ...exact, isCandidate: true })) return;
      links++;
      expect(mayBeLink(a, b, bound)).toBe(true);
    }),
    { numRuns: 2_000, seed: 7 },
  );
  // Otherwise the property would hold of nothing.
  expect(links).toBeGreaterThan(200);
});
