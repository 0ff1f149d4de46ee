import { expect, test } from '@jest/globals';

import { listNames, listNumbers } from './changing-words.ts';

test('numbers are the same however they are written, each told once', () => {
  expect(
    listNumbers('At least 1,200 homes, twelve schools and 12 clinics burned; 4.5 percent of 1200.'),
  ).toEqual(['1200', '12', '4.5']);
});

test('the bare word "one" is no number', () => {
  expect(listNumbers('أغلق ١٢ طريقا و٣ مدارس')).toEqual(['12', '3']);
  expect(listNumbers('No one of the three left, only 1 stayed.')).toEqual(['3', '1']);
});

test('names are runs of capitals, without the article before and the genitive after', () => {
  const text =
    "The Lindmouth Harbour Authority said so. Otto van Brandt's boat sank near the U.S. coast; Mell saw it. Rain fell. A Kremlin aide denied it to Mell.";
  expect(listNames(text)).toEqual([
    'Lindmouth Harbour Authority',
    'Otto van Brandt',
    'U.S.',
    'Mell',
    'Kremlin',
  ]);
});

test('a word that is only ever capital at the head of a sentence is no name', () => {
  expect(listNames('Rain fell. Snow came later. The snow melted.')).toEqual([]);
});

test.each([
  ['capitals', 'A '.repeat(200_000)],
  ['connected capitals', 'Aa of '.repeat(100_000)],
  ['apostrophes', "A'".repeat(200_000)],
  ['commas', '1,'.repeat(200_000)],
])('a hostile text of %s is read in bounded lists', (_name, text) => {
  expect(listNames(text).length).toBeLessThanOrEqual(400);
  expect(listNumbers(text).length).toBeLessThanOrEqual(400);
});
