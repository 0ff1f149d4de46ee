import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { readShingleSeed } from '@writethru/fingerprint';
import {
  acceptSubmissions,
  getActiveAlgorithm,
  openPool,
  sweepDueArticles,
  type Pool,
} from '@writethru/store';

import {
  processBatch,
  type BatchDeps,
  type ClustererPoint,
} from '../../services/clusterer/src/process-batch.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { countLockWaits } from '../support/lock-waits.ts';
import { makeNearDuplicate, makeText } from '../support/made-text.ts';
import { Strangers } from '../support/strangers.ts';
import { toItem } from '../support/to-item.ts';
import { until } from '../support/until.ts';

/** What a race would do once in a thousand times is forced here: one holds still at a point while another runs. */
let database: TestDatabase;
let pool: Pool;
let strangers: Strangers;
let deps: BatchDeps;
let texts = 1;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool(database.url, { maxConnections: 10, applicationName: 'test', onIdleError: () => {} });
  strangers = new Strangers(database.url);
  deps = {
    pool,
    seed: readShingleSeed((await getActiveAlgorithm(pool)).seed),
    log: { warn: () => {}, error: () => {} },
    maxAttempts: 3,
    leaseMs: 60_000,
  };
});
afterEach(async () => {
  // A test that failed may have left somebody standing.
  await strangers.leave();
  for (const { release } of started) release();
  await Promise.all(started.splice(0).map(({ ended }) => ended));
  await pool.query(
    'truncate chains, article_identities, articles, fingerprints, links, components, component_members, stories, versions, events, reunite_requests',
  );
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const makeBody = (): string => makeText(70_000 + texts++, 80);
const retell = (body: string): string => makeNearDuplicate(body, 80_000 + texts++);

async function accept(guid: string, body: string, version = 0): Promise<string> {
  const [result] = await acceptSubmissions(pool, [toItem(guid, body, version)]);
  if (result?.kind !== 'accepted') throw new Error(JSON.stringify(result));
  return result.articleId;
}

async function cluster(guid: string, body: string, version = 0): Promise<string> {
  const id = await accept(guid, body, version);
  await processBatch(deps, [id]);
  return id;
}

interface Held {
  /** Whether it has come to its point. */
  isThere: () => boolean;
  release: () => void;
  /** Settles when the batch has ended; never rejects: an error is its value. */
  ended: Promise<unknown>;
}

const started: Held[] = [];

/** Begins with an article and holds still at a point, once. */
function start(id: string, holdAt: ClustererPoint, more: Partial<BatchDeps> = {}): Held {
  let isThere = false;
  let release: () => void = () => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  const observe = async (point: ClustererPoint): Promise<void> => {
    if (point !== holdAt || isThere) return;
    isThere = true;
    await gate;
  };
  const ended = processBatch({ ...deps, ...more, observe }, [id]).catch((error: unknown) => error);
  const held = { isThere: () => isThere, release, ended };
  started.push(held);
  return held;
}

const isWaiting = async (): Promise<boolean> => (await countLockWaits(pool)) > 0;

interface Placed {
  story: string | null;
  component: number;
  state: string;
  count: number | null;
}

async function locate(id: string): Promise<Placed> {
  const { rows } = await pool.query<Placed>(
    `select i.state, v.story_id as story, m.component_id as component, s.version_count as count
       from article_identities i left join component_members m using (fingerprint_id)
       left join versions v on v.article_id = i.id left join stories s on s.id = v.story_id where i.id = $1`,
    [id],
  );
  return rows[0]!;
}

test('of two that come at once, who publishes after the other has searched finds it', async () => {
  const body = makeBody();
  const [a, b] = [await accept('a', body), await accept('b', retell(body))];
  const first = start(a, 'after_search');
  await until(first.isThere);
  await processBatch(deps, [b]);
  first.release();
  await first.ended;
  expect((await locate(a)).story).toBe((await locate(b)).story);
});

/** One is at the point before its commit while another is begun; both end. Answers where they are, and where `base` is. */
async function uniteBoth(
  base: string,
  a: string,
  b: string,
): Promise<{ story: string | null; both: Placed[] }> {
  const first = start(a, 'in_unite');
  await until(first.isThere);
  const second = start(b, 'in_unite');
  await until(async () => second.isThere() || (await isWaiting()));
  expect(second.isThere()).toBe(false);
  first.release();
  second.release();
  expect([await first.ended, await second.ended]).toEqual([undefined, undefined]);
  const { story } = await locate(base);
  return { story, both: [await locate(a), await locate(b)] };
}

test('who joins a story while another does waits for its commit, and reads what it wrote', async () => {
  const body = makeBody();
  const base = await cluster('base', body);
  const { story, both } = await uniteBoth(
    base,
    await accept('a', retell(body)),
    await accept('b', retell(body)),
  );
  expect(both).toMatchObject([
    { story, count: 3 },
    { story, count: 3 },
  ]);
});

test('who tells a story in the same words while another does waits for its commit, and counts it', async () => {
  const body = makeBody();
  const base = await cluster('base', body);
  const { story, both } = await uniteBoth(base, await accept('a', body), await accept('b', body));
  expect(both).toMatchObject([
    { story, count: 3 },
    { story, count: 3 },
  ]);
  // Each decision was made in sight of the others: of three that say the same, one is the original.
  const { rows } = await pool.query(`select 1 from versions where relation = 'original'`);
  expect(rows).toHaveLength(1);
});

test('components are locked in ascending order', async () => {
  const body = makeBody();
  const low = (await locate(await cluster('low', body))).component;
  const stranger = await strangers.enter(`begin; select 1 from components where id = ${low} for update`);
  const id = await accept('high', retell(body));
  const held = start(id, 'in_unite');
  await until(isWaiting);
  const { component: high } = await locate(id);
  expect(high).toBeGreaterThan(low);
  // The one above is free as long as the one below is waited for.
  await stranger.query('select 1 from components where id = $1 for update nowait', [high]);
  await strangers.leave();
  held.release();
  expect(await held.ended).toBeUndefined();
});

test('who waited for a component that was merged meanwhile goes where it went', async () => {
  const [xBody, yBody] = [makeBody(), makeBody()];
  const x = await cluster('x', xBody);
  const y = await cluster('y', yBody);
  await cluster('y2', retell(yBody));
  // The next version of x has the text of y: it makes one component of all three, and that of x goes.
  const bridge = start(await accept('x', retell(yBody), 1), 'in_unite');
  await until(bridge.isThere);
  const late = await accept('late', retell(xBody));
  const waiting = start(late, 'in_unite');
  await until(async () => waiting.isThere() || (await isWaiting()));
  bridge.release();
  waiting.release();
  expect([await bridge.ended, await waiting.ended]).toEqual([undefined, undefined]);
  const { component } = await locate(y);
  expect([await locate(x), await locate(late)]).toMatchObject([{ component }, { component }]);
});

test('what has ended is not begun again, and what another is at is left alone', async () => {
  const body = makeBody();
  const id = await accept('a', body);
  const first = start(id, 'after_publish');
  await until(first.isThere);
  const second = start(id, 'after_publish');
  await second.ended;
  first.release();
  await first.ended;
  const attempt = async (): Promise<unknown> =>
    (
      await pool.query('select state, attempt_started_at, attempts from article_identities where id = $1', [
        id,
      ])
    ).rows[0];
  const ended = await attempt();
  const third = start(id, 'after_publish');
  await third.ended;
  expect([second.isThere(), third.isThere()]).toEqual([false, false]);
  expect(await attempt()).toEqual(ended);
});

/** One holds still at a point until another has quarantined its article, and goes on. Answers where that is then. */
async function quarantineBeside(point: ClustererPoint): Promise<unknown> {
  const id = await accept('a', makeBody());
  const slow = start(id, point, { leaseMs: 0 });
  await until(slow.isThere);
  const observe = async (reached: ClustererPoint): Promise<void> => {
    if (reached === 'after_search') throw new Error('poison');
  };
  await until(async () => {
    await processBatch({ ...deps, leaseMs: 0, observe }, [id]);
    return (await locate(id)).state === 'quarantined';
  });
  slow.release();
  await slow.ended;
  return locate(id);
}

test('who stood still while its article was quarantined does not bring it back', async () => {
  expect(await quarantineBeside('after_claim')).toMatchObject({ state: 'quarantined', story: null });
});

test('who had searched when its article was quarantined does not count it as clustered', async () => {
  expect(await quarantineBeside('after_search')).toMatchObject({ state: 'quarantined', story: null });
});

test('who searched before its neighbour was quarantined searches again', async () => {
  const first = await cluster('a', makeBody(), 0);
  const middle = await cluster('a', makeBody(), 1);
  const last = await accept('a', makeBody(), 2);
  const held = start(last, 'after_search');
  await until(held.isThere);
  await pool.query(`update article_identities set state = 'published' where id = $1`, [middle]);
  const observe = async (point: ClustererPoint, ids: readonly string[]): Promise<void> => {
    if (point === 'after_search' && ids.includes(middle)) throw new Error('poison');
  };
  await until(async () => {
    await processBatch({ ...deps, observe }, [middle]);
    return (await locate(middle)).state === 'quarantined';
  });
  held.release();
  // It is no failure of its own: it is tried again at once, and not alone.
  expect(await held.ended).toMatchObject({ code: 'unavailable' });
  await until(async () => {
    await processBatch(deps, [last]);
    return (await locate(last)).state === 'clustered';
  });
  expect((await locate(last)).story).toBe((await locate(first)).story);
});

test('two articles of the same words share what is stored of them', async () => {
  const body = makeBody();
  const [a, b] = [await cluster('a', body), await cluster('b', body)];
  expect((await locate(a)).story).toBe((await locate(b)).story);
});

test('what one sweeper has taken no other gets, until it is due again', async () => {
  const ids = [await accept('a', makeBody()), await accept('b', makeBody())].sort();
  await pool.query('update article_identities set next_try_at = clock_timestamp()');
  const taken = await Promise.all([sweepDueArticles(pool, 10, 60_000), sweepDueArticles(pool, 10, 60_000)]);
  expect(taken.flatMap((due) => due.ids).sort()).toEqual(ids);
  expect(await sweepDueArticles(pool, 10, 60_000)).toEqual({ ids: [], overdueIds: [] });
});
