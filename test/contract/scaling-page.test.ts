import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from '@jest/globals';
import pg from 'pg';

import { readFigures } from '../scaling/read-figures.ts';
import { writeTables } from '../scaling/write-tables.ts';
import { createTestDatabase } from '../support/database.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/scaling.md'), 'utf8');

test('every table of figures in docs/scaling.md follows from docs/benchmarks.md', () => {
  expect(page).toBe(writeTables(page));
});

test('a figure that no benchmark has made is missed', () => {
  expect(() => readFigures('Growth', '7 articles')).toThrow('no row "7 articles" under "Growth"');
});

test('docs/scaling.md says of every table how a distributed Postgres would divide it, once', async () => {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
  );
  await client.end();
  await database.drop();
  const section = page.split('\n## Past one Postgres')[1]!.split('\n## ')[0]!;
  const cells = section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|')[1]!);
  const named = cells.flatMap((cell) => Array.from(cell.matchAll(/`(\w+)`/g), ([, name]) => name!));
  expect(named.toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
});
