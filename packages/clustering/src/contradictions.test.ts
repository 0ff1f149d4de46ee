import { expect, test } from '@jest/globals';

import { findContradictions } from './contradictions.ts';
import type { EditorConstraint } from './model.ts';

const link = (kind: EditorConstraint['kind'], a: string, b: string): EditorConstraint => ({
  kind,
  aProvider: 'wire',
  aGuid: a,
  bProvider: 'wire',
  bGuid: b,
});

test('a cannot-link between two items that must-links join through a third is a contradiction', () => {
  const apart = link('cannot_link', 'a', 'c');
  expect(findContradictions([link('must_link', 'a', 'b'), apart, link('must_link', 'b', 'c')])).toEqual([
    apart,
  ]);
});

test('an item that must not be with itself is a contradiction', () => {
  const apart = link('cannot_link', 'a', 'a');
  expect(findContradictions([apart])).toEqual([apart]);
});

test('constraints that can all be obeyed are none', () => {
  expect(
    findContradictions([
      link('must_link', 'a', 'b'),
      link('cannot_link', 'b', 'c'),
      link('must_link', 'c', 'd'),
    ]),
  ).toEqual([]);
});

test('guids of different providers are different items', () => {
  const apart = { ...link('cannot_link', 'a', 'a'), bProvider: 'herald' };
  expect(findContradictions([apart])).toEqual([]);
});
