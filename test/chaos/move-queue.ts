import { openProducer } from '@writethru/queue';

import type { RedisGroup } from '../support/own-redis-group.ts';
import type { Run } from './episode.ts';

/** A run whose queue is elsewhere. */
export interface MovedRun {
  run: Run;
  queue: RedisGroup;
  /** Back to the Redis of the stage. What is left in the queue is forgotten. */
  moveBack(): Promise<void>;
}

/**
 * Moves every service to Redis processes of their own, without a proxy before them: nodes and sentinels name one another's
 * addresses. For when no articles come in. Those processes end with the run, if not before.
 */
export async function moveQueue(
  run: Run,
  open: (undo: Run['stage']['undo']) => Promise<RedisGroup>,
): Promise<MovedRun> {
  const { stage } = run;
  const queue = await open(stage.undo);
  const before = stage.services.map((service) => service.redisUrl);
  const moveTo = async (urls: readonly (string | null)[]): Promise<void> => {
    await Promise.all(stage.services.map((service, at) => service.replace({ redisUrl: urls[at]! })));
    await Promise.all(stage.services.map((service) => service.ready()));
  };
  await moveTo(stage.services.map(() => queue.url));
  const producer = openProducer({ backend: { kind: 'redis', redisUrl: queue.url }, onError: () => {} });
  stage.undo.push(() => producer.close());
  return {
    run: { ...run, producer },
    queue,
    async moveBack() {
      await producer.close();
      await moveTo(before);
      await queue.close();
    },
  };
}
