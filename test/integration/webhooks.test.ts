import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';

import { deliver } from '../../services/query/src/webhooks/deliver.ts';
import { pushChanges, type PushDeps } from '../../services/query/src/webhooks/push-changes.ts';
import { startApiBench, type ApiBench } from '../support/api/bench.ts';
import { makeText } from '../support/made-text.ts';
import { until } from '../support/until.ts';

interface Delivery {
  headers: IncomingHttpHeaders;
  body: string;
}

let bench: ApiBench;
let receiver: Server;
let target: string;
let deliveries: Delivery[] = [];
let answer: (at: number) => number = () => 204;
let guid = 0;
const deps = (more: Partial<PushDeps> = {}): PushDeps => ({
  pool: bench.pool,
  allowsPrivate: true,
  log: { warn: () => {} },
  firstRetryMs: 1,
  ...more,
});

beforeAll(async () => {
  bench = await startApiBench({ allowsPrivateTargets: true });
  receiver = createServer((request, response) => {
    void text(request).then((body) => {
      const status = answer(deliveries.length);
      deliveries.push({ headers: request.headers, body });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  target = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});

afterEach(async () => {
  await bench.pool.query('delete from webhooks');
  deliveries = [];
  answer = () => 204;
});

afterAll(async () => {
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
  await bench.close();
});

async function create(more: object = {}): Promise<{ id: string; secret: string }> {
  const { status, body } = await bench.call('/v1/webhooks', { body: { url: target, ...more } });
  expect(status).toBe(201);
  const made = body as { webhook: { id: string }; secret: string };
  return { id: made.webhook.id, secret: made.secret };
}

async function makeNews(count: number): Promise<void> {
  await bench.post(
    Array.from({ length: count }, () => ({
      provider: 'hook',
      guid: `w${guid}`,
      body: makeText(guid++ + 1, 60),
    })),
  );
  await until(async () => {
    const { rows } = await bench.pool.query<{ left: number }>(
      'select count(*)::int as left from events where position is null',
    );
    return rows[0]!.left === 0;
  });
}

async function state(): Promise<{
  isActive: boolean;
  failures: number;
  lastFault: string | null;
  position: number;
}> {
  const { body } = await bench.call('/v1/webhooks');
  return (body as { webhooks: Awaited<ReturnType<typeof state>>[] }).webhooks[0]!;
}

const types = (): string[] => deliveries.map(({ body }) => (JSON.parse(body) as { type: string }).type);
const ids = (): unknown[] => deliveries.map(({ headers }) => headers['webhook-id']);

describe('a webhook', () => {
  test('gets what happens from now on, in order, signed so that the library of Standard Webhooks verifies it', async () => {
    await makeNews(1);
    const { secret } = await create();
    await makeNews(3);
    await pushChanges(deps());
    expect(types()).toEqual(['story.created', 'story.created', 'story.created']);
    for (const { headers, body } of deliveries) {
      const verified = new Webhook(secret).verify(body, headers as Record<string, string>);
      expect(verified).toMatchObject({ type: 'story.created', data: { cause: 'ingest' } });
      expect(() => new Webhook(secret).verify(`${body} `, headers as Record<string, string>)).toThrow(
        'No matching signature',
      );
    }
    await pushChanges(deps());
    expect(deliveries).toHaveLength(3);
  });

  test('gets only the types and causes that it asked for', async () => {
    await create({ types: ['story.merged'] });
    await makeNews(2);
    await pushChanges(deps());
    expect(deliveries).toEqual([]);
    await bench.call(`/v1/webhooks`);
    expect((await state()).position).toBeGreaterThan(0);
  });

  test('is tried again from the change that failed, under the same id, and nothing is skipped', async () => {
    await create();
    await makeNews(3);
    answer = (at) => (at === 1 || at === 2 ? 503 : 200);
    await pushChanges(deps());
    expect(await state()).toMatchObject({ failures: 1, lastFault: 'answered 503', isActive: true });
    await until(async () => {
      await pushChanges(deps());
      return deliveries.length === 5;
    });
    const [first, second, third, fourth, fifth] = ids();
    expect(new Set([second, third, fourth]).size).toBe(1);
    expect(new Set([first, second, fifth]).size).toBe(3);
    expect(await state()).toMatchObject({ failures: 0, lastFault: null });
  });

  test('tells a change from the one that had its position before the store was restored', async () => {
    await create();
    await makeNews(1);
    await pushChanges(deps());
    // The store as it was before that change; then others come, and get its position.
    const { position } = await state();
    await bench.pool.query('delete from events where position = $1', [position]);
    await bench.pool.query('update webhooks set position = $1', [position - 1]);
    await makeNews(1);
    await pushChanges(deps());
    expect((await state()).position).toBe(position);
    expect(new Set(ids()).size).toBe(2);
  });

  test('stops after long failure or a 410, and goes on where it stopped when it is resumed', async () => {
    const { id } = await create();
    await makeNews(1);
    answer = () => 500;
    await pushChanges(deps({ giveUpAfterMs: -1 }));
    expect(await state()).toMatchObject({ isActive: false, failures: 1 });
    answer = () => 410;
    await bench.call(`/v1/webhooks/${id}/resume`, { body: {} });
    await pushChanges(deps());
    expect(await state()).toMatchObject({ isActive: false, lastFault: 'answered 410' });
    answer = () => 200;
    deliveries = [];
    await bench.call(`/v1/webhooks/${id}/resume`, { body: {} });
    await pushChanges(deps());
    expect(types()).toEqual(['story.created']);
  });

  test('is replayed from any position', async () => {
    const { id } = await create({ types: ['story.created'] });
    await makeNews(2);
    await pushChanges(deps());
    const once = ids();
    const { position } = await state();
    await bench.call(`/v1/webhooks/${id}/resume`, { body: { since: position - 1 } });
    await pushChanges(deps());
    expect(ids()).toEqual([...once, once[1]]);
  });

  test('is signed with the old secret too for a day after a rotation', async () => {
    const { id, secret } = await create();
    const { body } = await bench.call(`/v1/webhooks/${id}/rotate-secret`, { method: 'POST' });
    const next = (body as { secret: string }).secret;
    expect(next).not.toBe(secret);
    await makeNews(1);
    await pushChanges(deps());
    const { headers, body: sent } = deliveries[0]!;
    for (const one of [secret, next]) new Webhook(one).verify(sent, headers as Record<string, string>);
    await bench.pool.query("update webhooks set previous_until = now() - interval '1 second'");
    await makeNews(1);
    await pushChanges(deps());
    const later = deliveries[1]!;
    new Webhook(next).verify(later.body, later.headers as Record<string, string>);
    expect(() => new Webhook(secret).verify(later.body, later.headers as Record<string, string>)).toThrow(
      'No matching signature',
    );
  });

  test('never reaches a private address, by number or by name', async () => {
    const delivery = { body: '{}', headers: {} };
    const { port } = receiver.address() as AddressInfo;
    for (const host of ['127.0.0.1', 'localhost', '[::1]']) {
      const outcome = await deliver(`http://${host}:${port}/`, delivery, { allowsPrivate: false });
      expect(outcome).toMatchObject({ fault: expect.stringContaining('not on the public internet') });
    }
    expect(deliveries).toEqual([]);
  });

  test('takes a key of an operator, and no strange URL', async () => {
    const reader = await bench.makeKey(['read']);
    expect((await bench.call('/v1/webhooks', { key: reader })).status).toBe(403);
    for (const url of ['ftp://news.example.com/', 'nonsense', 'https://a:b@news.example.com/']) {
      const { status, body } = await bench.call('/v1/webhooks', { body: { url } });
      expect({ status, body }).toMatchObject({ status: 422, body: { errors: [{ pointer: '/url' }] } });
    }
    expect(
      (await bench.call('/v1/webhooks/01a207b3-01c8-7e46-bcaa-8128186e7f81', { method: 'DELETE' })).status,
    ).toBe(404);
  });
});
