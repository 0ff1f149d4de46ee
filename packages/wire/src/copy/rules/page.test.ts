import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from '@jest/globals';

import { COPY_RULES } from './table.ts';

const page = readFileSync(path.join(import.meta.dirname, '../../../../../docs/normalising.md'), 'utf8');

/** The rows of the page's table: rule, part, place, such as, but not. */
function readRows(): string[][] {
  return (page.split('\n## The rules\n')[1] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (?:rule|-)/.test(line))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const asCode = (example: string): string => `\`${example.trim().replaceAll('|', '\\|')}\``;

test('docs/normalising.md shows every rule, in order, with an example of what it strips and of what it leaves', () => {
  const rows = COPY_RULES.map((rule) => [
    rule.name,
    rule.part,
    rule.place,
    asCode(rule.matches[0]!),
    asCode(rule.rejects[0]!),
  ]);
  expect(readRows()).toEqual(rows);
});
