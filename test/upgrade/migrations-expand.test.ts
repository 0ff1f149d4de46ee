import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { listContractions } from './list-contractions.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../packages/store/migrations');
const release = JSON.parse(readFileSync(path.join(import.meta.dirname, 'last-release.json'), 'utf8')) as {
  migrations: string[];
};
const all = readdirSync(FOLDER).filter((name) => name.endsWith('.sql'));

describe('migrations since the last release', () => {
  test('leave those of the release where they are', () => {
    expect(all).toEqual(expect.arrayContaining(release.migrations));
  });

  test('only expand, so that its programs go on beside those of the next', () => {
    const since = all.filter((name) => !release.migrations.includes(name));
    expect(since.length).toBeGreaterThan(0);
    const found = since.map((name) => [
      name,
      listContractions(readFileSync(path.join(FOLDER, name), 'utf8')),
    ]);
    expect(found).toEqual(since.map((name) => [name, []]));
  });
});

describe('what is told of a migration', () => {
  test.each([
    ['alter table articles drop column body;', 'drops'],
    ['alter table articles drop body;', 'drops a column'],
    ['drop table links;', 'drops'],
    ['drop function hangs(uuid);', 'drops'],
    ['alter table links rename to pairs;', 'renames'],
    ['alter table links rename column shared to common;', 'renames'],
    ['alter table links alter column shared type bigint;', 'changes a type'],
    ['alter table links alter column shared set not null;', 'demands'],
    ['alter table links add column weight integer not null;', 'not null without a default'],
    [
      'alter table links add column a1 text, add column weight integer not null;',
      'not null without a default',
    ],
    ['alter table links add constraint c check (shared > 0);', 'a constraint'],
    ['create unique index u on articles (url);', 'a unique index'],
    ['alter table links drop constraint links_order;', 'drops a rule'],
    ['TRUNCATE links;', 'empties'],
  ])('%s', (sql, told) => {
    expect(listContractions(sql).join()).toContain(told);
  });

  test.each([
    'alter table links add column weight integer;',
    'alter table links add column weight integer not null default 0;',
    'alter table links add column weight numeric(10, 2) not null default 0, add column note text;',
    'create table t (id bigint primary key, name text not null); create unique index u on t (name);',
    'create index i on links (shared) where shared > 0;',
    '-- Nothing is dropped, and no table is truncated.\ncreate or replace function f() returns int language sql as $$ select 1 $$;',
  ])('nothing: %s', (sql) => {
    expect(listContractions(sql)).toEqual([]);
  });
});
