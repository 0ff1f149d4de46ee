import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { type ApiBench, startApiBench } from '../support/api/bench.ts';
import { readLabelledSet } from '../support/labelled-set.ts';
import { runCli } from '../support/run-cli.ts';

// Explaining two articles, and finding what is like one: over our own labelled wire copy.
interface Evidence {
  score: number;
  threshold: number;
  isMatch: boolean;
  isCandidate: boolean;
  sharedKeys: number;
}
interface Explained {
  isOneStory: boolean;
  reason: string;
  summary: string;
  a: { storyId: string; text: string | null; headline: string | null; isShown: boolean };
  b: { storyId: string; text: string | null; headline: string | null; isShown: boolean };
  evidence: Evidence;
  passages:
    { a: { start: number; end: number }; b: { start: number; end: number }; wordCount: number }[] | null;
  chain: { from: string; to: string; by: string; score: number | null }[];
  digests: string[];
}
interface SimilarAnswer {
  storyId?: string;
  wouldJoin?: string[];
  similar: {
    articleId: string;
    guid: string;
    storyId: string;
    headline: string | null;
    evidence: Evidence;
  }[];
}

const SET = readLabelledSet();
let bench: ApiBench;
let reader: string;
const idOf = new Map<string, string>();

beforeAll(async () => {
  bench = await startApiBench();
  reader = await bench.makeKey(['read']);
  const hidden = bodyOf('nw-quake-2');
  const submissions = [
    ...SET.map((article) => article.submission),
    {
      provider: 'harbour-press',
      guid: 'hp-embargo',
      body: `${hidden} And one line more for the morning.`,
      publishedAt: '2026-03-04T09:00:00Z',
      embargoedUntil: '2999-01-01T00:00:00Z',
    },
    {
      provider: 'harbour-press',
      guid: 'hp-withheld',
      body: `${hidden} And one line more for the evening.`,
      publishedAt: '2026-03-04T09:00:00Z',
      pubStatus: 'withheld',
    },
    {
      provider: 'harbour-press',
      guid: 'hp-held',
      headline: 'Held',
      body: 'Nobody but the desk may read that the mayor of Port Calder keeps eleven parrots in her office and means to teach them the names of all her predecessors before the spring.',
      pubStatus: 'withheld',
      publishedAt: '2026-03-04T09:00:00Z',
    },
  ];
  const ids = await bench.post(submissions);
  for (const [at, { guid, version }] of submissions.entries() as Iterable<
    [number, { guid: string; version?: number }]
  >)
    idOf.set(version === undefined || version === 0 ? guid : `${guid}/${version}`, ids[at]!);
});

afterAll(() => bench.close());

function bodyOf(guid: string): string {
  return String(SET.find(({ submission }) => submission.guid === guid)!.submission['body']);
}

async function explain(a: string, b: string, key = bench.key): Promise<Explained> {
  const path = `/v1/explain?a=${idOf.get(a)}&b=${idOf.get(b)}`;
  const reply = await bench.call(path, { key });
  expect(reply.status).toBe(200);
  return reply.body as Explained;
}

async function findSimilarTo(body: string, more: object = {}, key = bench.key): Promise<SimilarAnswer> {
  const reply = await bench.call('/v1/similar', { body: { body, ...more }, key });
  expect(reply.status).toBe(200);
  return reply.body as SimilarAnswer;
}

const wordsOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

describe('an explanation', () => {
  test('shows why a full story and its cut-down are one, and quotes what stands in both', async () => {
    const found = await explain('nw-bank-2', 'mo-2002');
    expect(found).toMatchObject({ isOneStory: true, evidence: { isCandidate: true, isMatch: true } });
    expect(found.a.storyId).toBe(found.b.storyId);
    expect(found.summary).toContain('one story');
    expect(found.passages!.length).toBeGreaterThan(0);
    for (const { a, b, wordCount } of found.passages!) {
      const quoted = wordsOf(found.a.text!.slice(a.start, a.end));
      expect(quoted).toBe(wordsOf(found.b.text!.slice(b.start, b.end)));
      expect(quoted.split(' ').length).toBeGreaterThanOrEqual(wordCount);
    }
    expect(found.passages!.reduce((sum, { wordCount }) => sum + wordCount, 0)).toBeGreaterThan(60);
  });

  test('counts offsets in the text as it is read, be it sent as HTML', async () => {
    const found = await explain('nw-ferry-2', 'hp-3000');
    expect(found.b.text).not.toContain('<p>');
    const { b } = found.passages![0]!;
    expect(found.b.text!.slice(b.start, b.end)).toMatch(/car ferry/);
  });

  test('leaves page furniture out of what is shared', async () => {
    const found = await explain('vd-flood-1', 'vd-flood-4');
    expect(found.isOneStory).toBe(false);
    const quoted = found.passages!.map(({ a }) => found.a.text!.slice(a.start, a.end)).join(' ');
    expect(quoted).toContain('highest level since 1954');
    expect(quoted).not.toContain('newsletter');
  });

  test('names a digest, a reused guid, and a provider that sent a kill', async () => {
    expect(await explain('nw-digest-3', 'nw-bank-1')).toMatchObject({
      isOneStory: false,
      reason: 'digest',
      digests: [idOf.get('nw-digest-3')],
    });
    expect(await explain('vd-column', 'vd-column/1')).toMatchObject({
      isOneStory: false,
      reason: 'reused_guid',
    });
    expect(await explain('nw-gas-1', 'nw-gas-1/1')).toMatchObject({
      isOneStory: true,
      reason: 'provider_key',
    });
  });

  test('has a chain of steps from one to the other, all within the story', async () => {
    const found = await explain('nw-quake-1', 'nw-quake-3');
    expect(found.isOneStory).toBe(true);
    expect(found.chain[0]!.from).toBe(idOf.get('nw-quake-1'));
    expect(found.chain.at(-1)!.to).toBe(idOf.get('nw-quake-3'));
    for (const [at, step] of found.chain.slice(1).entries()) expect(step.from).toBe(found.chain[at]!.to);
  });

  test('says the same whichever of the two is named first', async () => {
    const [there, back] = [await explain('nw-mill-1', 'nw-mill-3'), await explain('nw-mill-3', 'nw-mill-1')];
    expect(back.evidence).toEqual(there.evidence);
    expect(back).toMatchObject({ isOneStory: there.isOneStory, reason: there.reason });
  });

  test('gives a reader no word of a hidden text, nor of what the other shares with it', async () => {
    const found = await explain('nw-quake-2', 'hp-withheld', reader);
    expect(found).toMatchObject({
      passages: null,
      a: { isShown: true, text: null },
      b: { isShown: false, text: null, headline: null },
    });
    expect(JSON.stringify(found)).not.toContain('one line more');
  });

  test('does not tell a reader that there is an article under embargo', async () => {
    const path = `/v1/explain?a=${idOf.get('nw-quake-2')}&b=${idOf.get('hp-embargo')}`;
    expect(await bench.call(path, { key: reader })).toMatchObject({ status: 404 });
  });

  test('is refused for an article that is not there', async () => {
    const nobody = '01a207b3-01c8-7e46-bcaa-8128186e7f00';
    const reply = await bench.call(`/v1/explain?a=${idOf.get('nw-bank-1')}&b=${nobody}`);
    expect(reply).toMatchObject({ status: 404, body: { detail: expect.stringContaining(nobody) } });
    expect(await bench.call('/v1/explain?a=x')).toMatchObject({ status: 400 });
  });
});

