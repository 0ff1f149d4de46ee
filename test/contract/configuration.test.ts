import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from '@jest/globals';
import { VARIABLES } from '@writethru/runtime';

const root = path.resolve(import.meta.dirname, '../..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');

/** The rows of the README's table of variables: name, default, what. */
function readRows(): string[][] {
  const chapter = readme.split('\n## Configuration\n')[1]?.split('\n## ')[0] ?? '';
  return chapter
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
}

test('the README names every variable, its default and what it does, as the code has them', () => {
  const variables = Object.values(VARIABLES).map(({ name, fallback, doc }) => [
    name,
    String(fallback ?? ''),
    doc,
  ]);
  expect(variables.length).toBeGreaterThan(10);
  expect(readRows()).toEqual(variables);
});

test('docker-compose.yml sets no variable that nothing reads', () => {
  const compose = readFileSync(path.join(root, 'docker-compose.yml'), 'utf8');
  const ours = compose
    .split(/^ {2}(?=\w+:\n)|^x-service/m)
    .filter((one) => /&service|<<: \*service/.test(one));
  const names = ours
    .filter((one) => !one.startsWith('migrate:'))
    .flatMap((one) => [...one.matchAll(/^ +([A-Z_]+):/gm)].map((match) => match[1]));
  expect(names).toContain('DATABASE_URL');
  const known = new Set<string>(Object.values(VARIABLES).map((variable) => variable.name));
  expect(names.filter((name) => !known.has(name ?? ''))).toEqual([]);
});
