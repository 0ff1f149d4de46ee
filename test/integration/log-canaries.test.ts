import { Writable } from 'node:stream';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLogger } from '@writethru/runtime';

import { startApiBench, type ApiBench } from '../support/api/bench.ts';
import { sendRaw } from '../support/bad-inputs/raw-request.ts';
import { makeText } from '../support/made-text.ts';
import { runEntry } from '../support/run-entry.ts';

// What must not stand in a log is given words that stand nowhere else; then the log is searched for them.
let bench: ApiBench;
let log = '';
const logTo = new Writable({
  write(chunk: Buffer, _encoding, done) {
    log += chunk.toString();
    done();
  },
});

beforeAll(async () => {
  bench = await startApiBench({ logTo, allowsPrivateTargets: true });
});
afterAll(() => bench.close());

const canary = (name: string): string => `canary-${name}-5f0c9e`;
const secrets = ['cookie', 'password', 'x-api-key', 'idempotency', 'userinfo', 'body', 'headline'].map(
  canary,
);

test('cookies, passwords, secrets of webhooks and the texts of articles are in no log, whatever becomes of them', async () => {
  const headers = {
    cookie: `writethru_session=${canary('cookie')}; other=${canary('cookie')}`,
    'x-api-key': canary('x-api-key'),
    'idempotency-key': canary('idempotency'),
    referer: `https://somebody:${canary('userinfo')}@desk.example/`,
  };
  const form = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };
  await bench.call('/v1/stories', { headers });
  await bench.call('/ops', { headers, key: '' });
  await bench.call('/sign-in', { method: 'POST', headers: form, body: `key=${canary('password')}`, key: '' });
  const article = {
    provider: 'demo-wire',
    guid: 'c1',
    headline: canary('headline'),
    body: `${canary('body')} ${makeText(1, 60)}`,
  };
  await bench.post([article]);
  await bench.call('/v1/articles', { headers, body: { ...article, version: 'no' } });
  await bench.call('/v1/articles', {
    body: `{"body":"${canary('body')}`,
    headers: { 'content-type': 'application/json' },
  });
  const target = `http://somebody:${canary('userinfo')}@127.0.0.1:9/hook`;
  const made = await bench.call('/v1/webhooks', { body: { url: 'http://127.0.0.1:9/hook' } });
  await bench.call('/v1/webhooks', { body: { url: target } });
  const { secret } = made.body as { secret: string };
  expect(secret).toMatch(/^whsec_/);
  // Else nothing was logged.
  expect(log).toContain('/sign-in');
  expect([...secrets, secret, secret.slice(6)].filter((word) => log.includes(word))).toEqual([]);
});

test('a line of the log is one line, whatever is sent: no line break and no escape gets into it', async () => {
  const before = log.length;
  const forged = '%0d%0a{"level":"fatal","msg":"forged"}';
  await bench.call(`/v1/stories/${forged}`);
  await bench.call(`/v1/stories?q=${forged}%1b[2J%1b]0;x%07`);
  await bench.call('/v1/articles', {
    body: { provider: 'demo-wire', guid: '\n{"level":"fatal"}', headline: '\u001b[31mred', body: 'x' },
  });
  await sendRaw(
    bench.url,
    'GET /\u001b[2J HTTP/1.1\r\nHost: a\r\nUser-Agent: \u001b[31m\r\nConnection: close\r\n\r\n',
  );
  const lines = log.slice(before).split('\n').filter(Boolean);
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) {
    expect(() => JSON.parse(line) as unknown).not.toThrow();
    expect(JSON.parse(line)).not.toMatchObject({ level: 'fatal' });
    expect(line).not.toMatch(/\p{Cc}/u);
  }
});

describe('the logger itself', () => {
  test('takes credentials out of fields, headers, addresses and errors, and breaks no line', () => {
    let written = '';
    const to = new Writable({
      write(chunk: Buffer, _encoding, done) {
        written += chunk.toString();
        done();
      },
    });
    const logger = createLogger({ service: 'test', level: 'trace' }, to);
    const word = canary('password');
    logger.info(
      { password: word, secret: word, headers: { cookie: word, authorization: word } },
      'a request',
    );
    logger.error({ err: new Error(`can't reach postgres://user:${word}@host/db`) }, 'a fault');
    logger.warn({ reason: 'a\r\n{"level":"fatal"}\u001b[2J' }, 'one\nline');
    expect(written).not.toContain(word);
    expect(written.trimEnd().split('\n')).toHaveLength(3);
    expect(written).not.toContain('\u001b');
  });
});

test('a program that can’t start says why, and not the passwords that it was given', async () => {
  const word = canary('password');
  const away = `postgres://writethru:${word}@127.0.0.1:9/writethru`;
  const starts = [
    ['packages/store/src/migrate-main.ts', { DATABASE_URL: away }],
    ['services/query/src/main.ts', { DATABASE_URL: away, PORT: 'none' }],
    ['services/query/src/main.ts', { DATABASE_URL: `http://writethru:${word}@127.0.0.1:9/` }],
    ['services/query/src/main.ts', { DATABASE_URL: away, REDIS_URL: `http://writethru:${word}@127.0.0.1:9` }],
  ] as const;
  const ends = await Promise.all(starts.map(([entry, env]) => runEntry(entry, [], { env })));
  for (const { code, stdout, stderr } of ends) {
    expect(code).not.toBe(0);
    expect(stdout + stderr).not.toContain(word);
    expect((stdout + stderr).length).toBeGreaterThan(20);
  }
});
