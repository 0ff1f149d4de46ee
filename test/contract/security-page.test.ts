import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '../..');
const page = readFileSync(path.join(root, 'docs/security.md'), 'utf8');

/** Files of tests that the page names, each with the words that it names one by: empty where it means the file. */
function listProofs(): { file: string; words: string }[] {
  const table = page.split('\n').filter((line) => line.startsWith('|') && line.includes('.test.ts'));
  return table.flatMap((line) =>
    [...line.matchAll(/`([\w./-]+\.test\.ts)`(?:: ([^`|]+))?/g)].map((match) => ({
      file: match[1]!,
      words: (match[2] ?? '').trim().replace(/,$/, ''),
    })),
  );
}

test('docs/security.md names a test in every row of its table, and each of them exists', () => {
  const rows = page.split('\n').filter((line) => /^\| [a-zA-Z]/.test(line) && line.split('|').length === 5);
  const [heading, ...guards] = rows.filter((row) => !row.startsWith('| role') && !row.startsWith('| `'));
  expect(heading).toContain('shown by');
  expect(guards.length).toBeGreaterThan(12);
  expect(guards.filter((row) => !row.includes('.test.ts'))).toEqual([]);
  const missing = listProofs().filter(({ file, words }) => {
    const place = path.join(root, file);
    return !existsSync(place) || !readFileSync(place, 'utf8').includes(words);
  });
  expect(missing).toEqual([]);
});
