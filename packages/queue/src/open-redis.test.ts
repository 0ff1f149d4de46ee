import { afterEach, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';

import { openRedis, type RedisConnection } from './open-redis.ts';

// Nobody listens at port 1, so a connection to it goes from one attempt to the next.
const AWAY = ['redis://127.0.0.1:1', 'redis-cluster://127.0.0.1:1'];

const opened: RedisConnection[] = [];
afterEach(() => {
  for (const connection of opened.splice(0)) connection.disconnect();
});

test.each(AWAY)('a connection to %s ends when it is told to, between two attempts too', async (url) => {
  const connection = openRedis(url, { isPatient: true, onError: () => {} });
  // As BullMQ makes the one that waits for jobs.
  const copy = connection instanceof Redis ? connection.duplicate() : connection.duplicate([]);
  copy.on('error', () => {});
  opened.push(connection, copy);
  for (const one of opened) {
    await hear(one, 'reconnecting');
    const ended = hear(one, 'end');
    one.disconnect();
    await ended;
    expect(one.status).toBe('end');
  }
});

/** Resolves at the next event of that name, whatever errors come before. */
function hear(connection: RedisConnection, event: string): Promise<void> {
  return new Promise((resolve) => connection.once(event, () => resolve()));
}
