import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { type CliRun, runCli } from '../support/run-cli.ts';
import {
  type StubAnswer,
  type StubRequest,
  type StubService,
  startStubService,
} from '../support/stub-service.ts';

const A = '0199d3a0-0000-7000-8000-00000000000a';
const B = '0199d3a0-0000-7000-8000-00000000000b';
const TIMES = { firstEffectiveAt: '2026-11-23T08:00:00.000Z', lastEffectiveAt: '2026-11-23T09:30:00.000Z' };
const STORY = {
  id: B,
  lead: {
    articleId: 'a2',
    provider: 'demo-wire',
    headline: 'Harbour opens\u001b[2J',
    effectiveAt: TIMES.lastEffectiveAt,
    isShown: true,
  },
  versionCount: 2,
  providers: ['demo-herald', 'demo-wire'],
  ...TIMES,
};
const VERSIONS = [
  { sequence: 1, articleId: 'a1', provider: 'demo-wire', guid: 'h-1', version: 0, headline: 'Harbour to open', effectiveAt: TIMES.firstEffectiveAt, pubStatus: 'usable', isShown: true, relation: 'original', matchedArticleId: null, evidence: null },
  { sequence: 2, articleId: 'a2', provider: 'demo-herald', guid: 'h-2', version: 1, effectiveAt: TIMES.lastEffectiveAt, pubStatus: 'canceled', isShown: false, relation: 'expansion_of', matchedArticleId: 'a1', evidence: { decidedBy: 'algorithm', rule: 'near_duplicate', jaccard: 0.2113, containment: 0.8312, hoursApart: 1.5 } },
]; // prettier-ignore

let service: StubService;
let answer: (request: StubRequest) => StubAnswer;

beforeEach(async () => {
  service = await startStubService((request) => answer(request));
});

afterEach(() => service.close());

function writethru(...args: string[]): Promise<CliRun> {
  return runCli([...args, '--url', service.url], { env: { WRITETHRU_KEY: 'wt_test' } });
}

describe('writethru stories', () => {
  test('lists stories as a table that no headline can disturb', async () => {
    answer = () => ({ status: 200, body: { stories: [STORY], next: 'more' } });
    const run = await writethru('stories', '--limit', '1');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout.split('\n')).toEqual([
      `${'STORY'.padEnd(36)}  VERSIONS  PROVIDERS               LAST               HEADLINE`,
      `${B}  2         demo-herald, demo-wire  2026-11-23 09:30Z  Harbour opens [2J`,
      '',
    ]);
  });

  test('follows the pages up to --limit, and prints JSON as it came', async () => {
    answer = ({ path }) => {
      const query = new URL(path, 'http://x').searchParams;
      const count = Number(query.get('limit'));
      const next = query.get('cursor') === 'second' ? null : 'second';
      return { status: 200, body: { stories: Array.from({ length: count }, () => STORY), next } };
    };
    const run = await writethru('stories', '--limit', '150', '--json');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(run.stdout)).toEqual(Array.from({ length: 150 }, () => STORY));
    expect(service.requests.map(({ path }) => path)).toEqual([
      '/v1/stories?limit=100',
      '/v1/stories?limit=100&cursor=second',
    ]);
  });
});

describe('writethru story', () => {
  test('shows the versions in order, each with its relation, match and evidence', async () => {
    answer = () => ({ status: 200, body: { ...STORY, versions: VERSIONS } });
    const run = await writethru('story', B);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout.split('\n')).toEqual([
      `Story ${B}`,
      '2 versions from demo-herald, demo-wire, 2026-11-23 08:00Z to 2026-11-23 09:30Z',
      '',
      '#1    2026-11-23 08:00Z  demo-wire h-1 v0',
      '      Harbour to open',
      '      original',
      '',
      '#2    2026-11-23 09:30Z  demo-herald h-2 v1  [canceled]',
      '      (not to be shown)',
      '      expansion_of #1 (near_duplicate, containment 0.8312, jaccard 0.2113, 1.5 h apart)',
      '',
    ]);
  });

  test('follows a merged story to its survivor and says so, and never to another host', async () => {
    answer = ({ path }) =>
      path === `/v1/stories/${A}`
        ? { status: 307, headers: { location: `http://news.example/v1/stories/${B}` } }
        : { status: 200, body: { ...STORY, versions: VERSIONS } };
    const run = await writethru('story', A);
    expect(run.code).toBe(0);
    expect(run.stderr).toBe(`${A} is part of ${B} now.\n`);
    expect(run.stdout).toContain(`Story ${B}`);
    expect(service.requests.map(({ path }) => path)).toEqual([`/v1/stories/${A}`, `/v1/stories/${B}`]);
  });

  test('says that a story is not there', async () => {
    answer = () => ({ status: 404, body: { title: 'Not found', detail: 'There is no such story.' } });
    expect(await writethru('story', A)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'writethru: There is no such story.\n',
    });
    expect(await writethru('story', 'x')).toMatchObject({
      code: 1,
      stderr: 'writethru: x is not the id of a story.\n',
    });
  });
});

