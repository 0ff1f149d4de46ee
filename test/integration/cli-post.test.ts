import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { type CliRun, runCli } from '../support/run-cli.ts';
import {
  type StubAnswer,
  type StubRequest,
  type StubService,
  startStubService,
} from '../support/stub-service.ts';

interface Sent {
  provider?: string;
  guid?: string;
  body?: string;
  [field: string]: unknown;
}

let folder: string;
let service: StubService;
let answer: (request: StubRequest) => StubAnswer;

const sentIn = (request: StubRequest): Sent[] =>
  request.body
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Sent);
const sent = (): Sent[] => service.requests.flatMap(sentIn);

/** Accepts everything but the guids named, which are repeated or refused. */
function judge(request: StubRequest, repeated: string[] = [], refused: string[] = []): StubAnswer {
  const results = sentIn(request).map(({ guid = '' }, index) => {
    if (repeated.includes(guid)) return { index, status: 200, articleId: 'x', version: 0, repeat: true };
    if (!refused.includes(guid)) return { index, status: 202, articleId: 'x', version: 0 };
    const errors = [{ pointer: '/body', detail: 'must be text' }];
    return {
      index,
      status: 422,
      problem: { title: 'Invalid input', detail: 'The article is refused.', errors },
    };
  });
  return { status: 200, body: { results } };
}

function post(...args: string[]): Promise<CliRun> {
  return runCli(['post', '--url', service.url, ...args], { env: { WRITETHRU_KEY: 'wt_test' }, cwd: folder });
}

function write(name: string, content: string | Buffer): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'writethru cli '));
  answer = judge;
  service = await startStubService((request) => answer(request));
});

afterEach(async () => {
  await service.close();
  rmSync(folder, { recursive: true });
});

