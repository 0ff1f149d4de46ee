import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';

import { startApiBench, type ApiBench } from '../support/api/bench.ts';
import { type CliRun, runCli } from '../support/run-cli.ts';
import { until } from '../support/until.ts';

let bench: ApiBench;
let server: Server;
let base: string;
let folder: string;
let asked: { url: string; headers: IncomingMessage['headers'] }[];
let answers: Record<string, (request: IncomingMessage, response: ServerResponse) => void>;

beforeAll(async () => {
  bench = await startApiBench({ hasClusterer: false });
});
afterAll(() => bench.close());

beforeEach(async () => {
  asked = [];
  answers = {};
  folder = mkdtempSync(path.join(os.tmpdir(), 'writethru-follow-'));
  server = createServer((request, response) => {
    asked.push({ url: request.url ?? '', headers: request.headers });
    const answer = answers[request.url ?? ''];
    if (answer === undefined) response.writeHead(500).end();
    else answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  rmSync(folder, { recursive: true });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const item = (guid: string): string =>
  `<item><guid>${guid}</guid><title>News ${guid}</title><description>The text of ${guid}.</description></item>`;
const rss = (...guids: string[]): string =>
  `<rss version="2.0"><channel><title>F</title><link>http://f.example/</link><description>d</description>${guids.map(item).join('')}</channel></rss>`;
const atom = (guid: string): string =>
  `<feed xmlns="http://www.w3.org/2005/Atom"><id>f</id><title>F</title><updated>2026-11-25T08:00:00Z</updated><entry><id>${guid}</id><title>A ${guid}</title><updated>2026-11-25T08:00:00Z</updated><content>Text of ${guid}.</content></entry></feed>`;
const jsonFeed = (id: string): string =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'F',
    items: [{ id, content_text: `Text of ${id}.` }],
  });

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

const argsFor = (list: string): string[] => [
  'follow', list, '--url', bench.url, '--state', path.join(folder, 'state.json'), '--json',
]; // prettier-ignore

function follow(list: string, ...more: string[]): Promise<CliRun> {
  return runCli([...argsFor(list), '--once', '--allow-private', ...more], {
    env: { WRITETHRU_KEY: bench.key },
  });
}

const polls = (run: CliRun): Record<string, unknown>[] =>
  run.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const stateOf = (url: string): Record<string, unknown> =>
  (
    JSON.parse(readFileSync(path.join(folder, 'state.json'), 'utf8')) as Record<
      string,
      Record<string, unknown>
    >
  )[url]!;
/** Makes every feed due, as if the time had passed. */
function makeDue(): void {
  const file = path.join(folder, 'state.json');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/"nextAtMs": \d+/g, '"nextAtMs": 0'));
}

test('posts the feeds of an OPML file once, whatever their format, and then what is new alone', async () => {
  let guids = ['r1', 'r2'];
  answers['/rss'] = ({ headers }, response) => {
    const etag = `"${guids.length}"`;
    if (headers['if-none-match'] === etag) response.writeHead(304).end();
    else response.writeHead(200, { etag, 'content-encoding': 'gzip' }).end(gzipSync(rss(...guids)));
  };
  answers['/atom'] = (_request, response) => response.end(atom('a1'));
  answers['/json'] = (_request, response) => response.end(jsonFeed('j1'));
  const list = write(
    'feeds.opml',
    `<opml version="2.0"><body><outline text="group"><outline text="North &amp; Sea" xmlUrl="${base}/rss"/><outline text="South" xmlUrl="${base}/atom"/></outline><outline text="West" xmlUrl="${base}/json"/></body></opml>`,
  );
  const first = await follow(list);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(polls(first)).toMatchObject([
    { provider: 'North & Sea', kind: 'posted', accepted: 2, refused: 0 },
    { provider: 'South', accepted: 1 },
    { provider: 'West', accepted: 1 },
  ]);
  // Nothing is due, so nobody is asked.
  expect(polls(await follow(list))).toEqual([]);
  expect(asked).toHaveLength(3);
  makeDue();
  expect(polls(await follow(list)).map(({ kind }) => kind)).toEqual(['unchanged', 'unchanged', 'unchanged']);
  expect(asked[3]!.headers['if-none-match']).toBe('"2"');
  guids = ['r1', 'r2', 'r3'];
  makeDue();
  expect(polls(await follow(list))[0]).toMatchObject({ kind: 'posted', accepted: 1, repeated: 2 });
  const { body } = await bench.call(`/v1/articles?provider=${encodeURIComponent('North & Sea')}`);
  expect((body as { articles: unknown[] }).articles).toHaveLength(3);
});

