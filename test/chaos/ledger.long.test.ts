import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { killClusterersAt } from '../support/kill-clusterers.ts';
import { CLEAN } from '../support/ledger.ts';
import { postPoison } from '../support/post-poison.ts';
import { testRedisUrl } from '../support/redis.ts';
import { Scene } from '../support/scene.ts';
import { until } from '../support/until.ts';

let scene: Scene;

afterEach(() => scene.close());

describe.each([
  { queue: 'the queue preferred', redisUrl: testRedisUrl() },
  { queue: 'the queue on Postgres', redisUrl: null },
])('with $queue, what was answered 202 is clustered, once', ({ redisUrl }) => {
  beforeEach(async () => {
    scene = await Scene.open({ redisUrl });
  });

  test.each(['after_claim', 'after_publish', 'after_search', 'in_unite', 'after_unite'])(
    'after a kill -9 of both clusterers %s',
    async (at) => {
      const clusterers = await killClusterersAt(scene, at);
      expect(clusterers.map(({ deaths }) => deaths)).toEqual([1, 1]);
      expect(await scene.ledger.settle(scene.pool)).toEqual(CLEAN);
    },
  );
});

describe('what was answered 202 is clustered or quarantined, once', () => {
  beforeEach(async () => {
    scene = await Scene.open({ redisUrl: testRedisUrl() });
  });

  test.each(['before_commit', 'after_commit', 'after_announce'])(
    'after a kill -9 of intake %s',
    async (at) => {
      const intake = scene.run('intake', { fault: { at, do: 'kill', onVisit: 6 } });
      scene.run('clusterer');
      await scene.ledger.post(60);
      expect(intake.deaths).toBe(1);
      expect(await scene.ledger.settle(scene.pool)).toEqual(CLEAN);
    },
  );

  test('after a clusterer stood still for longer than its lease, and went on', async () => {
    scene.run('intake');
    const clusterers = [
      scene.run('clusterer', { fault: { at: 'after_search', do: 'block', blockMs: 4_000 } }),
      scene.run('clusterer'),
    ];
    await Promise.all(clusterers.map((clusterer) => clusterer.ready()));
    await scene.ledger.post(40);
    await until(() => clusterers[0]!.faults === 1);
    expect(await scene.ledger.settle(scene.pool)).toEqual(CLEAN);
  });

  test.each(['kill', 'throw'] as const)(
    'when one article makes the clusterer %s each time: it alone is quarantined',
    async (how) => {
      const { account, strikes } = await postPoison(scene, how);
      expect(account).toEqual({ ...CLEAN, quarantined: ['a7'] });
      expect(strikes).toBeGreaterThanOrEqual(3);
    },
  );
});
