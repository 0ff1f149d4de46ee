import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from '@jest/globals';

import { ALL_ROWS } from '../chaos/rows/all-rows.ts';
import { GUARDS } from '../guards/all-guards.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/reliability.md'), 'utf8');

function firstCells(heading: string): string[] {
  const section = page.split(`\n## ${heading}\n`)[1]!.split('\n## ')[0]!;
  const lines = section.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(2).map((line) => line.split('|')[1]!.trim());
}

test('docs/reliability.md has every row of the fault matrix, and no other', () => {
  // There is a table for each kind of fault: what is no name of a row heads one, or says what no row shows.
  const named = firstCells('The fault matrix').filter((cell) => cell.startsWith('`'));
  expect(named).toEqual(ALL_ROWS.map(({ name }) => `\`${name}\``));
});

test('docs/reliability.md has every guard, and no other', () => {
  expect(firstCells('The guards')).toEqual(GUARDS.map(({ name }) => name));
});
