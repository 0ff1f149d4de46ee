import { expect } from '@jest/globals';

import { startApiBench, type ApiBench } from '../api/bench.ts';
import { makeText } from '../made-text.ts';
import { articleOf, idOf, send, settle, type Answer, type BadInput } from './row.ts';

/** Posts one after the other, and holds that no two of them end in one story. Answers the last one. */
async function staysApart(bench: ApiBench, articles: readonly object[]): Promise<Answer> {
  const answers: Answer[] = [];
  for (const article of articles) answers.push(await send(bench, article));
  const held = await Promise.all(answers.map((answer) => settle(bench, idOf(answer))));
  expect(new Set(held.map(({ story }) => story?.id)).size).toBe(articles.length);
  return answers.at(-1)!;
}

const isClustered = async (bench: ApiBench, answer: Answer): Promise<void> =>
  expect(await settle(bench, idOf(answer))).toMatchObject({ state: 'clustered' });

const texts = (row: number, name: string, bodies: readonly string[]): BadInput => ({
  row,
  name,
  expected: 202,
  send: (bench) =>
    staysApart(
      bench,
      bodies.map((body, at) =>
        articleOf(row, { guid: `bad/${row}/${name}/${at}`, headline: undefined, body }),
      ),
    ),
});

const heavy = (row: number, name: string, body: string): BadInput => ({
  row,
  name,
  expected: 202,
  send: (bench) => send(bench, articleOf(row, { guid: `bad/${row}/${name}`, body })),
  check: isClustered,
});

const batch = (
  row: number,
  name: string,
  items: () => readonly object[],
  outcome: Pick<BadInput, 'expected' | 'problem' | 'pointer' | 'check'>,
): BadInput => ({
  row,
  name,
  send: (bench) => send(bench, items(), { path: '/v1/articles/batch' }),
  ...outcome,
});

const resultsOf = (answer: Answer): { status: number; articleId?: string; repeat?: boolean }[] =>
  (JSON.parse(answer.text) as { results: { status: number; articleId?: string }[] }).results;

function refusesTheEighthAlone(_bench: ApiBench, answer: Answer): void {
  const refused = resultsOf(answer).flatMap(({ status }, at) => (status >= 400 ? [[at, status]] : []));
  expect(refused).toEqual([[7, 422]]);
}

function repeatsTheFirst(_bench: ApiBench, answer: Answer): void {
  const [first, second] = resultsOf(answer);
  expect(second).toMatchObject({ status: 200, articleId: first!.articleId });
}

function saysWhenToComeBack(_bench: ApiBench, { headers }: Answer): void {
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
}

const VICTIM = makeText(58, 120);
const PASSAGES = Array.from({ length: 12 }, (_, at) =>
  VICTIM.split(' ')
    .slice(at * 10, at * 10 + 6)
    .join(' '),
);
const ONE_WAITS = `
insert into article_identities (id, provider, guid, version, content_hash, effective_at, received_at, is_backfill,
                                next_try_at)
values (gen_random_uuid(), 'wire', 'waits', 0, '', now(), now(), false, now())`;
const FURNITURE =
  'Our Standards: The Thomson Reuters Trust Principles. Click here to subscribe to our newsletter.';

/** Texts that would mislead, requests that come again, and batches. */
export const FEED_ROWS: BadInput[] = [
  texts(40, 'three words, and three others', ['Rates left unchanged', 'Rates left alone']),
  texts(41, 'nothing but furniture, twice', [
    `UPDATE 1-\n\n${FURNITURE}`,
    `UPDATE 2-\n\n${FURNITURE} Read more.`,
  ]),
  heavy(56, '900,000 letters without a space', `${'a'.repeat(900_000)}!`),
  heavy(56, '900,000 spaces and a letter', `${' '.repeat(900_000)}a`),
  heavy(57, 'one shingle 100,000 times', 'same '.repeat(100_000)),
  texts(58, "another's passages, strung together", [
    VICTIM,
    PASSAGES.map((passage, at) => `${makeText(5_800 + at, 20)} ${passage}`).join(' '),
  ]),
  texts(58, 'a text in the middle of another', [
    makeText(581, 120),
    `${makeText(582, 300)} ${makeText(581, 120)} ${makeText(583, 300)}`,
  ]),
  {
    row: 80,
    name: 'an Idempotency-Key with another body',
    expected: 422,
    problem: 'invalid-input',
    pointer: 'Idempotency-Key',
    async send(bench) {
      const headers = { 'idempotency-key': 'bad-80' };
      await send(bench, articleOf(80), { headers });
      return send(bench, articleOf(80, { headline: 'Another' }), { headers });
    },
  },
  {
    row: 81,
    name: 'one article fifty times at once',
    expected: 200,
    async send(bench) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => send(bench, articleOf(81))));
      expect(new Set(answers.map(idOf)).size).toBe(1);
      expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
      return answers.find(({ status }) => status !== 202)!;
    },
  },
  {
    row: 82,
    name: 'version 1 after version 2',
    expected: 202,
    async send(bench) {
      await send(bench, articleOf(82, { version: 2, headline: 'The second' }));
      return send(bench, articleOf(82, { version: 1, headline: 'The first' }));
    },
    async check(bench, answer) {
      const { story } = await settle(bench, idOf(answer));
      const { body } = await bench.call(`/v1/stories/${story!.id}`);
      expect(body).toMatchObject({ lead: { headline: 'The second' }, versionCount: 2 });
    },
  },
  batch(83, 'a batch of none', () => [], { expected: 422, problem: 'invalid-input' }),
  batch(
    83,
    'a batch of 1,001',
    () => Array.from({ length: 1_001 }, (_, at) => articleOf(83, { guid: `bad/83/${at}` })),
    { expected: 422, problem: 'invalid-input' },
  ),
  batch(
    83,
    'a batch of 11 MB',
    () => Array.from({ length: 11 }, () => articleOf(83, { body: 'a'.repeat(999_999) })),
    {
      expected: 413,
      problem: 'too-large',
    },
  ),
  batch(
    84,
    'one of a hundred is bad',
    () =>
      Array.from({ length: 100 }, (_, at) =>
        articleOf(84, { guid: `bad/84/${at}`, ...(at === 7 && { urgency: 99 }) }),
      ),
    {
      expected: 200,
      check: refusesTheEighthAlone,
    },
  ),
  batch(85, 'the same article twice in a batch', () => [articleOf(85), articleOf(85)], {
    expected: 200,
    check: repeatsTheFirst,
  }),
  {
    row: 86,
    name: 'more requests than a key may send',
    expected: 429,
    problem: 'rate-limited',
    async send() {
      const slow = await startApiBench({ hasClusterer: false, requestsPerMinute: 2 });
      const answers: Answer[] = [];
      for (let at = 0; at < 3; at++)
        answers.push(await send(slow, undefined, { method: 'GET', path: '/v1/stories' }));
      await slow.close();
      return answers.at(-1)!;
    },
    check: saysWhenToComeBack,
  },
  {
    row: 87,
    name: 'an article while the backlog is full',
    expected: 503,
    problem: 'unavailable',
    async send() {
      const full = await startApiBench({ hasClusterer: false, backlogLimit: 0 });
      await full.pool.query(ONE_WAITS);
      const answer = await send(full, articleOf(87));
      await full.close();
      return answer;
    },
    check: saysWhenToComeBack,
  },
  {
    row: 90,
    name: "a form sent from another site's page",
    expected: 403,
    isRaw: true,
    send: (bench) =>
      send(bench, `key=${bench.key}`, {
        path: '/sign-in',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://elsewhere.example' },
      }),
  },
];
