import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chooseSearchWay, parseSearch } from '@writethru/store';
import { toSearchQuery } from '@writethru/wire';

import { startApiBench, type ApiBench } from '../support/api/bench.ts';
import { makeText } from '../support/made-text.ts';
import { until } from '../support/until.ts';

const COUNT = 12;
let bench: ApiBench;

beforeAll(async () => {
  bench = await startApiBench();
  await bench.post(
    Array.from({ length: COUNT }, (_, at) => ({
      provider: 'wire',
      guid: `g${at}`,
      language: at % 2 === 0 ? 'en' : 'de',
      headline: `Item ${at}`,
      body: `Bulletins of today${at === 3 ? ' from the zeppelin' : ''}. ${makeText(at, 80)}`,
    })),
  );
  await until(async () => (await find('q=today&limit=100')).length === COUNT);
  // What the planner knows of words it knows from here.
  await bench.pool.query('analyze story_texts');
});

afterAll(() => bench.close());

/** The ids of all stories of a list, page by page. */
async function find(query: string): Promise<string[]> {
  const ids: string[] = [];
  for (let next: string | null = ''; next !== null;) {
    const cursor: string = next === '' ? '' : `&cursor=${encodeURIComponent(next)}`;
    const { body } = await bench.call(`/v1/stories?${query}${cursor}`);
    const page = body as { stories: { id: string }[]; next: string | null };
    ids.push(...page.stories.map(({ id }) => id));
    next = page.next;
  }
  return ids;
}

async function chooseWay(q: string, wanted: number): Promise<string> {
  return chooseSearchWay(bench.pool, await parseSearch(bench.pool, toSearchQuery(q), null), wanted);
}

describe('a search', () => {
  test('walks the stories for a few that have a common word, and takes the index for a rare word or for all', async () => {
    expect(await chooseWay('today', 2)).toBe('walk');
    expect(await chooseWay('today -zeppelin', 2)).toBe('walk');
    expect(await chooseWay('today', 1_000)).toBe('index');
    expect(await chooseWay('zeppelin', 2)).toBe('index');
    expect(await chooseWay('today zeppelin', 2)).toBe('index');
  });

  test('finds the same on either way, each text by the words of its language, and pages follow the order', async () => {
    const walked = await find('q=bulletins&sort=updated&limit=1');
    const all = await find('sort=updated&limit=100');
    expect(walked).toEqual(all);
    expect((await find('q=bulletins&limit=100')).toSorted()).toEqual(all.toSorted());
    // English has a stem for it, German takes it as it stands.
    const german = await find('q=bulletins&language=de&sort=updated&limit=1');
    expect(german).toHaveLength(COUNT / 2);
    expect(await find('q=bulletin&sort=updated&limit=1')).toHaveLength(
      (await find('q=bulletin&limit=100')).length,
    );
  });

  test('finds nothing of a text that was killed a moment ago, on either way', async () => {
    await bench.call('/v1/articles', {
      body: { provider: 'wire', guid: 'g5', version: 9, pubStatus: 'canceled', headline: 'Kill' },
    });
    const queries = ['q=today&sort=updated&limit=1', 'q=today&limit=100'];
    expect((await Promise.all(queries.map(find))).map(({ length }) => length)).toEqual([
      COUNT - 1,
      COUNT - 1,
    ]);
  });
});
