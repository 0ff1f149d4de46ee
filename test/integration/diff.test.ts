import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { startApiBench, type ApiBench, type ApiReply } from '../support/api/bench.ts';

const LEAD =
  'The bridge over Lindmouth harbour will stay shut for three weeks, the port authority said on Monday. ' +
  'Divers found cracks in two of its four pillars after a barge had struck it on Saturday night.';
const FIRST = `LINDMOUTH, Nov 2 (Demo Wire) - ${LEAD} The repair will cost 400,000 crowns. Lorries take the coast road.`;
const SECOND = `${FIRST.replace('400,000', '650,000')}\n\nThe town council will meet on Thursday to talk about a ferry.`;
const HOUR_MS = 3_600_000;

let nowMs = Date.now();
let bench: ApiBench;
let reader: string;
let storyId: string;
let ids: string[];

const at = (hours: number): string => new Date(nowMs - 48 * HOUR_MS + hours * HOUR_MS).toISOString();

async function diff(from: string, to: string, key = reader): Promise<ApiReply> {
  return bench.call(`/v1/stories/${storyId}/diff?from=${from}&to=${to}`, { key });
}

async function post(...articles: object[]): Promise<string[]> {
  return bench.post(articles.map((article) => ({ provider: 'wire', guid: 'w', ...article })));
}

beforeAll(async () => {
  bench = await startApiBench({ now: () => new Date(nowMs) });
  reader = await bench.makeKey(['read']);
  ids = await post(
    { version: 1, headline: 'Bridge shut', body: FIRST, publishedAt: at(0) },
    { version: 2, headline: 'UPDATE 1-Bridge shut for weeks', body: SECOND, publishedAt: at(2) },
    { provider: 'herald', guid: 'h', version: 1, headline: 'Bridge shut', body: LEAD, publishedAt: at(1) },
    { provider: 'other', guid: 'o', version: 1, headline: 'Rain', body: 'Rain all day.', publishedAt: at(1) },
  );
  const { story } = (await bench.call(`/v1/articles/${ids[0]}`)).body as { story: { id: string } };
  storyId = story.id;
});

afterAll(() => bench.close());