describe('writethru explain', () => {
  test('says it for people', async () => {
    const [a, b] = [idOf.get('nw-bank-2')!, idOf.get('mo-2002')!];
    const run = await runCli(['explain', a, b, '--url', bench.url], { env: { WRITETHRU_KEY: bench.key } });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/^They are one story: /);
    expect(run.stdout).toMatch(/A and B: text, score \d+/);
    expect(run.stdout).toMatch(/FEATURE +VALUE +WEIGHT +POINTS\n/);
    expect(run.stdout).toMatch(/In both \(\d+ passages\)\n +\[\d+ words\] Norvale's central bank/);
  });

  test('refuses what is no id', async () => {
    const run = await runCli(['explain', 'one', 'two', '--url', bench.url], {
      env: { WRITETHRU_KEY: bench.key },
    });
    expect(run).toEqual({ code: 1, stdout: '', stderr: 'writethru: one is not the id of an article.\n' });
  });
});

describe('similar articles', () => {
  test('of an article are ranked, its own story before others', async () => {
    const id = idOf.get('nw-merger-2')!;
    const { storyId, similar } = (await bench.call(`/v1/articles/${id}/similar`)).body as SimilarAnswer;
    expect(similar.map(({ articleId }) => articleId)).not.toContain(id);
    const scores = similar.map(({ evidence }) => evidence.score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(similar[0]!.storyId).toBe(storyId);
    expect(similar.map(({ guid }) => guid)).toEqual(
      expect.arrayContaining(['nw-merger-1', 'vd-1003', 'mo-2003']),
    );
    const two = (await bench.call(`/v1/articles/${id}/similar?limit=2`)).body as SimilarAnswer;
    expect(two.similar).toEqual(similar.slice(0, 2));
  });

  test('of a text that is not stored are those of the article that says the same, and the story is named', async () => {
    const at = '2026-03-03T09:10:00.000Z';
    const before = (await bench.call('/v1/articles?limit=1000')).body as { articles: unknown[] };
    const found = await findSimilarTo(bodyOf('nw-merger-2'), { publishedAt: at });
    const id = idOf.get('nw-merger-2')!;
    const { storyId, similar } = (await bench.call(`/v1/articles/${id}/similar`)).body as SimilarAnswer;
    expect(found.wouldJoin).toEqual([storyId]);
    expect(found.similar[0]).toMatchObject({ articleId: id, evidence: { score: 10_000 } });
    const others = found.similar.filter(({ articleId }) => articleId !== id);
    expect(others).toEqual(similar);
    const after = (await bench.call('/v1/articles?limit=1000')).body as { articles: unknown[] };
    expect(after.articles).toHaveLength(before.articles.length);
  });

  test('of a text out of the window, or of something new, are none, and it would stand alone', async () => {
    const late = await findSimilarTo(bodyOf('nw-merger-2'), { publishedAt: '2026-04-20T00:00:00Z' });
    expect(late).toEqual({ wouldJoin: [], similar: [] });
    expect(await findSimilarTo('!?', {})).toEqual({ wouldJoin: [], similar: [] });
  });

  test('do not let a caller guess at a hidden text', async () => {
    const guess =
      'Nobody but the desk may read that the mayor of Port Calder keeps eleven parrots in her office and means to teach them the names of all her predecessors before the spring.';
    expect(await findSimilarTo(guess, { publishedAt: '2026-03-04T09:00:00Z' }, reader)).toEqual({
      wouldJoin: [],
      similar: [],
    });
  });

  test('are refused with the field that is wrong', async () => {
    const reply = await bench.call('/v1/similar', { body: { body: '', limit: 1_000, story: 1 } });
    expect(reply.status).toBe(422);
    expect(
      (reply.body as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer).sort(),
    ).toEqual(['/body', '/limit', '/story']);
  });
});
