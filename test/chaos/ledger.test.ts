import { afterEach, describe, expect, test } from '@jest/globals';
import { openProducer } from '@writethru/queue';

import { CLEAN } from '../support/ledger.ts';
import { postPoison } from '../support/post-poison.ts';
import { testRedisUrl } from '../support/redis.ts';
import { Scene } from '../support/scene.ts';
import { until } from '../support/until.ts';

const preferred = testRedisUrl();

let scene: Scene;

afterEach(() => scene.close());

describe('what was answered 202 is clustered or quarantined, once', () => {
  describe('wherever the queue is', () => {
    test.each([
      { queue: 'preferred', redisUrl: preferred, points: ['after_claim', 'after_search', 'after_unite'] },
      { queue: 'on Postgres', redisUrl: null, points: ['after_publish', 'in_unite'] },
    ])('after a kill -9 of a clusterer $points, with the queue $queue', async ({ redisUrl, points }) => {
      scene = await Scene.open({ redisUrl });
      scene.run('intake');
      const clusterer = scene.run('clusterer', { fault: { at: points[0]!, do: 'kill' } });
      let posted = 0;
      for (const [at, point] of points.entries()) {
        if (at > 0) await clusterer.replace({ fault: { at: point, do: 'kill' } });
        // Whatever is posted while it starts is more for it to do afterwards.
        await clusterer.ready();
        await until(async () => {
          await scene.ledger.post(10, { from: posted });
          posted += 10;
          return clusterer.deaths > at;
        });
      }
      expect(clusterer.deaths).toBe(points.length);
      expect(await scene.ledger.settle(scene.pool)).toEqual(CLEAN);
    });

    test('after a kill -9 of intake before its commit, and after its hint to the queue', async () => {
      scene = await Scene.open({ redisUrl: preferred });
      const intake = scene.run('intake', { fault: { at: 'before_commit', do: 'kill', onVisit: 3 } });
      scene.run('clusterer');
      await scene.ledger.post(30);
      expect(intake.deaths).toBe(1);
      await intake.replace({ fault: { at: 'after_announce', do: 'kill', onVisit: 3 } });
      await scene.ledger.post(30, { from: 30 });
      // Nobody's answer waits for the hint.
      await until(() => intake.deaths === 2);
      expect(await scene.ledger.settle(scene.pool)).toEqual(CLEAN);
    });

    test('after a kill -9 of the sweeper between its commit and its hand-over to the queue', async () => {
      scene = await Scene.open({ redisUrl: preferred });
      // No clusterer hears of the first ones: intake dies before it can announce anything.
      const intake = scene.run('intake', { fault: { at: 'after_commit', do: 'kill' } });
      await scene.ledger.post(10, { lanes: 4 });
      expect(intake.deaths).toBe(1);
      const clusterer = scene.run('clusterer', { fault: { at: 'announce', do: 'kill' } });
      await until(() => clusterer.deaths === 1);
      expect(await scene.ledger.settle(scene.pool)).toEqual(CLEAN);
    });

    test('after SIGSTOP of a clusterer past its lease, and SIGCONT', async () => {
      scene = await Scene.open({ redisUrl: preferred });
      scene.run('intake');
      const [stopped, other] = [scene.run('clusterer'), scene.run('clusterer')];
      await Promise.all([stopped.ready(), other.ready()]);
      const posting = scene.ledger.post(60);
      await until(() => scene.ledger.accepted.size > 10);
      stopped.kill('SIGSTOP');
      await posting;
      // Settled while one of the two still stands: its share was taken over.
      expect(await scene.ledger.settle(scene.pool)).toEqual(CLEAN);
      stopped.kill('SIGCONT');
      await scene.ledger.post(10, { from: 60 });
      expect(await scene.ledger.settle(scene.pool)).toEqual(CLEAN);
    });

    test('when every hint is delivered twice, by two queues at once', async () => {
      scene = await Scene.open({ redisUrl: preferred });
      scene.run('intake');
      const clusterers = [scene.run('clusterer'), scene.run('clusterer', { redisUrl: null })];
      await Promise.all(clusterers.map((clusterer) => clusterer.ready()));
      const second = openProducer({
        backend: { kind: 'postgres', databaseUrl: scene.databaseUrl },
        onError: () => {},
      });
      let isPosted = false;
      const posting = scene.ledger.post(80).finally(() => (isPosted = true));
      await until(async () => {
        const wasPosted = isPosted;
        await second.announce([...scene.ledger.accepted.values()]);
        return wasPosted;
      });
      await posting;
      expect(await scene.ledger.settle(scene.pool)).toEqual(CLEAN);
      await second.close();
    });

    test('when one article kills the clusterer each time: it alone is quarantined', async () => {
      scene = await Scene.open({ redisUrl: preferred });
      const { account, strikes } = await postPoison(scene, 'kill');
      expect(account).toEqual({ ...CLEAN, quarantined: ['a7'] });
      expect(strikes).toBeGreaterThanOrEqual(3);
    });
  });
});
