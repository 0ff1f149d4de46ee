import { OPERATIONS, type Operation, type RequiredScope } from '@writethru/contract';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDocumentRouter, createLogger, makePages } from '@writethru/runtime';
import { createOps } from '@writethru/service-ops';
import { createDeskRouter } from '@writethru/service-query';
import { makeSignInStore } from '@writethru/store';

import { startApiBench, type ApiBench } from '../support/api/bench.ts';
import { listRoutes } from '../support/api/list-routes.ts';

/** Every kind of key that there is, and none. */
const ROLES = {
  nobody: [],
  feed: ['ingest:alpha'],
  'feed of all': ['ingest:*'],
  viewer: ['read'],
  editor: ['read', 'edit'],
  operator: ['read', 'ops'],
  admin: ['admin'],
} as const;
type Role = keyof typeof ROLES;

/** Who may call an operation of each scope: written down here, so that a change of the checks is seen. */
const MAY_CALL: Readonly<Record<RequiredScope, readonly Role[]>> = {
  none: ['nobody', 'feed', 'feed of all', 'viewer', 'editor', 'operator', 'admin'],
  read: ['viewer', 'editor', 'operator', 'admin'],
  ingest: ['feed', 'feed of all', 'admin'],
  edit: ['editor', 'admin'],
  ops: ['operator', 'admin'],
  admin: ['admin'],
};

/** Pages and files that need no key, because they say nothing of the store or are the way to a key. */
const OPEN = [
  /^get \/healthz$/,
  /^get \/readyz$/,
  /^get \/assets\//,
  /^get \/(openapi\.json|docs)/,
  /^(get|post) \/sign-in$/,
  // They end what the browser itself holds.
  /^post \/sign-out$/,
  /^(get|post) \/preferences$/,
];

let bench: ApiBench;
const keys: Record<string, string> = { nobody: '' };

beforeAll(async () => {
  bench = await startApiBench();
  for (const [role, scopes] of Object.entries(ROLES))
    if (scopes.length > 0) keys[role] = await bench.makeKey([...scopes]);
});

afterAll(() => bench.close());

/** The path with an id that leads nowhere. */
function fill(path: string): string {
  return path.replaceAll(/\{\w+\}/g, '01a207b3-01c8-7e46-bcaa-8128186e7f81');
}

async function knock(method: string, path: string, role: Role): Promise<number> {
  const { status, headers } = await bench.call(fill(path), {
    method: method.toUpperCase(),
    key: keys[role]!,
  });
  const isChallenged = (headers.get('www-authenticate') ?? '').includes('Bearer');
  return status === 401 && !isChallenged ? 0 : status;
}

describe('every operation, by every kind of key', () => {
  const table = OPERATIONS.flatMap((operation) =>
    (Object.keys(ROLES) as Role[]).map((role): [string, Role, Operation] => [operation.id, role, operation]),
  );

  test.each(table)('%s by %s', async (_id, role, operation) => {
    const status = await knock(operation.method, operation.path, role);
    const isLetIn = MAY_CALL[operation.scope].includes(role);
    const isRefused = status === 401 || status === 403;
    const refusal = role === 'nobody' ? 401 : 403;
    expect(isRefused ? status : 'let in').toBe(isLetIn ? 'let in' : refusal);
  });

  test('a feed sends for its own provider and no other, alone and in a batch', async () => {
    const article = { provider: 'beta', guid: 'stolen', headline: 'Not mine' };
    const key = keys['feed']!;
    expect((await bench.call('/v1/articles', { key, body: article })).status).toBe(403);
    const batch = await bench.call('/v1/articles/batch', { key, body: [article] });
    expect(batch.body).toMatchObject({
      refused: 1,
      results: [{ problem: { type: '/problems/forbidden' } }],
    });
  });
});

describe('every page and file beside the API', () => {
  async function listPages(): Promise<string[]> {
    const pages = makePages({
      store: makeSignInStore(bench.pool),
      sections: [{ href: '/ops', label: 'Ops' }],
    });
    const log = createLogger({ service: 'test', level: 'silent' });
    const ops = createOps({
      pool: bench.pool,
      askQueue: () => Promise.reject(new Error('away')),
      log,
      queueKind: 'postgres',
      pages,
    });
    const desk = createDeskRouter({ pool: bench.pool, log, pages });
    await ops.stop();
    return [pages.router, createDocumentRouter(), ops.router, desk].flatMap(listRoutes);
  }

  test('is closed to who has no key and to a feed’s key, but for a list that is written down', async () => {
    const closed = (await listPages()).filter((route) => !OPEN.some((one) => one.test(route)));
    expect(closed.length).toBeGreaterThan(15);
    for (const route of closed) {
      const [method = '', path = ''] = route.split(' ');
      expect([route, await knock(method, path, 'nobody')]).toEqual([route, 401]);
      const ofFeed = await knock(method, path, 'feed');
      // A link signs in as the key that asks for it: then it may do what that key may.
      expect([route, ofFeed]).toEqual([route, route === 'post /sign-in/links' ? 201 : 403]);
    }
  });
});
