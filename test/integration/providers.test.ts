import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { startApiBench, type ApiBench } from '../support/api/bench.ts';
import { runCli } from '../support/run-cli.ts';
import { until } from '../support/until.ts';

const RSS = (guid: string): string => `<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title>
<item><guid>${guid}</guid><title>Bridge ${guid}</title><pubDate>Mon, 02 Mar 2026 10:00:00</pubDate></item>
</channel></rss>`;

let bench: ApiBench;

beforeAll(async () => {
  bench = await startApiBench({ hasClusterer: false });
  for (const provider of ['alpha', 'beta', 'gamma/2'])
    await bench.call('/v1/articles', { body: { provider, guid: 'g', headline: 'A' } });
});

afterAll(() => bench.close());

async function postRss(guid: string, query = ''): Promise<object> {
  const posted = await bench.call(`/v1/articles?provider=beta${query}`, {
    body: RSS(guid),
    headers: { 'content-type': 'application/rss+xml' },
  });
  const { articleId } = posted.body as { articleId: string };
  return (await bench.call(`/v1/articles/${articleId}`)).body as object;
}

async function set(provider: string, body: object, key = bench.key) {
  return bench.call(`/v1/providers/${encodeURIComponent(provider)}`, { method: 'PATCH', body, key });
}

describe('settings of providers', () => {
  test('are listed for all that sent something or have some, by name and page by page', async () => {
    await set('later', { rank: 3 });
    const names: string[] = [];
    for (let after: string | null = ''; after !== null;) {
      const query: string = after === '' ? '' : `&after=${encodeURIComponent(after)}`;
      const page = (await bench.call(`/v1/providers?limit=2${query}`)).body as {
        providers: { provider: string }[];
        next: string | null;
      };
      names.push(...page.providers.map(({ provider }) => provider));
      after = page.next;
    }
    expect(names).toEqual(['alpha', 'beta', 'gamma/2', 'later']);
  });

  test('change one at a time, go back to none, and say who changed them', async () => {
    const none = { timeZone: null, rank: null, retentionDays: null, hasTrustedKeys: false };
    const first = await set('gamma/2', { rank: 2, retentionDays: 30, hasTrustedKeys: true });
    expect(first).toMatchObject({
      status: 200,
      body: {
        provider: 'gamma/2',
        timeZone: null,
        rank: 2,
        retentionDays: 30,
        hasTrustedKeys: true,
        updatedBy: 'test',
      },
    });
    const back = await set('gamma/2', { rank: null, retentionDays: null, hasTrustedKeys: false });
    expect(back.body).toMatchObject(none);
    const { rows } = await bench.pool.query(
      `select changes, actor from provider_changes where provider = 'gamma/2' order by created_at`,
    );
    expect(rows).toEqual([
      {
        actor: 'test',
        changes: {
          rank: { from: null, to: 2 },
          retentionDays: { from: null, to: 30 },
          hasTrustedKeys: { from: false, to: true },
        },
      },
      expect.objectContaining({ actor: 'test' }),
    ]);
  });

  test('are for administrators alone, and refused by name where they make no sense', async () => {
    for (const scopes of [['read', 'edit'], ['read', 'ops'], ['ingest:alpha']]) {
      const key = await bench.makeKey(scopes);
      expect((await set('alpha', { rank: 1 }, key)).status).toBe(403);
      expect((await bench.call('/v1/providers', { key })).status).toBe(403);
    }
    for (const [body, pointer] of [
      [{ timeZone: 'Europe/Nowhere' }, '/timeZone'],
      [{ rank: 0 }, '/rank'],
      [{ retentionDays: 1.5 }, '/retentionDays'],
      [{ hasTrustedKeys: 'yes' }, '/hasTrustedKeys'],
    ] as const)
      expect(await set('alpha', body)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });

  test('a zone is read into times that come without one, and flagged; what the call says goes before it', async () => {
    expect(await postRss('before')).toMatchObject({ publishedAt: '2026-03-02T10:00:00.000Z' });
    const run = await runCli(
      ['providers', 'set', '--url', bench.url, 'beta', '--time-zone', 'America/New_York'],
      {
        env: { WRITETHRU_KEY: bench.key },
        cwd: process.cwd(),
      },
    );
    expect(run).toMatchObject({ code: 0 });
    expect(run.stdout).toMatch(/^beta +America\/New_York +- +for ever +-$/m);
    let at = 0;
    await until(async () => isEastern(await postRss(`after-${at++}`)));
    expect(await postRss('after')).toMatchObject({
      publishedAt: '2026-03-02T15:00:00.000Z',
      extra: { assumedZone: { timeZone: 'America/New_York', fields: ['publishedAt'] } },
    });
    expect(await postRss('asked', '&timeZone=Asia/Tokyo')).toMatchObject({
      publishedAt: '2026-03-02T01:00:00.000Z',
    });
  });

  test('the command line lists them', async () => {
    const run = await runCli(['providers', 'list', '--url', bench.url], {
      env: { WRITETHRU_KEY: bench.key },
      cwd: process.cwd(),
    });
    expect(run).toMatchObject({ code: 0 });
    expect(run.stdout).toMatch(/^later +UTC +3 +for ever +-$/m);
  });
});

function isEastern(article: object): boolean {
  return 'publishedAt' in article && article.publishedAt === '2026-03-02T15:00:00.000Z';
}
