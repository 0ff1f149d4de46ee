import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  acceptSubmissions,
  keepFailure,
  listOpsActions,
  quarantineArticle,
  type Pool,
} from '@writethru/store';
import { hashContent } from '@writethru/wire';

import { startApiBench, type ApiBench, type ApiReply } from '../support/api/bench.ts';
import { makeText } from '../support/made-text.ts';
import { until } from '../support/until.ts';

let bench: ApiBench;
let pool: Pool;
let operator: string;
let viewer: string;

beforeAll(async () => {
  bench = await startApiBench();
  ({ pool } = bench);
  operator = await bench.makeKey(['read', 'ops']);
  viewer = await bench.makeKey(['read']);
});

afterAll(() => bench.close());

const decideNothing = () => ({
  stories: [],
  merged: [],
  versions: [],
  related: [],
  unrelated: [],
  dues: [],
  events: [],
});

/** Accepts articles that nobody is told of, and quarantines them. Answers their ids. */
async function poison(guids: readonly string[], reason: string): Promise<string[]> {
  const items = guids.map((guid, at) => {
    const content = { headline: guid, body: makeText(at, 60) };
    return { submission: { provider: 'alpha', guid, content }, contentHash: hashContent(content) };
  });
  const accepted = await acceptSubmissions(pool, items, { graceMs: 3_600_000 });
  const ids = accepted.map((result) => (result.kind === 'accepted' ? result.articleId : 'refused'));
  for (const id of ids) {
    await keepFailure(pool, id, reason);
    await quarantineArticle(pool, id, reason, decideNothing);
  }
  return ids;
}

const submit = (path: string, fields: Record<string, string>, key = operator): Promise<ApiReply> =>
  bench.call(path, {
    method: 'POST',
    key,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });

const stateOf = async (id: string): Promise<string> =>
  ((await bench.call(`/v1/articles/${id}`)).body as { state: string }).state;

const page = async (path: string, key = operator): Promise<string> =>
  String((await bench.call(path, { key, headers: { accept: 'text/html' } })).body);

describe('the quarantine', () => {
  test('is released by reason: exactly those that were counted, with a reason, on record; they get their stories', async () => {
    const [first, second] = await poison(['q1', 'q2'], 'Out of luck.');
    const [other] = await poison(['q3'], 'Something else.');
    expect(await page('/ops/quarantine')).toContain('Release 2…');
    const form = await page('/ops/act?kind=release&reason=Out+of+luck.');
    expect(form).toContain('Release 2 articles');
    const asked = { kind: 'release', reason: 'Out of luck.', expected: '2' };
    expect((await submit('/ops/act', asked)).status).toBe(422);
    const late = await poison(['q4'], 'Out of luck.');
    const changed = await submit('/ops/act', { ...asked, why: 'fixed' });
    expect([changed.status, String(changed.body)]).toEqual([
      409,
      expect.stringContaining('There are 3 of them by now, not 2.'),
    ]);
    const begun = await submit('/ops/act', { ...asked, expected: '3', why: 'fixed' });
    expect(begun.status).toBe(303);
    for (const id of [first!, second!, late[0]!])
      await until(async () => (await stateOf(id)) === 'clustered');
    expect(await stateOf(other!)).toBe('quarantined');
    const [action] = (await listOpsActions(pool, 10)).filter(({ kind }) => kind === 'release');
    expect(action).toMatchObject({
      actor: 'test',
      reason: 'fixed',
      total: 3,
      done: 3,
      passedOver: 0,
      state: 'done',
    });
    expect(await page(begun.headers.get('location')!)).toContain('3 of 3 articles');
  });

  test('is discarded into an end state: the row and its text stay, and nothing takes it up again', async () => {
    const [id] = await poison(['d1'], 'Not ours.');
    await submit('/ops/act', { kind: 'discard', articleId: id!, expected: '1', why: 'spam' });
    await until(async () => (await stateOf(id!)) === 'discarded');
    const preview = await page(`/ops/articles/${id}`);
    expect(preview).toContain('discarded');
    expect(preview).toContain(makeText(0, 60).slice(0, 40));
    expect(preview).not.toContain('Release…');
  });

  test('shows a viewer no button, and refuses him', async () => {
    const [id] = await poison(['v1'], 'No luck.');
    for (const path of ['/ops', '/ops/quarantine', `/ops/articles/${id}`]) {
      expect([path, /Release|Discard…|Pause clustering|Retry/.test(await page(path, viewer))]).toEqual([
        path,
        false,
      ]);
    }
    for (const path of ['/ops/act?kind=release', '/ops/pause', '/ops/resume'])
      expect((await bench.call(path, { key: viewer })).status).toBe(403);
    const asked = { kind: 'discard', articleId: id!, expected: '1', why: 'x' };
    for (const path of ['/ops/act', '/ops/pause', '/ops/resume'])
      expect((await submit(path, asked, viewer)).status).toBe(403);
    expect(await stateOf(id!)).toBe('quarantined');
  });
});

