import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from '@jest/globals';
import { VARIABLES } from '@writethru/runtime';

import { readOwnServices } from '../support/compose.ts';

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

const variables = new Set<string>(Object.values(VARIABLES).map(({ name }) => name));
const services = Object.entries(readOwnServices()).filter(([name]) => name !== 'migrate');

test('docker-compose.yml sets no variable that nothing reads', () => {
  for (const [service, { environment = {} }] of services) {
    expect([service, Object.keys(environment)]).toEqual([service, expect.arrayContaining(['DATABASE_URL'])]);
    expect(Object.keys(environment).filter((name) => !variables.has(name))).toEqual([]);
  }
});

/** Of no use to a service in a container. */
const NOT_PASSED = new Set([
  // The image says where it listens; a name without a value would take that away.
  'HOST',
  'PORT',
  // Compose brings both up.
  'DATABASE_URL',
  'REDIS_URL',
  'QUEUE_BACKEND',
  // Postgres has an address and a disk of its own: DATABASE_LIMIT_BYTES is the way there.
  'DISK_RESERVE_BYTES',
  // Of npm start alone.
  'WRITETHRU_DATA_DIR',
]);
/** Secrets, for those alone that use them. */
const OF_SOME: Record<string, readonly string[]> = {
  DATABASE_REPLICA_URL: ['query'],
  BREAK_GLASS_KEY: ['query', 'ops'],
};

test('docker-compose.yml passes every other variable on, to every service that may need it', () => {
  expect(services.map(([service]) => service)).toEqual(
    expect.arrayContaining(['intake', 'clusterer', 'query', 'ops', 'import']),
  );
  for (const [service, { environment = {} }] of services) {
    const passed = Object.keys(environment).filter((name) => environment[name] === null);
    const due = [...variables].filter(
      (name) => !NOT_PASSED.has(name) && (OF_SOME[name]?.includes(service) ?? true),
    );
    expect([service, passed.sort()]).toEqual([service, due.sort()]);
  }
});
