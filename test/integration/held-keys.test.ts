import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { findNeighbours, openPool, registerStopKeys, type Pool, type TextKeys } from '@writethru/store';
import pg from 'pg';

import type { AlgorithmInForce } from '../../services/clusterer/src/algorithm-in-force.ts';
import { HeldKeys } from '../../services/clusterer/src/archive/held-keys.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeRandom } from '../support/made-text.ts';
import { roleUrl } from '../support/role-url.ts';

const WINDOW_DAYS = 3;
const STOP_KEYS = [1, 2, 3];
/** Its window reaches into another month; and a day whose window does not. */
const END_OF_JANUARY = Date.UTC(2024, 0, 31) / 86_400_000;
const SUMMER = Date.UTC(2024, 6, 15) / 86_400_000;

let database: TestDatabase;
let owner: Pool;
let pool: Pool;
let algorithm: AlgorithmInForce;
let held: HeldKeys;
let random: () => number;
let foreign: pg.Client;
let texts = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  const options = { maxConnections: 4, applicationName: 'test', onIdleError: () => {} };
  owner = openPool(database.url, options);
  // With the rights that a clusterer has.
  pool = openPool(roleUrl(database.url, 'clusterer'), options);
  const id = await registerStopKeys(owner, STOP_KEYS);
  algorithm = { id, fingerprintVersion: 2, stopKeys: new Set(STOP_KEYS) };
});
beforeEach(async () => {
  random = makeRandom(11);
  foreign = new pg.Client({ connectionString: database.url });
  await foreign.connect();
  held = new HeldKeys({ pool, windowDays: WINDOW_DAYS });
});
afterEach(async () => {
  await foreign.end();
  await held.close();
  await owner.query('truncate fingerprints');
});
afterAll(async () => {
  await pool.end();
  await owner.end();
  await database.drop();
});

/** Few keys for many texts, so that some are shared and many are stop keys. */
const makeKeys = (): number[] => {
  const count = Math.floor(random() * 5);
  return [...new Set(Array.from({ length: count }, () => 1 + Math.floor(random() * 60)))];
};

/** Stores texts, each given by its day and keys. */
async function store(
  db: Pool | pg.Client,
  given: readonly { day: number; keys: number[] }[],
  fingerprintVersion = algorithm.fingerprintVersion,
): Promise<TextKeys[]> {
  const stored: TextKeys[] = [];
  for (const { day, keys } of given) {
    const { rows } = await db.query<{ id: number }>(
      `insert into fingerprints
              (day, text_hash, algorithm_version, shingle_count, word_count, shingles, lead_shingles, keys)
       values ($1, decode(md5($2::text), 'hex'), $3, 50, 200, '', '', $4) returning id`,
      [day, texts++, fingerprintVersion, keys],
    );
    stored.push({ id: Number(rows[0]!.id), day, keys: Int32Array.from(keys) });
  }
  return stored;
}

const storeMade = (db: Pool | pg.Client, count: number, around: number, version?: number) =>
  store(
    db,
    Array.from({ length: count }, () => ({ day: around + Math.floor(random() * 14) - 7, keys: makeKeys() })),
    version,
  );

const idsOf = (found: readonly { id: number; day: number }[] | null) =>
  found?.map(({ id, day }) => `${day}/${id}`).sort() ?? null;

const ask = async (sought: readonly TextKeys[], by = algorithm) => idsOf(await held.findSharers(sought, by));

async function askPostgres(sought: readonly TextKeys[], by = algorithm): Promise<string[] | null> {
  const options = { windowDays: WINDOW_DAYS, algorithm: by };
  return idsOf((await findNeighbours(pool, { fingerprints: sought, articleIds: [] }, options)).sharers);
}

