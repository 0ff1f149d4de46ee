import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { makeRoles, openPool, watchReplica, type Pool } from '@writethru/store';

import { makeText } from '../support/made-text.ts';
import { OwnPostgres } from '../support/own-postgres.ts';
import { readSeries } from '../support/read-series.ts';
import { roleUrl, TEST_ROLE_PASSWORDS } from '../support/role-url.ts';
import { ROOT, startService, type ServiceProcess } from '../support/service-process.ts';
import { startTestServices, type TestServices } from '../support/services.ts';
import { until } from '../support/until.ts';

describe('with a streaming replica for readers', () => {
  let primary: OwnPostgres;
  let standby: OwnPostgres;
  let services: TestServices;
  let onStandby: Pool;
  /** A query service as it is deployed, with the rights of its own role on both. */
  let deployed: ServiceProcess;
  let sources: string[] = [];

  beforeAll(async () => {
    primary = await OwnPostgres.open();
    await makeRoles(primary.databaseUrl, TEST_ROLE_PASSWORDS);
    standby = await primary.openStandby();
    onStandby = openPool(standby.databaseUrl, {
      maxConnections: 4,
      applicationName: 'test',
      queryTimeoutMs: 15_000,
      onIdleError: () => {},
    });
    services = await startTestServices({
      databaseUrl: primary.databaseUrl,
      openReplica: (pool) => ({
        replica: watchReplica(pool, onStandby),
        observeRead: (source) => sources.push(source),
      }),
    });
    deployed = await startService(ROOT, 'query', {
      DATABASE_URL: roleUrl(primary.databaseUrl, 'query'),
      DATABASE_REPLICA_URL: roleUrl(standby.databaseUrl, 'query'),
    });
  });
  afterAll(async () => {
    await deployed.stop();
    await services.stop();
    await onStandby.end();
    await standby.close();
    await primary.close();
  });
  beforeEach(() => {
    sources = [];
  });

  async function post(guid: string, at: number, pubStatus: 'usable' | 'canceled' = 'usable'): Promise<void> {
    const version = pubStatus === 'usable' ? 0 : 1;
    const publishedAt = '2026-03-02T10:00:00Z';
    const body = makeText(at, 80);
    const article = { provider: 'demo-wire', guid, version, pubStatus, publishedAt, headline: guid, body };
    await services.post([article]);
    await services.settle();
  }

  const get = (url: string, path: string): Promise<Response> =>
    fetch(url + path, { headers: { authorization: `Bearer ${services.key}` } });

  async function listHeadlines(url = services.url): Promise<string[]> {
    const response = await get(url, '/v1/stories?limit=100');
    expect(response.status).toBe(200);
    const { stories } = (await response.json()) as { stories: { lead: { headline: string } | null }[] };
    // A story that is withdrawn as a whole has no lead.
    return stories.flatMap(({ lead }) => lead?.headline ?? []);
  }

  /** How many answers the deployed service has read from where. */
  async function countReads(source: 'replica' | 'primary'): Promise<number> {
    const response = await get(deployed.url, '/metrics');
    return readSeries(await response.text()).get(`wire_reads_total{source="${source}"}`)!;
  }

  async function withReplayPaused(work: () => Promise<void>): Promise<void> {
    await onStandby.query('select pg_wal_replay_pause()');
    try {
      await until(async () => {
        const { rows } = await onStandby.query<{ state: string }>(
          'select pg_get_wal_replay_pause_state() as state',
        );
        return rows[0]?.state === 'paused';
      });
      await work();
    } finally {
      await onStandby.query('select pg_wal_replay_resume()');
    }
  }

  /** The services' own reading of other kinds goes on meanwhile, so a caught-up replica may need a moment. */
  async function readFromReplica(): Promise<void> {
    await until(async () => {
      await listHeadlines();
      return sources.at(-1) === 'replica';
    });
  }

  test('each answer shows what was stored and hides what was withdrawn before it was asked', async () => {
    for (let at = 0; at < 12; at++) {
      await post(`story ${at}`, at);
      expect(await listHeadlines()).toContain(`story ${at}`);
      await post(`story ${at}`, at, 'canceled');
      expect(await listHeadlines()).not.toContain(`story ${at}`);
    }
    expect(sources).toContain('replica');
  });

  test('a replica that lags is passed over until it has caught up', async () => {
    await post('late', 100);
    await readFromReplica();
    await withReplayPaused(async () => {
      await post('late', 100, 'canceled');
      sources = [];
      expect(await listHeadlines()).not.toContain('late');
      expect(sources).toEqual(['primary']);
    });
    await readFromReplica();
    expect(await listHeadlines()).not.toContain('late');
  });

  test('every kind of reading goes by the replica, and refusals too', async () => {
    await post('one', 200);
    const found = await services.call('/v1/articles?provider=demo-wire&guid=one');
    const { articles } = (await found.json()) as { articles: { id: string; storyId: string }[] };
    const { id, storyId } = articles[0]!;
    const paths = [
      `/v1/stories/${storyId}`,
      `/v1/stories/${storyId}/history`,
      `/v1/stories/${storyId}/pickup`,
      `/v1/articles/${id}`,
      `/v1/articles/${id}/similar`,
      `/v1/explain?a=${id}&b=${id}`,
      '/v1/stories?q=one&sort=relevance',
      `/v1/stories/${crypto.randomUUID()}`,
    ];
    for (const path of paths) {
      const onPrimary = await services.call(path);
      await until(async () => {
        sources = [];
        const response = await services.call(path);
        expect(response.status).toBe(onPrimary.status);
        return sources.includes('replica') || response.status === 404;
      });
    }
  });

  test('a query service that is deployed with DATABASE_REPLICA_URL and its own role keeps all of this', async () => {
    const onReplica = await countReads('replica');
    for (let at = 400; at < 408; at++) {
      await post(`deployed ${at}`, at);
      expect(await listHeadlines(deployed.url)).toContain(`deployed ${at}`);
      await post(`deployed ${at}`, at, 'canceled');
      expect(await listHeadlines(deployed.url)).not.toContain(`deployed ${at}`);
    }
    await post('standing', 409);
    await until(async () => {
      const shown = await listHeadlines(deployed.url);
      expect(shown).toContain('standing');
      expect(shown).not.toContain('deployed 407');
      return (await countReads('replica')) > onReplica;
    });

    await post('behind', 410);
    await withReplayPaused(async () => {
      await post('behind', 410, 'canceled');
      const paused = { replica: await countReads('replica'), primary: await countReads('primary') };
      expect(await listHeadlines(deployed.url)).not.toContain('behind');
      expect(await countReads('replica')).toBe(paused.replica);
      expect(await countReads('primary')).toBe(paused.primary + 1);
    });
  });

  test('a replica that crashes costs nobody an answer', async () => {
    await post('steady', 300);
    await readFromReplica();
    await standby.crash();
    expect(await listHeadlines()).toContain('steady');
    expect(sources.at(-1)).toBe('primary');
    const onPrimary = await countReads('primary');
    expect(await listHeadlines(deployed.url)).toContain('steady');
    expect(await countReads('primary')).toBe(onPrimary + 1);
    await standby.start();
    await readFromReplica();
    const onReplica = await countReads('replica');
    await until(async () => {
      await listHeadlines(deployed.url);
      return (await countReads('replica')) > onReplica;
    });
  });
});