describe('what changed from one version to another', () => {
  test('is told in words, as operations and as HTML, with numbers, names and passages', async () => {
    const { status, body } = await diff(ids[0]!, ids[1]!);
    expect(status).toBe(200);
    const added = 'The town council will meet on Thursday to talk about a ferry.';
    expect(body).toMatchObject({
      storyId,
      from: { articleId: ids[0], version: 1, headline: 'Bridge shut', isShown: true },
      to: { articleId: ids[1], version: 2 },
      headline: {
        operations: [
          { op: 'insert', text: 'UPDATE 1-' },
          { op: 'equal', text: 'Bridge shut' },
          { op: 'insert', text: ' for weeks' },
        ],
      },
      body: { isCoarse: false },
      removedPassages: [],
      addedPassages: [added],
      changedNumbers: { removed: ['400000'], added: ['650000'] },
      changedNames: { removed: [], added: ['Thursday'] },
    });
    const { html, operations } = (
      body as { body: { html: string; operations: { op: string; text: string }[] } }
    ).body;
    expect(operations.filter(({ op }) => op === 'delete')).toEqual([{ op: 'delete', text: '400,000' }]);
    expect(html).toContain('cost <del>400,000</del><ins>650,000</ins> crowns');
    expect(html).toContain(`<p dir="auto"><ins>${added}</ins></p>`);
  });

  test('says what the short version lacks and what the long one adds', async () => {
    const { body } = await diff(ids[2]!, ids[1]!);
    const { removedPassages, addedPassages, from, to } = body as {
      removedPassages: string[];
      addedPassages: string[];
      from: { wordCount: number };
      to: { wordCount: number };
    };
    expect(removedPassages).toEqual([]);
    expect(addedPassages.join(' ')).toContain(
      'The repair will cost 650,000 crowns. Lorries take the coast road.',
    );
    expect(from.wordCount).toBeLessThan(to.wordCount);
    const reverse = (await diff(ids[1]!, ids[2]!)).body as { removedPassages: string[] };
    expect(reverse.removedPassages).toEqual(addedPassages);
  });

  test('is refused for what is no article of the story, by the name of the parameter', async () => {
    for (const [from, to, name] of [
      [ids[0]!, ids[3]!, '?to'],
      [ids[3]!, ids[0]!, '?from'],
      [ids[0]!, '01a207b3-01c8-7e46-bcaa-8128186e7f81', '?to'],
    ] as const)
      expect(await diff(from, to)).toMatchObject({ status: 404, body: { errors: [{ pointer: name }] } });
    expect(await diff(ids[0]!, 'two')).toMatchObject({ status: 400, body: { errors: [{ pointer: '?to' }] } });
    const path = `/v1/stories/${storyId}/diff?from=${ids[0]}`;
    expect(await bench.call(path)).toMatchObject({ status: 400, body: { errors: [{ pointer: '?to' }] } });
  });

  test('is told between versions of one guid, though the provider used it again for another story', async () => {
    const other = Array.from({ length: 60 }, (_each, n) => `word${n}`).join(' ');
    const [old, now] = await post(
      { guid: 'reused', version: 1, headline: 'Then', body: other, publishedAt: at(-24 * 90) },
      { guid: 'reused', version: 2, headline: 'Now', body: LEAD.toUpperCase(), publishedAt: at(3) },
    );
    const storyOf = async (id: string): Promise<string> =>
      ((await bench.call(`/v1/articles/${id}`)).body as { story: { id: string } }).story.id;
    const oldStory = await storyOf(old!);
    expect(oldStory).not.toBe(await storyOf(now!));
    const path = `/v1/stories/${oldStory}/diff?from=${old}&to=${now}`;
    expect(await bench.call(path)).toMatchObject({ status: 200, body: { from: { storyId: oldStory } } });
  });

  test('is told as far as 200,000 characters of a hostile text, and says so', async () => {
    const word = (seed: number, n: number): string =>
      'ab'[((n * seed) % 7) % 2]!.repeat(1 + ((n * seed) % 3));
    const make = (seed: number): string =>
      Array.from({ length: 150_000 }, (_each, n) => word(seed, n)).join(' ');
    const [one, other] = await post(
      { guid: 'hostile', version: 1, headline: 'A', body: make(31), publishedAt: at(1) },
      { guid: 'hostile', version: 2, headline: 'B', body: make(37), publishedAt: at(2) },
    );
    const { story } = (await bench.call(`/v1/articles/${one}`)).body as { story: { id: string } };
    const reply = await bench.call(`/v1/stories/${story.id}/diff?from=${one}&to=${other}`);
    expect(reply).toMatchObject({ status: 200, body: { body: { isCoarse: true } } });
    const { body } = reply.body as { body: { operations: { text: string }[] } };
    expect(Math.max(...body.operations.map(({ text }) => text.length))).toBeLessThanOrEqual(200_000);
  });

  test('redirects with its question where the story was merged away', async () => {
    const { story } = (await bench.call(`/v1/articles/${ids[3]}`)).body as { story: { id: string } };
    await bench.call(`/v1/stories/${storyId}/merge`, {
      body: { with: story.id, reason: 'One storm.' },
      headers: { prefer: 'wait=10' },
    });
    const question = `/diff?from=${ids[0]}&to=${ids[3]}`;
    const reply = await bench.call(`/v1/stories/${story.id}${question}`);
    expect(reply).toMatchObject({ status: 307, body: { mergedInto: storyId } });
    expect(reply.headers.get('location')).toBe(`/v1/stories/${storyId}${question}`);
    expect((await diff(ids[0]!, ids[3]!)).status).toBe(200);
  });
});

describe('what a reader may not see', () => {
  test('is in no difference: of an embargo there is none, of a kill a tombstone for both sides', async () => {
    const secret = `${SECOND}\n\nThe harbour master resigned over the affair.`;
    const [held] = await post({
      version: 3,
      headline: 'Harbour master resigns',
      body: secret,
      publishedAt: at(5),
      embargoedUntil: new Date(nowMs + HOUR_MS).toISOString(),
    });
    expect(await diff(ids[2]!, held!)).toMatchObject({ status: 404, body: { errors: [{ pointer: '?to' }] } });
    expect(await diff(ids[2]!, held!, bench.key)).toMatchObject({
      status: 200,
      body: { to: { isShown: true, notShown: 'embargoed' } },
    });

    nowMs += 2 * HOUR_MS;
    expect(await diff(ids[2]!, held!)).toMatchObject({ status: 200, body: { to: { isShown: true } } });
    await post({ version: 4, pubStatus: 'canceled', publishedAt: at(6) });
    const killed = await diff(ids[2]!, held!);
    expect(killed).toMatchObject({
      status: 200,
      body: {
        to: { isShown: false, notShown: 'canceled', headline: null, wordCount: null },
        headline: null,
        body: null,
        removedPassages: null,
        addedPassages: null,
        changedNumbers: null,
        changedNames: null,
      },
    });
    expect(JSON.stringify(killed.body)).not.toContain('resigned');
    expect(JSON.stringify((await diff(ids[2]!, held!, bench.key)).body)).toContain('resigned');
  });
});
