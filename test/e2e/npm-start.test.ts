import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { loadExpectedStories, loadSeeds } from '@writethru/seeds';

import { createTestDatabase } from '../support/database.ts';
import { describeWithRedis, testRedisUrl } from '../support/redis.ts';
import { type Started, type StartOptions, startWritethru } from '../support/start-writethru.ts';
import { until } from '../support/until.ts';

// npm start as people use it, in processes of its own. What it must never do is leave one of them behind.
let folder: string;
const starts: Started[] = [];
const servers: Server[] = [];
/** Where root puts what the account of Postgres could not reach. */
const elsewhere = new Set<string>();

beforeAll(() => {
  // mkdtemp makes it 0700: for root, a folder that the account of Postgres can't enter. And its name has a space.
  folder = mkdtempSync(path.join(os.tmpdir(), 'writethru e2e '));
});

afterAll(() => {
  for (const server of servers) server.close();
  for (const started of starts) {
    for (const pid of started.processes().keys()) process.kill(pid, 'SIGKILL');
    const place = /keeps its data in (\S+):/.exec(started.output())?.[1];
    if (place !== undefined) elsewhere.add(place);
  }
  for (const place of [folder, ...elsewhere]) rmSync(place, { recursive: true, force: true });
});

function start(name: string, options: Omit<StartOptions, 'dataFolder'> = {}): Started {
  const dataFolder = path.join(folder, name);
  mkdirSync(dataFolder, { recursive: true });
  const started = startWritethru({ dataFolder, ...options });
  starts.push(started);
  return started;
}

async function listLeft(started: Started): Promise<string[]> {
  await until(() => started.processes().size === 0).catch(() => {});
  return [...started.processes().values()];
}

const readKey = (name: string): string => readFileSync(path.join(folder, name, 'admin-key'), 'utf8').trim();

async function get<Body>(started: Started, name: string, where: string): Promise<Body> {
  const headers = { authorization: `Bearer ${readKey(name)}` };
  const answer = await fetch(started.url() + where, { headers });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Body;
}

interface Stories {
  stories: { id: string; versionCount: number }[];
}
const listStories = (started: Started, name: string): Promise<Stories> =>
  get<Stories>(started, name, '/v1/stories?limit=100');

let firstStories: Stories;

test('on an empty folder it posts the seeds, prints their stories and a curl line that works as pasted; Ctrl-C ends it all', async () => {
  const started = start('first', { env: { LOG_LEVEL: 'debug' } });
  await started.ready();
  const output = started.output();
  expect(output).toContain(`${loadSeeds(new Date()).length} demo articles came in`);
  expect(output).toMatch(/^ {2}6 versions {2}CORRECTED-UPDATE 1-Lindmouth harbour bridge/m);
  expect(output).toContain(`${started.url()}/v1/stories`);
  expect(output).toContain(`${started.url()}/ops`);
  const link = /http\S+\/sign-in\?token=[\w-]{43}/.exec(output)?.[0] ?? '';
  expect(await (await fetch(link)).text()).toContain('This link works once.');

  firstStories = await listStories(started, 'first');
  expect(firstStories.stories).toHaveLength(loadExpectedStories().length);
  const versions = firstStories.stories.reduce((sum, story) => sum + story.versionCount, 0);
  expect(versions).toBe(loadSeeds(new Date()).length);

  const headers = { authorization: `Bearer ${readKey('first')}` };
  const heard = async (): Promise<string[]> => {
    const text = await (await fetch(`${started.url()}/metrics`, { headers })).text();
    return [...text.matchAll(/^wire_processes\{service="(\w+)"\} 1$/gm)].map(([, service]) => service!);
  };
  const services = ['clusterer', 'intake', 'ops', 'query'];
  await until(async () => services.join() === (await heard()).sort().join());

  const line = /^ *(curl .+)$/m.exec(output)?.[1] ?? '';
  const pasted = await promisify(execFile)('sh', ['-c', line]);
  expect((JSON.parse(pasted.stdout) as Stories).stories.map((story) => story.id)).toEqual(
    firstStories.stories.slice(0, 3).map((story) => story.id),
  );

  expect(statSync(path.join(folder, 'first', 'admin-key')).mode & 0o777).toBe(0o600);
  process.kill(-started.pid, 'SIGINT');
  await started.ended;
  expect(await listLeft(started)).toEqual([]);
  // The whole log of a debug run, and the key, its middle, its secret half: none of it is there.
  const secret = readKey('first').split('_').slice(2).join('_');
  expect(secret.length).toBeGreaterThan(40);
  expect(started.output()).not.toContain(secret);
  const passwords = started.output().match(/(?:postgres|redis):\/\/[^\s"]*:(?!\[redacted\])[^\s"@]+@/g);
  expect(passwords).toBeNull();
});

test('a second start goes on where it was, and posts nothing twice; SIGTERM to npm alone ends it all', async () => {
  const started = start('first');
  await started.ready();
  expect(started.output()).not.toContain('demo articles');
  expect((await listStories(started, 'first')).stories).toEqual(firstStories.stories);
  process.kill(started.pid, 'SIGTERM');
  await started.ended;
  expect(await listLeft(started)).toEqual([]);
});

test('a taken port is a clear message, and nothing stays behind', async () => {
  const server: Server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const started = start('first', { env: { PORT: String(port) } });
  expect(await started.ended).toBe(1);
  expect(started.output()).toContain(
    `Port ${port} on 127.0.0.1 is taken. Stop what uses it, or set PORT to another.`,
  );
  expect(started.output()).not.toMatch(/^ +at /m);
  expect(await listLeft(started)).toEqual([]);
});

test('a closed terminal ends it all', async () => {
  const started = start('first');
  await started.ready();
  started.closeOutput();
  process.kill(-started.pid, 'SIGHUP');
  await started.ended;
  expect(await listLeft(started)).toEqual([]);
});

test('without seeds it is empty, and the queue stays where it was first, also after kill -9 of the services', async () => {
  const first = start('bare', { args: ['--no-seeds'], env: { QUEUE_BACKEND: 'postgres' } });
  await first.ready();
  expect(first.output()).not.toContain('demo articles');
  expect(await listStories(first, 'bare')).toMatchObject({ stories: [] });
  process.kill(first.servicePid(), 'SIGKILL');
  await first.ended;
  expect(await listLeft(first)).toEqual([]);

  const second = start('bare', { args: ['--no-seeds'] });
  await second.ready();
  expect(second.output()).toContain('Queue: BullMQ in the same Postgres');
  process.kill(second.pid, 'SIGKILL');
  await second.ended;
  expect(await listLeft(second)).toEqual([]);
});

describeWithRedis('with a DATABASE_URL and a REDIS_URL', () => {
  test('nothing private is started, and no seeds are posted', async () => {
    const database = await createTestDatabase();
    const started = start('urls', { env: { DATABASE_URL: database.url, REDIS_URL: testRedisUrl()! } });
    await started.ready();
    expect([...started.processes().values()].filter((line) => /postgres|redis|initdb/.test(line))).toEqual(
      [],
    );
    expect(existsSync(path.join(folder, 'urls', 'redis'))).toBe(false);
    expect(await listStories(started, 'urls')).toMatchObject({ stories: [] });
    process.kill(started.servicePid(), 'SIGTERM');
    await started.ended;
    expect(await listLeft(started)).toEqual([]);
    await database.drop();
  });
});