test('it answers as Postgres does: what was there, what it published and what others did, across months', async () => {
  await storeMade(owner, 150, END_OF_JANUARY);
  await storeMade(owner, 50, SUMMER);
  await storeMade(owner, 50, END_OF_JANUARY, 1);
  for (let call = 0; call < 12; call++) {
    await storeMade(foreign, 5, call % 3 === 0 ? SUMMER : END_OF_JANUARY);
    const own = await storeMade(owner, 8, call % 4 === 1 ? SUMMER : END_OF_JANUARY);
    const found = await ask(own);
    expect(found).not.toBeNull();
    expect(found).toEqual(await askPostgres(own));
  }
});

test('calls of several lanes at once each find what was committed before them', async () => {
  const batches = [];
  for (let lane = 0; lane < 4; lane++) batches.push(await storeMade(owner, 20, END_OF_JANUARY));
  const found = await Promise.all(batches.map((own) => ask(own)));
  for (const [at, own] of batches.entries()) expect(found[at]).toEqual(await askPostgres(own));
});

test('who took its id long before it commits is found by the call after its commit, and by none before', async () => {
  const [first] = await store(owner, [{ day: SUMMER, keys: [50] }]);
  expect(await ask([first!])).toHaveLength(1);
  await foreign.query('begin');
  const [late] = await store(foreign, [{ day: SUMMER, keys: [50] }]);
  for (let call = 1; call <= 5; call++) {
    const own = await store(owner, [{ day: SUMMER, keys: [50] }]);
    expect(own[0]!.id).toBeGreaterThan(late!.id);
    expect(await ask(own)).toHaveLength(1 + call);
  }
  // A month that is read meanwhile misses nothing, either.
  const [winter] = await store(owner, [{ day: END_OF_JANUARY, keys: [50] }]);
  const [lateWinter] = await store(foreign, [{ day: END_OF_JANUARY, keys: [50] }]);
  expect(await ask([winter!])).toEqual(idsOf([winter!]));
  await foreign.query('commit');
  expect(await ask([winter!])).toEqual(idsOf([winter!, lateWinter!]));
  const own = await store(owner, [{ day: SUMMER, keys: [50] }]);
  const found = await ask(own);
  expect(found).toContain(idsOf([late!])![0]);
  expect(found).toEqual(await askPostgres(own));
});

test('of many that overlap and end in another order, or never, none is missed', async () => {
  const clients = [foreign, ...Array.from({ length: 3 }, () => new pg.Client(database.url))];
  for (const client of clients.slice(1)) await client.connect();
  const open = new Set<pg.Client>();
  await ask(await storeMade(owner, 1, SUMMER));
  for (let call = 0; call < 60; call++) {
    const client = clients[Math.floor(random() * clients.length)]!;
    if (!open.has(client)) {
      await client.query('begin');
      open.add(client);
      await storeMade(client, 2, SUMMER);
    } else {
      await client.query(random() < 0.3 ? 'rollback' : 'commit');
      open.delete(client);
    }
    const own = await storeMade(owner, 3, SUMMER);
    expect(await ask(own)).toEqual(await askPostgres(own));
  }
  for (const client of clients.slice(1)) await client.end();
});

test('while those who had begun before the first call still write, Postgres has to be asked', async () => {
  await foreign.query('begin');
  await store(foreign, [{ day: SUMMER, keys: [50] }]);
  const own = await store(owner, [{ day: SUMMER, keys: [50] }]);
  expect(await ask(own)).toBeNull();
  expect(await ask(own)).toBeNull();
  await foreign.query('commit');
  expect(await ask(own)).toHaveLength(2);
});

test('what is settled is not read again', async () => {
  await storeMade(owner, 200, SUMMER);
  const own = await storeMade(owner, 1, SUMMER);
  await ask(own);
  for (let call = 0; call < 3; call++) {
    const before = held.readCount;
    const [text] = await storeMade(owner, 1, SUMMER);
    await ask([text!]);
    expect(held.readCount - before).toBe(1);
  }
  await ask(own);
  const before = held.readCount;
  await ask(own);
  expect(held.readCount).toBe(before);
});

