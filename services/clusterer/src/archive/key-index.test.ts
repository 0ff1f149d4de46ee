import { expect, test } from '@jest/globals';
import type { TextKeys } from '@writethru/store';
import fc from 'fast-check';

import { KeyIndex } from './key-index.ts';

const WINDOW_DAYS = 3;
const day = fc.integer({ min: 20_000, max: 20_012 });
const key = fc.oneof(
  fc.integer({ min: -40, max: 40 }),
  fc.constantFrom(0, -1, 2 ** 31 - 1, -(2 ** 31)),
  fc.integer(),
);
const keys = fc
  .uniqueArray(key, { maxLength: 12 })
  .map((list) => Int32Array.from(list.sort((a, b) => a - b)));
const text = fc.record({ id: fc.integer({ min: 1, max: 150 }), day, keys });
const stopKeys = fc.uniqueArray(fc.integer({ min: -40, max: 40 }), { maxLength: 30 });

/** One by one, as the statement of the store has it. */
function findSlowly(
  held: readonly TextKeys[],
  sought: readonly TextKeys[],
  stopped: ReadonlySet<number>,
): TextKeys[] {
  return held.filter((one) =>
    sought.some((each) => {
      const counting = each.keys.filter((value) => !stopped.has(value));
      const lookedFor = new Set(counting.length === 0 ? each.keys : counting);
      return Math.abs(one.day - each.day) <= WINDOW_DAYS && one.keys.some((value) => lookedFor.has(value));
    }),
  );
}

const inOrder = (refs: readonly { id: number; day: number }[]): { id: number; day: number }[] =>
  refs.map((ref) => ({ id: ref.id, day: ref.day })).sort((a, b) => a.id - b.id);

test('it finds just those that a comparison of all keys within the window finds, each once', () => {
  fc.assert(
    fc.property(
      fc.array(text, { maxLength: 120 }),
      fc.array(text, { maxLength: 6 }),
      stopKeys,
      fc.array(day, { maxLength: 3 }),
      fc.nat({ max: 120 }),
      (given, strangers, stops, dropped, soughtCount) => {
        const index = new KeyIndex();
        const held = new Map<number, TextKeys>();
        for (const each of given) {
          index.add(each, each.keys);
          if (!held.has(each.id)) held.set(each.id, each);
        }
        for (const gone of dropped) {
          index.dropDay(gone);
          for (const each of held.values()) if (each.day === gone) held.delete(each.id);
        }
        const all = [...held.values()];
        const sought = [...all.slice(0, soughtCount), ...strangers];
        const stopped = new Set(stops);
        expect(inOrder(index.find(sought, WINDOW_DAYS, stopped))).toEqual(
          inOrder(findSlowly(all, sought, stopped)),
        );
        expect(index.size).toBe(all.length);
        expect(new Set(index.days())).toEqual(new Set(all.map((each) => each.day)));
        expect(given.every(({ id }) => index.has(id) === held.has(id))).toBe(true);
      },
    ),
    { numRuns: 500, seed: 7 },
  );
});

test('the last day of the window is looked at, the next one is not', () => {
  const index = new KeyIndex();
  const only = Int32Array.of(5);
  for (const at of [96, 97, 100, 103, 104]) index.add({ id: at, day: at }, only);
  const found = index.find([{ id: 100, day: 100, keys: only }], WINDOW_DAYS, new Set([5]));
  expect(inOrder(found).map(({ id }) => id)).toEqual([97, 100, 103]);
});

test('thousands of texts of a day are found by each of their keys', () => {
  const index = new KeyIndex();
  const texts = Array.from({ length: 5_000 }, (_text, at) => ({
    id: at + 1,
    day: 1,
    keys: Int32Array.from({ length: 48 }, (_key, of) => Math.imul(at * 48 + of, 2_654_435_761)),
  }));
  for (const each of texts) index.add(each, each.keys);
  for (const each of [texts[0]!, texts[2_500]!, texts[4_999]!])
    for (const one of each.keys)
      expect(
        index.find([{ id: 0, day: 1, keys: Int32Array.of(one) }], WINDOW_DAYS, new Set([one + 1])),
      ).toEqual([{ id: each.id, day: 1 }]);
});

test('who has no keys is held, finds nothing, and is never found', () => {
  const index = new KeyIndex();
  index.add({ id: 1, day: 1 }, new Int32Array());
  index.add({ id: 2, day: 1 }, Int32Array.of(1));
  expect(index.has(1)).toBe(true);
  expect(index.find([{ id: 1, day: 1, keys: new Int32Array() }], WINDOW_DAYS, new Set())).toEqual([]);
});
