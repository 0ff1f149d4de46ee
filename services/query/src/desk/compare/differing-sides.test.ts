import { expect, test } from '@jest/globals';
import { diffTexts } from '@writethru/wire';

import { layOutSides } from './differing-sides.ts';

const MOVED = 'Nobody was hurt, and everybody was taken ashore in lifeboats.';
const SHARED = 'The ferry ran aground on a sandbank off Skerry Point on Tuesday';

function show({ text, spans }: { text: string; spans: { start: number; end: number; as?: string }[] }) {
  return spans.map(({ start, end, as }) => `${as ?? 'both'}: ${text.slice(start, end).trim()}`);
}

test('each side marks what it has alone, and what both have; what was moved is had by both', () => {
  const from = `${MOVED}\n${SHARED} with 112 passengers.`;
  const to = `${SHARED} with 114 passengers.\n${MOVED}`;
  const sides = layOutSides(diffTexts(from, to).operations);
  expect(sides.from.text).toBe(from.replace('\n', '\n\n'));
  expect(sides.to.text).toBe(to.replace('\n', '\n\n'));
  expect(show(sides.from)).toContainEqual(expect.stringContaining('del: 112'));
  expect(show(sides.to)).toContainEqual(expect.stringContaining('ins: 114'));
  for (const marked of [show(sides.from), show(sides.to)]) {
    expect(marked).toContainEqual(expect.stringContaining('both: Nobody was hurt'));
    expect(marked).toContainEqual(expect.stringContaining('both: The ferry ran aground'));
    expect(marked.filter((one) => one.startsWith('both: '))).toHaveLength(2);
  }
});

test('a few words in a row are no passage, and texts without a word in common share none', () => {
  const sides = layOutSides(diffTexts('one two three', 'one two four').operations);
  expect(show(sides.from)).toEqual(['del: three']);
  const apart = layOutSides(diffTexts('red green blue', 'up down left').operations);
  expect(show(apart.from)).toEqual(['del: red green blue']);
  expect(show(apart.to)).toEqual(['ins: up down left']);
});
