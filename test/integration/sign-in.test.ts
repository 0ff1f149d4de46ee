import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { canOperate, canRead } from '@writethru/domain';
import { createHttpApp, createLogger, html, listen, makePages } from '@writethru/runtime';
import { createApiKey, makeSignInStore, openPool, revokeApiKey, type Pool } from '@writethru/store';
import { Router } from 'express';
import request from 'supertest';

import { createTestDatabase } from '../support/database.ts';
import { findTestPort } from '../support/free-port.ts';
import { runCli } from '../support/run-cli.ts';

const GLASS = 'g'.repeat(40);
const FORM = 'application/x-www-form-urlencoded';
const logger = createLogger({ service: 'test', level: 'silent' });
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let pool: Pool;
let awayPool: Pool;
let viewer: string;
let viewerId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool(database.url, { maxConnections: 4, applicationName: 'test', onIdleError: () => {} });
  const nowhere = `postgres://nobody:x@127.0.0.1:${await findTestPort()}/nothing`;
  awayPool = openPool(nowhere, { maxConnections: 2, applicationName: 'test', onIdleError: () => {} });
  ({ key: viewer, keyId: viewerId } = await makeKey(['read']));
});

afterAll(async () => {
  await pool.end();
  await awayPool.end();
  await database.drop();
});

const makeKey = (scopes: string[]): Promise<{ key: string; keyId: string }> =>
  createApiKey(pool, { holder: 'night desk', holderKind: 'person', scopes });

/** Pages for readers at /seen, and an act for operators at /act. */
function makeApp(used: Pool): ReturnType<typeof createHttpApp> {
  const pages = makePages({
    store: makeSignInStore(used),
    breakGlassKey: GLASS,
    sections: [{ href: '/seen', label: 'Seen' }],
  });
  const router = Router();
  router.get('/seen', pages.require(canRead), (asked, response) =>
    pages.send(asked, response, { title: 'Seen', main: html`<h1>Seen</h1>` }),
  );
  router.post('/act', pages.require(canOperate), (_asked, response) => void response.json({ done: true }));
  return createHttpApp({ logger, routers: [pages.router, router] });
}

const startPages = (used: Pool = pool): ReturnType<typeof request> => request(makeApp(used));

type Api = ReturnType<typeof request>;

const signIn = (api: Api, fields: Record<string, string>): request.Test =>
  api.post('/sign-in').type(FORM).set('sec-fetch-site', 'same-origin').send(fields);

function cookieOf(answer: request.Response): string {
  const cookies = (answer.headers['set-cookie'] ?? []) as string[];
  return cookies.map((cookie) => cookie.split(';')[0]).join('; ');
}