test('refuses private addresses unless it is told otherwise', async () => {
  const list = write('list.txt', `# mine\n${base}/rss\n`);
  const run = await runCli([...argsFor(list), '--once'], { env: { WRITETHRU_KEY: bench.key } });
  expect(run.code).toBe(1);
  expect(polls(run)).toMatchObject([{ kind: 'failed', reason: '127.0.0.1 is not on the public internet.' }]);
  expect(asked).toEqual([]);
});

test('waits longer after each failure, obeys Retry-After, and asks no more where a feed is gone', async () => {
  const url = `${base}/sick`;
  const list = write('list.txt', url);
  answers['/sick'] = (_request, response) => response.writeHead(500).end();
  const waits: number[] = [];
  for (let failures = 1; failures <= 2; failures++) {
    const startedMs = Date.now();
    expect((await follow(list, '--every', '10')).code).toBe(1);
    expect(stateOf(url)['failures']).toBe(failures);
    waits.push(Math.round(((stateOf(url)['nextAtMs'] as number) - startedMs) / 600_000));
    makeDue();
  }
  expect(waits).toEqual([2, 4]);
  answers['/sick'] = (_request, response) => response.writeHead(503, { 'retry-after': '36000' }).end();
  const askedMs = Date.now();
  await follow(list, '--every', '10');
  expect(stateOf(url)['nextAtMs'] as number).toBeGreaterThanOrEqual(askedMs + 36_000_000);
  makeDue();
  answers['/sick'] = (_request, response) => response.writeHead(410).end();
  expect(polls(await follow(list))).toMatchObject([{ kind: 'gone' }]);
  makeDue();
  expect(polls(await follow(list))).toEqual([]);
});

test('a document that is too large, or none, is told and not remembered as had', async () => {
  answers['/bomb'] = (_request, response) =>
    response
      .writeHead(200, { 'content-encoding': 'gzip' })
      .end(gzipSync(Buffer.alloc(11 * 1024 * 1024, 'x')));
  answers['/page'] = (_request, response) =>
    response.writeHead(200, { etag: '"p"' }).end('<!DOCTYPE html><html><body>No feed</body></html>');
  const run = await follow(write('list.txt', `${base}/bomb\n${base}/page\n`));
  const byUrl = new Map(polls(run).map((poll) => [poll['url'], poll]));
  expect(byUrl.get(`${base}/bomb`)).toMatchObject({
    kind: 'failed',
    reason: expect.stringMatching(/larger than/),
  });
  expect(byUrl.get(`${base}/page`)).toMatchObject({ kind: 'failed' });
  expect(stateOf(`${base}/page`)).toMatchObject({ etag: null, sha256: null });
});

test('a feed that has moved for good is asked there from then on', async () => {
  answers['/old'] = (_request, response) => response.writeHead(301, { location: '/new' }).end();
  answers['/new'] = (_request, response) => response.end(rss('m1'));
  const list = write('list.txt', `${base}/old`);
  await follow(list, '--provider', 'mover');
  makeDue();
  await follow(list, '--provider', 'mover');
  expect(asked.map(({ url }) => url)).toEqual(['/old', '/new', '/new']);
});

test('runs on until Ctrl-C, ends with 0, and remembers what it had', async () => {
  answers['/rss'] = (_request, response) => response.end(rss('c1'));
  const list = write('list.txt', `${base}/rss`);
  const bin = path.resolve(import.meta.dirname, '../../packages/cli/bin/writethru.mjs');
  const child = spawn(process.execPath, [bin, ...argsFor(list), '--allow-private'], {
    env: { PATH: process.env['PATH'], WRITETHRU_KEY: bench.key },
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  const ended = new Promise((resolve) => child.on('close', resolve));
  await until(() => Promise.resolve(stdout.includes('"posted"')));
  child.kill('SIGINT');
  expect(await ended).toBe(0);
  expect(stateOf(`${base}/rss`)['sha256']).toMatch(/^[0-9a-f]{64}$/);
});