describe('writethru wait', () => {
  test('returns once nothing is accepted or published any more, and counts the quarantined', async () => {
    const backlogs = [
      { accepted: 2, published: 0, quarantined: 0 },
      { accepted: 0, published: 1, quarantined: 1 },
      { accepted: 0, published: 0, quarantined: 1 },
    ];
    answer = () => ({ status: 200, body: { ...backlogs.shift(), oldestAgeSeconds: 0 } });
    expect(await writethru('wait')).toEqual({
      code: 0,
      stdout: 'Nothing is waiting; 1 quarantined.\n',
      stderr: '',
    });
    expect(backlogs).toEqual([]);
  });

  test('ends with 1 when the time is up', async () => {
    answer = () => ({
      status: 200,
      body: { accepted: 2, published: 1, quarantined: 0, oldestAgeSeconds: 9 },
    });
    expect(await writethru('wait', '--timeout', '1')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'After 1 s 2 accepted and 1 published articles still wait; 0 quarantined.\n',
    });
  });
});

describe('writethru export', () => {
  const rows = Array.from({ length: 5 }, (_, at) => ({
    id: `id${at}`,
    provider: at === 3 ? 'demo-herald' : 'demo-wire',
    guid: at === 2 ? 'a\tb' : `g${at}`,
    version: 0,
    state: at === 4 ? 'quarantined' : 'clustered',
    storyId: at === 4 ? null : `s${at}`,
    relation: at === 4 ? null : 'original',
  }));

  beforeEach(() => {
    answer = ({ path }) => {
      const query = new URL(path, 'http://x').searchParams;
      const [after, provider] = [query.get('after'), query.get('provider')];
      const chosen = rows.filter((row) => provider === null || row.provider === provider);
      const start = after === null ? 0 : chosen.findIndex((row) => row.id === after) + 1;
      const articles = chosen.slice(start, start + 2);
      const isLast = start + 2 >= chosen.length;
      return { status: 200, body: { articles, next: isLast ? null : articles.at(-1)?.id } };
    };
  });

  test('writes guid and story of every article that has one, through all pages', async () => {
    const run = await writethru('export');
    expect(run).toEqual({ code: 0, stdout: 'g0\ts0\ng1\ts1\na b\ts2\ng3\ts3\n', stderr: '' });
    expect(service.requests).toHaveLength(3);
  });

  test('writes all rows as JSON lines, or those of one provider', async () => {
    const all = await writethru('export', '--format', 'jsonl');
    expect(
      all.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(rows);
    const some = await writethru('export', '--format', 'jsonl', '--provider', 'demo-herald');
    expect(
      some.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([rows[3]]);
  });

  test('ends in silence when its reader has had enough', async () => {
    const page = Array.from({ length: 1_000 }, () => rows[0]);
    answer = () => ({ status: 200, body: { articles: page, next: 'for ever' } });
    const env = { WRITETHRU_KEY: 'wt_test' };
    const run = await runCli(['export', '--url', service.url], { env, isPipedToHead: true });
    expect(run).toEqual({ code: 0, stdout: 'g0\ts0\n', stderr: '' });
  });

  test('refuses a format that it does not know', async () => {
    const run = await writethru('export', '--format', 'xml');
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain('Allowed choices are tsv, jsonl.');
  });
});
