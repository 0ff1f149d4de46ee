import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { acceptSubmissions, openPool, type Pool } from '@writethru/store';

import { makeIntake, type Intake } from '../../services/intake/src/intake.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { countLockWaits } from '../support/lock-waits.ts';
import { makeText } from '../support/made-text.ts';
import { Strangers } from '../support/strangers.ts';
import { toItem } from '../support/to-item.ts';
import { until } from '../support/until.ts';

let database: TestDatabase;
let pool: Pool;
let strangers: Strangers;
let texts = 1;
/** What a test that failed may have left waiting. */
const accepting: Promise<unknown>[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool(database.url, { maxConnections: 6, applicationName: 'test', onIdleError: () => {} });
  strangers = new Strangers(database.url);
});
afterEach(async () => {
  await strangers.leave();
  await Promise.allSettled(accepting.splice(0));
  await pool.query('truncate chains, article_identities, articles');
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const PRINCIPAL: Parameters<Intake['accept']>[0] = {
  keyId: 'test',
  holder: 'test',
  holderKind: 'system',
  scopes: ['ingest:demo-wire'],
};

const makeBody = (): string => makeText(75_000 + texts++, 80);
const isWaiting = async (): Promise<boolean> => (await countLockWaits(pool)) > 0;

function accept(...items: Parameters<typeof acceptSubmissions>[1]): ReturnType<typeof acceptSubmissions> {
  const results = acceptSubmissions(pool, items);
  accepting.push(results);
  return results;
}

test('articles of several guids are taken in in the order of their guids', async () => {
  const stranger = await strangers.enter(
    `begin; insert into chains (provider, guid) values ('demo-wire', 'a')`,
  );
  const results = accept(toItem('b', makeBody()), toItem('a', makeBody()));
  await until(isWaiting);
  // It waits for the first of them, and has not touched the other.
  await stranger.query(
    `set local lock_timeout = '500ms'; insert into chains (provider, guid) values ('demo-wire', 'b')`,
  );
  await strangers.leave();
  expect(await results).toMatchObject([{ kind: 'accepted' }, { kind: 'accepted' }]);
});

test('two revisions of one guid that come at once are two versions', async () => {
  await accept(toItem('a', makeBody()));
  await strangers.enter(`begin; select 1 from chains where guid = 'a' for update`);
  const results = [makeBody(), makeBody()].map((body) => {
    const { submission, contentHash } = toItem('a', body);
    const { version: _version, ...unnumbered } = submission;
    return accept({ submission: unnumbered, contentHash });
  });
  await until(async () => (await countLockWaits(pool)) === 2);
  await strangers.leave();
  const versions = (await Promise.all(results)).flat().map((one) => ('version' in one ? one.version : one));
  expect(new Set(versions)).toEqual(new Set([1, 2]));
});

test('nobody is told that an article is held before it is committed', async () => {
  await pool.query(`create function wait_at_commit() returns trigger language plpgsql as
    $$ begin perform pg_advisory_xact_lock(4711); return null; end $$`);
  await pool.query(`create constraint trigger wait_at_commit after insert on article_identities
    deferrable initially deferred for each row execute function wait_at_commit()`);
  await strangers.enter('select pg_advisory_lock(4711)');
  const intake = makeIntake({ pool, announce: async () => {}, backlogLimit: 1_000 });
  let isTold = false;
  const answer = intake
    .accept(PRINCIPAL, [toItem('a', makeBody()).submission])
    .then(() => (isTold = true))
    .catch((error: unknown) => error);
  accepting.push(answer);
  await until(async () => isTold || (await isWaiting()));
  expect(isTold).toBe(false);
  // Its session ends in the middle of the commit: nothing is held, and that is what the client hears.
  await pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
  );
  expect(await answer).toMatchObject({ code: 'unavailable' });
  expect((await pool.query('select 1 from article_identities')).rowCount).toBe(0);
});
