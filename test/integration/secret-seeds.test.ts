import { randomBytes } from 'node:crypto';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openPool } from '@writethru/store';

import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { nameOf, readLabelledSet } from '../support/labelled-set.ts';
import { startTestServices, type TestServices } from '../support/services.ts';

// Two installations with other secrets, the same articles: what anybody is told of texts is a function of the texts.
const ARTICLES = readLabelledSet()
  .map(({ submission }) => submission)
  .slice(0, 60);

interface Installation {
  services: TestServices;
  database: TestDatabase;
  secret: Buffer;
  /** Ids by name. */
  idOf: Map<string, string>;
}

async function install(): Promise<Installation> {
  const database = await createTestDatabase();
  const secret = randomBytes(32);
  const pool = openPool(database.url, { maxConnections: 1, applicationName: 'test', onIdleError: () => {} });
  await pool.query('update algorithm_versions set seed = $1', [secret]);
  await pool.end();
  const services = await startTestServices({ databaseUrl: database.url });
  await services.post(ARTICLES);
  await services.settle();
  const { rows } = await services.pool.query<{ id: string; provider: string; guid: string; version: number }>(
    'select id, provider, guid, version::int as version from article_identities',
  );
  return { services, database, secret, idOf: new Map(rows.map((row) => [nameOf(row), row.id])) };
}

let installations: Installation[] = [];

beforeAll(async () => {
  installations = [await install(), await install()];
});
afterAll(async () => {
  for (const { services, database } of installations) {
    await services.stop();
    await database.drop();
  }
});

const names = ARTICLES.map(nameOf);
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const CLOCK = /"(receivedAt|createdAt|updatedAt|joinedAt|endedAt)":"[^"]*"/g;

/** What an installation answers, with the articles' names for their ids, and without what chance or the clock gave. */
async function ask({ services, idOf }: Installation, path: string, send?: unknown): Promise<unknown> {
  const nameById = new Map([...idOf].map(([name, id]) => [id, name]));
  const response = await services.call(path, send);
  const text = (await response.text())
    .replaceAll(ID, (id) => nameById.get(id) ?? 'a story')
    .replaceAll(CLOCK, '"$1":""');
  return { status: response.status, body: JSON.parse(text) as unknown };
}

async function expectSame(
  question: (one: Installation) => { path: string; send?: unknown },
): Promise<{ status: number; body: Record<string, unknown> }> {
  const [here, there] = await Promise.all(
    installations.map((one) => {
      const { path, send } = question(one);
      return ask(one, path, send);
    }),
  );
  expect(here).toEqual(there);
  return here as { status: number; body: Record<string, unknown> };
}

test('the secrets differ, and so does all that is stored of a text', async () => {
  const [keys, others] = await Promise.all(
    installations.map(async ({ services }) => {
      const { rows } = await services.pool.query<{ keys: number[] }>(
        `select keys from fingerprints where keys <> '{}' order by text_hash, headline_hash, day limit 20`,
      );
      return rows.flatMap((row) => row.keys);
    }),
  );
  expect(keys!.length).toBeGreaterThan(100);
  expect(keys!.filter((key) => others!.includes(key)).length).toBeLessThan(3);
});

test('what is like an article, with its score and evidence, is the same', async () => {
  let found = 0;
  for (const name of names.slice(0, 30)) {
    const { status, body } = await expectSame(({ idOf }) => ({
      path: `/v1/articles/${idOf.get(name)!}/similar`,
    }));
    expect(status).toBe(200);
    found += (body['similar'] as unknown[]).length;
  }
  expect(found).toBeGreaterThan(20);
});

test('why two articles are one story, or two, is the same', async () => {
  for (let at = 0; at + 1 < 40; at++) {
    const { status } = await expectSame(({ idOf }) => ({
      path: `/v1/explain?a=${idOf.get(names[at]!)!}&b=${idOf.get(names[at + 1]!)!}`,
    }));
    expect(status).toBe(200);
  }
});

test('what a text that is not stored would join, and what its versions are said to be, is the same', async () => {
  for (const { body, headline, publishedAt } of ARTICLES.slice(0, 15)) {
    if (typeof body !== 'string') continue;
    const send = {
      body: `${body} And more.`,
      ...(typeof headline === 'string' && { headline }),
      publishedAt,
    };
    expect((await expectSame(() => ({ path: '/v1/similar', send }))).status).toBe(200);
  }
  const told = await Promise.all(
    installations.map(async ({ services, idOf }) => {
      const nameById = new Map([...idOf].map(([name, id]) => [id, name]));
      const { rows } = await services.pool.query<{
        id: string;
        matched: string | null;
        relation: string;
        evidence: object;
      }>('select article_id as id, matched_article_id as matched, relation, evidence from versions');
      return new Map(
        rows.map(({ id, matched, relation, evidence }) => [
          nameById.get(id),
          { relation, matched: matched === null ? null : nameById.get(matched), evidence },
        ]),
      );
    }),
  );
  expect(told[0]!.size).toBeGreaterThan(40);
  expect(told[0]).toEqual(told[1]);
});

test('no answer has the secret in it, or what is made with it', async () => {
  const [one] = installations;
  const answers = await Promise.all(
    [
      '/v1/stories',
      '/v1/articles',
      '/v1/changes',
      '/v1/replays',
      `/v1/articles/${one!.idOf.get(names[0]!)!}/similar`,
    ].map(async (path) => (await one!.services.call(path)).text()),
  );
  const { rows } = await one!.services.pool.query<{ keys: number[] }>(
    `select keys from fingerprints where keys <> '{}' limit 20`,
  );
  const made = [
    one!.secret.toString('hex'),
    one!.secret.toString('base64'),
    ...rows.flatMap(({ keys }) => keys.map(String)),
  ];
  for (const text of answers)
    expect(made.filter((secret) => secret.length > 6 && text.includes(secret))).toEqual([]);
});