describe('a session', () => {
  test('begins with a key, in a cookie that no other site can use and no script can read, and ends', async () => {
    const api = startPages();
    const answer = await signIn(api, { key: viewer, next: '/seen?of=today' });
    expect([answer.status, answer.headers['location']]).toEqual([303, '/seen?of=today']);
    expect(String(answer.headers['set-cookie'])).toMatch(
      /Path=\/; SameSite=Strict; Max-Age=43200; HttpOnly$/,
    );
    const page = await api.get('/seen').set('cookie', cookieOf(answer));
    expect(page.status).toBe(200);
    expect(page.text).toContain('night desk');
    expect(page.text).toContain('viewer');
    expect(page.headers['content-security-policy']).toContain("require-trusted-types-for 'script'");
    const out = await api
      .post('/sign-out')
      .set('sec-fetch-site', 'same-origin')
      .set('cookie', cookieOf(answer));
    expect(String(out.headers['set-cookie'])).toContain(
      'writethru_session=; Path=/; SameSite=Strict; Max-Age=0',
    );
  });

  test('is bound to TLS where the browser came by TLS', async () => {
    const answer = await signIn(startPages(), { key: viewer }).set('x-forwarded-proto', 'https');
    expect(String(answer.headers['set-cookie'])).toMatch(/; Secure$/);
  });

  test('of another making is no session', async () => {
    const api = startPages();
    const cookie = cookieOf(await signIn(api, { key: viewer }));
    const [name = '', value = ''] = cookie.split('=');
    const [payload = '', mac = ''] = value.split('.');
    const session = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const raised = Buffer.from(JSON.stringify({ ...session, scopes: ['admin'] })).toString('base64url');
    for (const forged of [`${raised}.${mac}`, `${payload}.`, payload, 'x.y', `${payload}.${mac}x`]) {
      const answer = await api.get('/seen').set('cookie', `${name}=${forged}`);
      expect([forged === value, answer.status]).toEqual([false, 401]);
    }
  });

  test('ends with its key', async () => {
    const gone = await makeKey(['read']);
    const api = startPages();
    const cookie = cookieOf(await signIn(api, { key: gone.key }));
    await revokeApiKey(pool, gone.keyId);
    // A process that has not seen the key alive within five seconds asks.
    expect((await startPages().get('/seen').set('cookie', cookie)).status).toBe(401);
  });

  test('may change things only from a page of this host, and only what its scopes allow', async () => {
    const api = startPages();
    const operator = await makeKey(['ops']);
    const cookie = cookieOf(await signIn(api, { key: operator.key }));
    const act = async (headers: Record<string, string>, as = cookie): Promise<number> =>
      (await api.post('/act').set('host', 'desk.test').set('cookie', as).set(headers)).status;
    expect(await act({ 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await act({ origin: 'http://desk.test' })).toBe(200);
    for (const headers of [
      {},
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { origin: 'http://elsewhere.test' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site', origin: 'http://desk.test' },
    ]) {
      expect([headers, await act(headers)]).toEqual([headers, 403]);
    }
    const ofViewer = cookieOf(await signIn(api, { key: viewer }));
    expect(await act({ 'sec-fetch-site': 'same-origin' }, ofViewer)).toBe(403);
  });

  test('that another site asks for does not begin', async () => {
    const answer = await signIn(startPages(), { key: viewer }).set('sec-fetch-site', 'cross-site');
    expect([answer.status, answer.headers['set-cookie']]).toEqual([403, undefined]);
  });

  test('is refused to a key that is not known, and leads nowhere but to this host', async () => {
    const api = startPages();
    const wrong = await signIn(api, { key: `wt_${'a'.repeat(12)}_${'b'.repeat(43)}` });
    expect(wrong.status).toBe(401);
    expect(wrong.text).toContain('This key is not known');
    for (const next of [
      'https://elsewhere.test/',
      '//elsewhere.test',
      '/\\elsewhere.test',
      'javascript:alert(1)',
    ]) {
      expect((await signIn(api, { key: viewer, next })).headers['location']).toBe('/seen');
    }
  });
});

describe('a link', () => {
  const makeLink = async (api: Api, key = viewer): Promise<string> => {
    const answer = await api.post('/sign-in/links').set('authorization', `Bearer ${key}`);
    expect(answer.status).toBe(201);
    return (answer.body as { path: string }).path;
  };
  const tokenOf = (link: string): string => new URLSearchParams(link.split('?')[1]).get('token') ?? '';

  test('signs in once, in any process, and is not used up by looking at it', async () => {
    const link = await makeLink(startPages());
    const api = startPages();
    expect((await api.get(link)).text).toContain('This link works once.');
    expect((await api.get(link)).headers['set-cookie']).toBeUndefined();
    const answer = await signIn(api, { token: tokenOf(link) });
    expect(answer.status).toBe(303);
    expect((await api.get('/seen').set('cookie', cookieOf(answer))).status).toBe(200);
    const again = await signIn(api, { token: tokenOf(link) });
    expect(again.status).toBe(401);
    expect(again.text).toContain('This link was used');
  });

  test('is over after five minutes, and where its key is gone', async () => {
    const api = startPages();
    const old = await makeLink(api);
    await pool.query(`update sign_in_links set expires_at = now() - interval '1 second'`);
    const gone = await makeKey(['read']);
    const orphan = await makeLink(api, gone.key);
    await revokeApiKey(pool, gone.keyId);
    for (const link of [old, orphan]) expect((await signIn(api, { token: tokenOf(link) })).status).toBe(401);
  });

  test('is printed by `writethru sign-in`, without the key', async () => {
    const http = await listen(makeApp(pool), '127.0.0.1', 0);
    const run = await runCli(['sign-in', '--url', http.url], { env: { WRITETHRU_KEY: viewer } });
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toMatch(new RegExp(`^${http.url}/sign-in\\?token=[\\w-]{43}\n$`));
    expect((await signIn(request(http.url), { token: tokenOf(run.stdout.trim()) })).status).toBe(303);
    await http.close();
  });

  test('is given to a key alone, and its token is kept as a hash', async () => {
    const api = startPages();
    expect((await api.post('/sign-in/links')).status).toBe(401);
    const token = tokenOf(await makeLink(api));
    const { rows } = await pool.query(`select * from sign_in_links where key_id = $1`, [viewerId]);
    expect(JSON.stringify(rows)).not.toContain(token);
  });
});

describe('while Postgres is away', () => {
  test('the break-glass key signs in, and a session of it does not need the store', async () => {
    const api = startPages(awayPool);
    const refused = await signIn(api, { key: viewer });
    expect(refused.status).toBe(503);
    expect(refused.text).toContain('The break-glass key works');
    const answer = await signIn(api, { key: GLASS });
    expect(answer.status).toBe(303);
    const page = await api.get('/seen').set('cookie', cookieOf(answer));
    expect(page.status).toBe(200);
    expect(page.text).toContain('break glass');
    expect((await signIn(api, { key: `${GLASS}x` })).status).toBe(401);
  });
});

test('theme and time zone stay as they were chosen, and nothing else is taken for a choice', async () => {
  const api = startPages();
  const keep = (fields: Record<string, string>): request.Test =>
    api.post('/preferences').type(FORM).set('sec-fetch-site', 'same-origin').send(fields);
  const chosen = await keep({ theme: 'dark', zone: 'Asia/Kolkata' });
  const page = await api.get('/preferences').set('cookie', cookieOf(chosen));
  expect(page.text).toContain('data-theme="dark"');
  expect(page.text).toContain('Times in Asia/Kolkata');
  expect((await keep({ theme: '"><script>', zone: 'Mars/Olympus' })).headers['set-cookie']).toBeUndefined();
});
