import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { killClusterersAt } from '../support/kill-clusterers.ts';
import { CLEAN } from '../support/ledger.ts';
import { Scene } from '../support/scene.ts';

// Processes start and are started again: a busy machine takes its time for that.
jest.setTimeout(180_000);

let scene: Scene;

beforeEach(async () => {
  scene = await Scene.open({ redisUrl: null });
});
afterEach(() => scene.close());

describe('with the queue on Postgres, what was answered 202 is clustered, once', () => {
  test.each(['after_claim', 'after_publish', 'after_search', 'in_unite', 'after_unite'])(
    'after a kill -9 of both clusterers %s',
    async (at) => {
      const clusterers = await killClusterersAt(scene, at);
      expect(clusterers.map(({ deaths }) => deaths)).toEqual([1, 1]);
      expect(await scene.ledger.settle(scene.pool)).toEqual(CLEAN);
    },
  );
});
