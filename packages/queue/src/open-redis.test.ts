import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

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

// RFC 8446, 5.1: the first byte of a record of a handshake. RESP begins a command with an asterisk.
const FIRST_BYTE = { tls: 22, plain: '*'.charCodeAt(0) };

test.each([
  ['redis://HOST', FIRST_BYTE.plain],
  ['rediss://HOST', FIRST_BYTE.tls],
  ['redis-cluster://HOST', FIRST_BYTE.plain],
  ['rediss-cluster://HOST', FIRST_BYTE.tls],
  ['redis-sentinel://HOST/wire', FIRST_BYTE.plain],
  ['rediss-sentinel://HOST/wire', FIRST_BYTE.tls],
  ['rediss-sentinel://HOST/wire?sentinelTls=no', FIRST_BYTE.plain],
])('whoever is named by %s is spoken to in TLS where that says so', async (url, firstByte) => {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const asked = once(listener, 'connection') as Promise<[Socket]>;
  opened.push(openRedis(url.replace('HOST', `127.0.0.1:${port}`), { isPatient: false, onError: () => {} }));
  const [socket] = await asked;
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  expect(bytes[0]).toBe(firstByte);
  socket.destroy();
  listener.close();
});

/** Resolves at the next event of that name, whatever errors come before. */
function hear(connection: RedisConnection, event: string): Promise<void> {
  return new Promise((resolve) => connection.once(event, () => resolve()));
}