describe('writethru post', () => {
  test('posts a text as one article: guid from the file name, headline left to the text', async () => {
    const file = write('harbour-1.txt', '\ufeffThe harbour opens.\nIt did.\n');
    const run = await post(
      '--provider',
      'demo-wire',
      '--feed',
      'city',
      '--published-at',
      '2026-11-23T08:00:00Z',
      file,
    );
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/^1 articles in .* 1 accepted, 0 repeated, 0 refused\n$/);
    expect(sent()).toEqual([
      {
        provider: 'demo-wire',
        feed: 'city',
        publishedAt: '2026-11-23T08:00:00Z',
        guid: 'harbour-1',
        body: 'The harbour opens.\nIt did.\n',
      },
    ]);
    expect(service.requests.map(({ method, path: at, key }) => ({ method, at, key }))).toEqual([
      { method: 'POST', at: '/v1/articles/batch', key: 'wt_test' },
    ]);
  });

  test('posts .json (an object or an array), .jsonl, .jsonl.gz and standard input in one go', async () => {
    const files = [
      write('one.json', JSON.stringify({ provider: 'p', guid: 'one' }, null, 2)),
      write('two.json', JSON.stringify([{ guid: 'two' }, { provider: 'p', guid: 'three' }], null, 2)),
      write('four.jsonl', '{"guid":"four"}\n\n{"guid":"five","version":3}'),
      write('six.jsonl.gz', gzipSync('{"guid":"six"}\n')),
    ];
    const run = await runCli(['post', '--url', service.url, '--provider', 'q', ...files, '-'], {
      env: { WRITETHRU_KEY: 'wt_test' },
      stdin: '{"guid":"seven","provider":"p"}\n',
    });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(sent().map(({ provider, guid, version }) => [provider, guid, version])).toEqual([
      ['p', 'one', undefined],
      ['q', 'two', undefined],
      ['p', 'three', undefined],
      ['q', 'four', undefined],
      ['q', 'five', 3],
      ['q', 'six', undefined],
      ['p', 'seven', undefined],
    ]);
  });

  test('names every refusal by place, guid and reason, counts the rest and ends with 1', async () => {
    answer = (request) => judge(request, ['b'], ['c']);
    const file = write('feed.jsonl', '{"guid":"a"}\n{"guid":"b"}\n{"guid":"c"}\nnot json\n');
    const run = await post('--provider', 'p', file);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('4 articles');
    expect(run.stdout).toContain('1 accepted, 1 repeated, 2 refused');
    expect(run.stderr.trimEnd().split('\n').sort()).toEqual([
      `refused ${file}:3 c: 422 The article is refused. /body: must be text`,
      `refused ${file}:4: not a JSON object`,
    ]);
  });

  test('sends thousands of articles in batches of 500, each once', async () => {
    const lines = Array.from({ length: 2_300 }, (_, at) => `{"guid":"g${at}"}\n`);
    const run = await post('--provider', 'p', write('many.jsonl', lines.join('')));
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('2,300 articles');
    expect(service.requests.map((request) => sentIn(request).length).sort((a, b) => a - b)).toEqual([
      300, 500, 500, 500, 500,
    ]);
    expect(new Set(sent().map(({ guid }) => guid)).size).toBe(2_300);
  });

  test('comes back when a full service says so, and after a broken connection', async () => {
    const refusals: StubAnswer[] = [
      { status: 503, headers: { 'retry-after': '0' }, body: { title: 'Unavailable' } },
      { status: 429, headers: { 'retry-after': '1' } },
      'hang up',
    ];
    answer = (request) => refusals.shift() ?? judge(request);
    const run = await post('--provider', 'p', write('feed.jsonl', '{"guid":"a"}\n'));
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('1 accepted, 0 repeated, 0 refused');
    expect(service.requests).toHaveLength(4);
  });

  test('finds the one article for which a whole request is refused, and posts the others', async () => {
    answer = (request) =>
      request.body.includes('"poison"')
        ? { status: 400, body: { title: 'Malformed', detail: 'A key is there twice.' } }
        : judge(request);
    const guids = ['a', 'b', 'poison', 'c', 'd', 'e', 'f'];
    const file = write('feed.jsonl', guids.map((guid) => `{"guid":"${guid}"}\n`).join(''));
    const run = await post('--provider', 'p', file);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('6 accepted, 0 repeated, 1 refused');
    expect(run.stderr).toBe(`refused ${file}:3 poison: 400 A key is there twice.\n`);
  });

  test('says what is wrong with a file before anything is sent', async () => {
    const good = write('good.json', '{"guid":"a"}');
    for (const [args, message] of [
      [[good, 'missing.json'], 'missing.json: no such file.'],
      [
        [good, write('page.html', '')],
        'page.html: not one of .txt, .json, .jsonl, .jsonl.gz, .xml, .nitf, .rss, .atom.',
      ],
      [[good, write('x.txt', 'text')], 'x.txt: a text file does not say who sent it. Use --provider.'],
    ] as const) {
      const run = await post(...args);
      expect(run).toMatchObject({ code: 1, stdout: '' });
      expect(run.stderr).toMatch(/^writethru: [^\n]*\n$/);
      expect(run.stderr).toContain(message);
    }
    expect(service.requests).toEqual([]);
  });

  test('tells what went in when a file breaks off in the middle', async () => {
    const file = write('broken.jsonl.gz', gzipSync('{"guid":"a"}\n'.repeat(5_000)).subarray(0, 60));
    const run = await post('--provider', 'p', file);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/^writethru: .*broken\.jsonl\.gz: unexpected end of file\n$/);
  });

  test('posts a document as it stands, and names each of its articles that is refused', async () => {
    const bytes = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><rss>caf\u00e9</rss>', 'latin1');
    const file = write('feed.rss', bytes);
    const problem = {
      detail: 'Refused.',
      errors: [{ pointer: '/rss/channel/item[2]/guid', detail: 'is missing' }],
    };
    answer = () => ({
      status: 200,
      body: {
        results: [
          { index: 0, status: 202, articleId: 'x', version: 0 },
          { index: 1, status: 422, problem },
        ],
      },
    });
    const run = await post('--provider', 'nord', '--time-zone', 'Europe/Oslo', file);
    expect(service.requests).toMatchObject([
      { path: '/v1/articles/batch?provider=nord&timeZone=Europe%2FOslo', body: bytes.toString('utf8') },
    ]);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('1 accepted, 0 repeated, 1 refused');
    expect(run.stderr).toContain(`${file}:2: 422 Refused. /rss/channel/item[2]/guid: is missing`);
  });

  test('knows a JSON Feed from a list of articles, and items of ninjs by their names', async () => {
    const feed = write('feed.json', '{"version":"https://jsonfeed.org/version/1.1","items":[]}');
    const ninjs = write('items.json', '[{"uri":"urn:a","headlines":[]}]');
    answer = (request) =>
      request.path.includes('?') ? { status: 422, body: { detail: 'Empty.' } } : judge(request);
    const run = await post('--provider', 'nord', ninjs, feed);
    expect(service.requests.map((request) => request.path)).toEqual([
      '/v1/articles/batch',
      '/v1/articles/batch?provider=nord',
    ]);
    expect(sentIn(service.requests[0]!)).toEqual([{ provider: 'nord', uri: 'urn:a', headlines: [] }]);
    expect(run.stderr).toContain(`${feed}:1: 422 Empty.`);
  });
});