test('it settles while there is always somebody who writes', async () => {
  const second = new pg.Client(database.url);
  await second.connect();
  await ask(await storeMade(owner, 1, SUMMER));
  await foreign.query('begin');
  await storeMade(foreign, 1, SUMMER);
  let read = 0;
  for (let call = 0; call < 20; call++) {
    const [ends, begins] = call % 2 === 0 ? [foreign, second] : [second, foreign];
    await begins.query('begin');
    await storeMade(begins, 1, SUMMER);
    await ends.query('commit');
    const before = held.readCount;
    await ask(await storeMade(owner, 1, SUMMER));
    read = held.readCount - before;
  }
  await second.end();
  expect(read).toBeLessThan(10);
});

test('a month of too many texts is left to Postgres for good, and read once', async () => {
  held = new HeldKeys({ pool, windowDays: WINDOW_DAYS, maxTexts: 20 });
  const own = await storeMade(owner, 25, SUMMER);
  expect(await ask(own)).toBeNull();
  const before = held.readCount;
  await owner.query('truncate fingerprints');
  const [next] = await store(owner, [{ day: SUMMER, keys: [50] }]);
  expect(await ask([next!])).toBeNull();
  expect(held.readCount).toBe(before);
  const [winter] = await store(owner, [{ day: END_OF_JANUARY, keys: [50] }]);
  expect(await ask([winter!])).toEqual(idsOf([winter!]));
});

test('where too many are held the earliest days that are not needed are given up, and not proven again', async () => {
  held = new HeldKeys({ pool, windowDays: WINDOW_DAYS, maxTexts: 20 });
  const makeFifteen = (day: number) => Array.from({ length: 15 }, () => ({ day, keys: [50] }));
  const early = await store(owner, makeFifteen(SUMMER));
  expect(await ask(early)).toHaveLength(15);
  const late = await store(owner, makeFifteen(SUMMER + 7));
  expect(await ask(late)).toEqual(idsOf(late));
  expect(await ask(early)).toBeNull();
  expect(await ask(late)).toEqual(idsOf(late));
  // Its window reaches the day that was given up.
  const [between] = await store(owner, [{ day: SUMMER + 3, keys: [50] }]);
  expect(await ask([between!])).toBeNull();
});

test('where sessions take ids in advance nothing is proven', async () => {
  const own = await store(owner, [{ day: SUMMER, keys: [50] }]);
  await owner.query('alter sequence fingerprint_ids cache 10');
  try {
    expect(await ask(own)).toBeNull();
  } finally {
    await owner.query('alter sequence fingerprint_ids cache 1');
  }
  expect(await ask(own)).toEqual(idsOf(own));
});

/** Texts without a key: they only take room. */
const storeMany = (count: number, day: number) =>
  owner.query(
    `insert into fingerprints
            (day, text_hash, algorithm_version, shingle_count, word_count, shingles, lead_shingles, keys)
     select $1, decode(md5($2 || n::text), 'hex'), $3, 50, 200, '', '', '{}' from generate_series(1, $4::int) n`,
    [day, `many ${texts++} `, algorithm.fingerprintVersion, count],
  );

test('a month of more texts than are read at once is held whole, or not at all', async () => {
  await storeMany(5_000, END_OF_JANUARY - 1);
  await storeMany(10_500, END_OF_JANUARY + 1);
  const [stored] = await store(owner, [{ day: END_OF_JANUARY + 10, keys: [50] }]);
  const [own] = await store(owner, [{ day: END_OF_JANUARY + 11, keys: [50] }]);
  expect(await ask([own!])).toEqual(idsOf([stored!, own!]));
  await held.close();
  held = new HeldKeys({ pool, windowDays: WINDOW_DAYS, maxTexts: 12_000 });
  const [both] = await store(owner, [{ day: END_OF_JANUARY, keys: [50] }]);
  expect(await ask([both!])).toBeNull();
  expect(await ask([own!])).toBeNull();
});