test('a number of failures leads to the attempts that it counts', async () => {
  const [id] = await poison(['f1'], 'A rare fault.');
  await pool.query(
    `insert into article_failures (at, article_id, provider, attempt, reason)
     select now() - n * interval '2 hours', $1, 'alpha', n, 'A rare fault.' from generate_series(1, 3) n`,
    [id],
  );
  const place = '/ops/failures?reason=A+rare+fault.&within=';
  await until(async () => (await page('/ops')).includes(`${place.replace('&', '&amp;')}24h">4<`));
  expect(await page(`${place}24h`)).toContain('The last 4 of 4');
  expect(await page(`${place}3h`)).toContain('The last 2 of 2');
  const all = await page('/ops/failures', viewer);
  expect(all).toContain('A rare fault.');
  expect(all).toContain(`/ops/articles/${id}`);
});

test('many articles are counted by typing, and an abort leaves the rest as they are', async () => {
  await pool.query(
    `insert into article_identities (id, provider, guid, version, content_hash, effective_at, received_at, is_backfill,
       state, quarantine_reason, next_try_at, ended_at)
     select gen_random_uuid(), 'mass', n::text, 0, '\\x00', now(), now(), false, 'quarantined', 'A flood.', now(), now()
       from generate_series(1, 1001) n`,
  );
  const asked = { kind: 'discard', reason: 'A flood.', expected: '1001', why: 'a flood' };
  expect((await submit('/ops/act', asked)).status).toBe(422);
  const begun = await submit('/ops/act', { ...asked, typed: '1001' });
  const place = begun.headers.get('location')!;
  expect((await submit(`${place}/abort`, {}, viewer)).status).toBe(403);
  await submit(`${place}/abort`, {});
  const [action] = await listOpsActions(pool, 1);
  expect(action).toMatchObject({ state: 'aborted', abortedBy: 'test', total: 1001 });
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int as count from article_identities where provider = 'mass' and state = 'quarantined'`,
  );
  expect(rows[0]!.count).toBe(1001 - action!.done);
  expect(rows[0]!.count).toBeGreaterThan(0);
});

test('a pause keeps articles waiting and says so first; a resume lets them go on', async () => {
  await submit('/ops/pause', { why: 'a test' });
  let articleId = '';
  let before = '';
  let posted = 0;
  // What was begun before the pause was seen may take longer than a second, and end; what waits as long as another does not.
  await until(async () => {
    const { status, body } = await bench.call('/v1/articles', {
      headers: { prefer: 'wait=1' },
      body: { provider: 'alpha', guid: `p${posted++}`, headline: 'Waits', body: makeText(3, 60) },
    });
    before = articleId;
    ({ articleId } = body as { articleId: string });
    return status === 202 && before !== '' && (await stateOf(before)) === 'accepted';
  });
  await until(async () => (await page('/ops')).includes('test has paused clustering: a test'));
  expect([await stateOf(before), await stateOf(articleId)]).toEqual(['accepted', 'accepted']);
  expect((await submit('/ops/pause', { why: 'again' })).status).toBe(409);
  await submit('/ops/resume', { why: 'done' });
  await until(async () => (await stateOf(articleId)) === 'clustered');
});

test('what a feed sent and intake refused is listed with guid and place, fifty of each feed', async () => {
  const feed = await bench.makeKey(['ingest:beta']);
  const bad = Array.from({ length: 60 }, (_one, at) => ({ guid: `bad-${at}`, headline: 'x', urgency: 99 }));
  await bench.call('/v1/articles/batch', { key: feed, body: bad });
  await bench.call('/v1/articles', {
    key: feed,
    body: { guid: '<b>one</b>', provider: 'alpha', headline: 'x' },
  });
  let text = '';
  // Refusals are written every half second, and each time what is too many by then goes.
  await until(async () => {
    text = await page('/ops/refusals?provider=beta');
    return text.includes('&lt;b&gt;one&lt;/b&gt;') && !text.includes('bad-10');
  });
  expect(text).toContain('/urgency');
  expect(text.match(/bad-\d+/g)).toHaveLength(49);
  expect(text).toContain('bad-59');
  expect(await page('/ops/refusals?provider=alpha')).toContain('Nothing was refused');
});

test('what was refused of XML and of plain text has its guid and place too', async () => {
  const feed = await bench.makeKey(['ingest:gamma']);
  const send = (type: string, body: string, query = ''): Promise<ApiReply> =>
    bench.call(`/v1/articles/batch${query}`, { key: feed, headers: { 'content-type': type }, body });
  const newsItem = (guid: string, inside: string): string =>
    `<newsItem guid="${guid}"><itemMeta>${inside}</itemMeta></newsItem>`;
  await send(
    'application/vnd.iptc.g2.newsmessage+xml',
    `<newsMessage><itemSet><packageItem guid="g2-package"/>${newsItem('g2-photo', '<itemClass qcode="ninat:picture"/>')}${newsItem('g2-status', '<pubStatus qcode="stat:dead"/>')}</itemSet></newsMessage>`,
  );
  await send(
    'application/rss+xml',
    '<rss><channel><item><guid>rss-bare</guid></item><item><guid>rss-time</guid><title>x</title><pubDate>soon</pubDate></item></channel></rss>',
  );
  await send(
    'application/atom+xml',
    '<entry xmlns="http://www.w3.org/2005/Atom"><id>atom-time</id><title>x</title><published>soon</published></entry>',
  );
  await send('application/feed+json', '{"version":"https://jsonfeed.org/version/1","items":[{"id":7}]}');
  await bench.call('/v1/articles?guid=text-bare', {
    key: feed,
    headers: { 'content-type': 'text/plain' },
    body: ' ',
  });
  const expected = [
    { guid: 'g2-package', pointer: '/newsMessage/itemSet/packageItem[1]' },
    { guid: 'g2-photo', pointer: '/newsMessage/itemSet/newsItem[1]/itemMeta/itemClass' },
    { guid: 'g2-status', pointer: '/newsMessage/itemSet/newsItem[2]/itemMeta/pubStatus/@qcode' },
    { guid: 'rss-bare', pointer: '/rss/channel/item[1]/description' },
    { guid: 'rss-time', pointer: '/rss/channel/item[2]/pubDate' },
    { guid: 'atom-time', pointer: '/atom:entry/atom:published' },
    { guid: '7', pointer: '/items/0/content_html' },
    { guid: 'text-bare', pointer: '' },
  ];
  let rows: { guid: string; pointer: string }[] = [];
  // They are written behind the answers, some at a time, and a later some may be quicker.
  await until(async () => {
    ({ rows } = await pool.query<{ guid: string; pointer: string }>(
      `select guid, pointer from intake_refusals where provider = 'gamma'`,
    ));
    return rows.length >= expected.length;
  });
  expect(rows).toHaveLength(expected.length);
  expect(rows).toEqual(expect.arrayContaining(expected));
  expect(await page('/ops/refusals?provider=gamma')).toContain('text-bare');
});
