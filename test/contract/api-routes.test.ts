import { buildDocument, OPERATIONS, type Operation } from '@writethru/contract';
import { describe, expect, test } from '@jest/globals';
import { createIntakeRouter } from '@writethru/service-intake';
import { createOps } from '@writethru/service-ops';
import { createQueryRouter } from '@writethru/service-query';
import { makePages } from '@writethru/runtime';
import { makeSignInStore, openPool } from '@writethru/store';

import { checkAnswer } from '../support/api/document-check.ts';
import { listRoutes } from '../support/api/list-routes.ts';

// Nothing here asks it: it is there because a router wants one.
const pool = openPool('postgres://localhost/none', {
  maxConnections: 2,
  applicationName: 'test',
  onIdleError: () => {},
});
const authenticate = (): never => {
  throw new Error('Nobody calls.');
};

async function servedRoutes(): Promise<string[]> {
  const announce = (): Promise<void> => Promise.resolve();
  const intake = createIntakeRouter({
    pool,
    authenticate,
    announce,
    backlogLimit: 1,
    bodyLimitBytes: 1,
    batchLimitBytes: 1,
  });
  const query = createQueryRouter({ pool, authenticate });
  const pages = makePages({ store: makeSignInStore(pool), sections: [{ href: '/ops', label: 'Ops' }] });
  const ops = createOps({
    pool,
    askQueue: () => Promise.reject(new Error('away')),
    log: { warn: () => {} },
    queueKind: 'postgres',
    pages,
  });
  await ops.stop();
  return [intake, query, ops.router].flatMap(listRoutes).filter((route) => route.includes(' /v1/'));
}

function documentedRoutes(): string[] {
  return Object.entries(buildDocument().paths ?? {}).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method} ${path}`),
  );
}

describe('the API', () => {
  test('has the same routes in its document as in its services, each once', async () => {
    expect((await servedRoutes()).sort()).toEqual(documentedRoutes().sort());
    expect(new Set(OPERATIONS.map(({ id }) => id)).size).toBe(OPERATIONS.length);
  });

  test.each(OPERATIONS.map((operation): [string, Operation] => [operation.id, operation]))(
    '%s has examples that its own schemas allow',
    (_id, operation) => {
      expect(operation.calls.length).toBeGreaterThan(0);
      for (const call of operation.calls) {
        expect(Object.keys(operation.answers)).toContain(String(call.status));
        if (operation.query) operation.query.parse(call.query ?? {});
        if (operation.params) operation.params.parse(call.params ?? {});
      }
      for (const media of Object.values(operation.body?.types ?? {})) media.schema.parse(media.example);
      for (const answer of Object.values(operation.answers)) {
        for (const media of [answer, ...Object.values(answer.otherTypes ?? {})]) {
          if (media.schema === undefined) continue;
          expect(media.schema.parse(media.example)).toEqual(media.example);
        }
      }
    },
  );
});

describe('the check of every answer in these tests', () => {
  const answered = { method: 'GET', url: '/v1/stories?limit=1', status: 200, mediaType: 'application/json' };
  test('lets pass what the document allows', () => {
    expect(() => checkAnswer({ ...answered, text: '{"stories":[],"next":null,"position":0}' })).not.toThrow();
    expect(() => checkAnswer({ ...answered, status: 304, text: '' })).not.toThrow();
  });

  test.each([
    ['another status', { status: 418, text: '' }],
    ['another media type', { mediaType: 'text/html', text: '<p>' }],
    ['a field too many', { text: '{"stories":[],"next":null,"position":0,"secret":1}' }],
    ['a field too few', { text: '{"stories":[],"next":null}' }],
    ['a refusal of another shape', { status: 401, mediaType: 'application/problem+json', text: '{}' }],
  ])('refuses %s', (_what, wrong) => {
    expect(() => checkAnswer({ ...answered, ...wrong })).toThrow('GET /v1/stories');
  });
});
