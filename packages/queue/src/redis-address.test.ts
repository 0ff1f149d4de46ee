import { expect, test } from '@jest/globals';

import { parseRedisAddress } from './redis-address.ts';

test('one server is named as ever, with TLS or without', () => {
  for (const url of ['redis://localhost', 'rediss://ana:pw@redis.example:6380/3']) {
    expect(parseRedisAddress(url)).toEqual({ kind: 'server', url });
  }
});

test('a cluster is named by some of its nodes', () => {
  expect(parseRedisAddress('redis-cluster://:s%40cret@a.example:7000,10.0.0.2,[::1]:7002')).toEqual({
    kind: 'cluster',
    nodes: [
      { host: 'a.example', port: 7000 },
      { host: '10.0.0.2', port: 6379 },
      { host: '::1', port: 7002 },
    ],
    login: { password: 's@cret' },
    isTls: false,
  });
});

test('a server that sentinels know is named by them, with passwords of both', () => {
  expect(parseRedisAddress('rediss-sentinel://ana:pw@s1:26379,s2/wire/2?sentinelPassword=other')).toEqual({
    kind: 'sentinel',
    sentinels: [
      { host: 's1', port: 26379 },
      { host: 's2', port: 26379 },
    ],
    name: 'wire',
    database: 2,
    sentinelPassword: 'other',
    login: { username: 'ana', password: 'pw' },
    isTls: true,
    isSentinelTls: true,
  });
});

test.each([
  'memcached://a:1',
  'redis-cluster://a:99999',
  'redis-cluster://a b:1',
  'redis-cluster://a:7000/2',
  'redis-sentinel://a:26379',
  'redis-sentinel://a:26379/wire/first',
  'rediss-sentinel://a:26379/wire?sentinelTls=perhaps',
  'redis-sentinel://a:26379/wire?sentinelTls=no',
])('%s is refused, and the fault names REDIS_URL without its value', (url) => {
  expect(() => parseRedisAddress(url)).toThrow(/^REDIS_URL must (?!.*memcached)/);
});
