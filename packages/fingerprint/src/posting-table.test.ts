import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { PostingTable } from './posting-table.ts';

const values = fc.array(fc.oneof(fc.nat(20), fc.constantFrom(-1, 2 ** 31 - 1, -(2 ** 31))), {
  maxLength: 40,
});

test('what a set shares with each list is counted as often as the list holds it', () => {
  fc.assert(
    fc.property(fc.array(values, { maxLength: 8 }), values, (lists, asked) => {
      const counts = new Uint32Array(lists.length);
      const set = [...new Set(asked)];
      const touched: number[] = [];
      const table = new PostingTable(lists.map((list) => Int32Array.from(list)));
      table.count(Int32Array.from(set), counts, touched);
      expect([...counts]).toEqual(lists.map((list) => list.filter((value) => set.includes(value)).length));
      expect(touched.sort((a, b) => a - b)).toEqual(lists.flatMap((_, at) => (counts[at]! > 0 ? [at] : [])));
    }),
  );
});

test('hashes with their highest bit set are found whichever way they are kept', () => {
  const counts = new Uint32Array(1);
  new PostingTable([Int32Array.of(-5)]).count(Uint32Array.of(2 ** 32 - 5), counts);
  expect(counts[0]).toBe(1);
});