test('under another fingerprint version it begins anew, and back', async () => {
  const old = await storeMade(owner, 40, SUMMER, 1);
  const own = await storeMade(owner, 40, SUMMER);
  const other = { ...algorithm, fingerprintVersion: 1 };
  for (const [sought, by] of [
    [own, algorithm],
    [old, other],
    [own, algorithm],
  ] as const) {
    expect(await ask(sought, by)).toEqual(await askPostgres(sought, by));
  }
});

test('with the session that it read by it forgets what it read, and begins anew', async () => {
  const own = await store(owner, [{ day: SUMMER, keys: [50] }]);
  expect(await ask(own)).toHaveLength(1);
  await owner.query(
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity
      where datname = current_database() and usename = 'writethru_clusterer'`,
  );
  // As after a crash that lost what the sequence had given out: ids that were settled come again.
  await owner.query(`truncate fingerprints`);
  await owner.query(`select setval('fingerprint_ids', $1, false)`, [own[0]!.id]);
  await foreign.query('begin');
  const again = await store(foreign, [{ day: SUMMER, keys: [51] }]);
  const [other] = await store(owner, [{ day: SUMMER, keys: [51] }]);
  await expect(ask([other!])).rejects.toMatchObject({ code: 'unavailable' });
  expect(await ask([other!])).toBeNull();
  await foreign.query('commit');
  expect(await ask([other!])).toEqual(idsOf([again[0]!, other!]));
  expect(await ask([{ ...other!, keys: Int32Array.of(50) }])).toEqual([]);
});

describe('by a pooler, which may have each transaction run by another session', () => {
  let sessions: pg.Client[];
  /** Which of them runs what comes next. */
  let turn = 0;

  beforeEach(async () => {
    turn = 0;
    sessions = [0, 1].map(() => new pg.Client(roleUrl(database.url, 'clusterer')));
    for (const session of sessions) await session.connect();
    const connection = new Proxy(sessions[0]!, {
      get(_first, name) {
        if (name === 'release') return () => {};
        const session = sessions[turn]!;
        const value: unknown = Reflect.get(session, name);
        return typeof value === 'function' ? (value.bind(session) as unknown) : value;
      },
    });
    const pooled = Object.assign(Object.create(pool) as Pool, { connect: () => Promise.resolve(connection) });
    held = new HeldKeys({ pool: pooled, windowDays: WINDOW_DAYS });
  });
  afterEach(async () => {
    for (const session of sessions) await session.end();
  });

  test('it believes nothing that it read by another session, and misses no text whose id comes again', async () => {
    const own = await store(owner, [{ day: SUMMER, keys: [50] }]);
    expect(await ask(own)).toHaveLength(1);
    // As a standby that has not had the last texts takes over behind the pooler: no connection breaks.
    await owner.query(`truncate fingerprints`);
    await owner.query(`select setval('fingerprint_ids', $1, false)`, [own[0]!.id]);
    await foreign.query('begin');
    const again = await store(foreign, [{ day: SUMMER, keys: [51] }]);
    const [other] = await store(owner, [{ day: SUMMER, keys: [51] }]);
    turn = 1;
    expect(await ask([other!])).toBeNull();
    await foreign.query('commit');
    expect(await ask([other!])).toEqual(idsOf([again[0]!, other!]));
    expect(await ask([{ ...other!, keys: Int32Array.of(50) }])).toEqual([]);
  });

  test('it answers as Postgres does after every change, and after a few leaves all to Postgres and reads no more', async () => {
    await storeMade(owner, 40, SUMMER);
    const answers = [];
    for (let call = 0; call < 8; call++) {
      turn = call % 2;
      const own = await storeMade(owner, 3, SUMMER);
      await storeMade(foreign, 3, SUMMER);
      const found = await ask(own);
      answers.push(found !== null);
      expect([null, await askPostgres(own)]).toContainEqual(found);
    }
    expect(answers).toEqual([true, true, true, true, true, false, false, false]);
    const before = held.readCount;
    expect(await ask(await storeMade(owner, 1, SUMMER))).toBeNull();
    expect(held.readCount).toBe(before);
  });
});
