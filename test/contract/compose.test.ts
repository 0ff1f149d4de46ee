import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { expect, test } from '@jest/globals';

import { fillIn, readComposeServices, readOwnServices } from '../support/compose.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const all = Object.entries(readComposeServices());
const own = Object.entries(readOwnServices());
const MIB = 2 ** 20;

/** `512m`, `512mb`, `1g`. */
function readBytes(size: string): number {
  const [, count, unit] = /^(\d+)(m|g)b?$/.exec(size) ?? [];
  return Number(count) * (unit === 'g' ? 1_024 : 1) * MIB;
}

test('one service builds the image, at every start, and the others neither build nor pull it', () => {
  expect(own.filter(([, { build }]) => build !== undefined).map(([name]) => name)).toEqual(['migrate']);
  for (const [name, { pull_policy: policy }] of own)
    expect([name, policy]).toEqual([name, name === 'migrate' ? 'build' : 'never']);
});

test('the image has the dependencies of every program that is run in it', () => {
  const words = read('Dockerfile').split(/\s+/);
  for (const [name, { entrypoint = [], command = [] }] of own) {
    const file = [...entrypoint, ...command].find((part) => /^(packages|services)\//.test(part))!;
    const manifest = read(path.join(file.split('/').slice(0, 2).join('/'), 'package.json'));
    const { name: workspace } = JSON.parse(manifest) as { name: string };
    expect([name, words.includes(`--workspace=${workspace}`)]).toEqual([name, true]);
  }
});

test('what the image is made of is readable to its user, whatever the umask of the checkout', () => {
  const stages = read('Dockerfile').split(/^(?=FROM )/m);
  const fromCheckout = stages.filter((stage) => /^COPY (?!--from=)/m.test(stage));
  expect(fromCheckout).toHaveLength(1);
  expect(fromCheckout[0]).toMatch(/^COPY \. \.\nRUN chmod -R u=rwX,go=rX \.$/m);
});

test('a process of ours can be ended before it listens for signals', () => {
  for (const [name, { init }] of own) expect([name, init]).toEqual([name, true]);
});

test('everything that runs has a limit to its memory, and Redis is full before it reaches it', () => {
  for (const [name, { deploy }] of all) {
    const memory = deploy?.resources?.limits?.memory ?? '';
    expect([name, readBytes(fillIn(memory, {})) >= 256 * MIB]).toEqual([name, true]);
  }
  const { command = [], environment = {}, deploy } = readComposeServices()['redis']!;
  expect(command.join(' ')).toContain('--maxmemory "$$REDIS_MAXMEMORY" --maxmemory-policy noeviction');
  const maxMemory = readBytes(fillIn(environment['REDIS_MAXMEMORY']!, {}));
  expect(maxMemory).toBeGreaterThan(0);
  expect(maxMemory * 2).toBeLessThanOrEqual(readBytes(fillIn(deploy!.resources!.limits!.memory!, {})));
});

test('every published port is one port of the loopback, and no two are the same', () => {
  const ports = all.flatMap(([, service]) => service.ports ?? []).map((port) => fillIn(port, {}));
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  expect(new Set(ports.map((port) => port.split(':')[1])).size).toBe(ports.length);
});

test('Prometheus finds each process of intake by one name', () => {
  const more = own.filter(([name]) => name.startsWith('intake-'));
  expect(more.map(([, { networks }]) => networks?.['default']?.aliases)).toEqual(more.map(() => ['intake']));
});

test('the README’s line makes every password that compose asks for, once, and for nobody else to read', () => {
  const line = /^\(umask 077;.*?^done\)$/ms.exec(read('README.md'))![0];
  const folder = mkdtempSync(path.join(os.tmpdir(), 'writethru-passwords-'));
  const file = path.join(folder, '.env');
  const run = (): string => {
    expect(spawnSync('sh', ['-c', line], { cwd: folder, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
    return readFileSync(file, 'utf8');
  };
  // One that was made before, readable to all, and that an editor left without its last line's end.
  writeFileSync(file, 'OPS_PASSWORD=' + 'ab'.repeat(24), { mode: 0o644 });
  const made = run();
  expect(made).toContain(`OPS_PASSWORD=${'ab'.repeat(24)}\n`);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const asked = [...read('docker-compose.yml').matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
  const set = [...made.matchAll(/^(\w+)=[0-9a-f]{48}$/gm)].map(([, name]) => name);
  expect(set).toHaveLength(new Set(set).size);
  expect(new Set(set)).toEqual(new Set(asked));
  expect(run()).toBe(made);
  rmSync(folder, { recursive: true });
  expect(read('.gitignore').split('\n')).toContain('.env');
});
