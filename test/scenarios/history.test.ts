import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';

import { makeText } from '../support/made-text.ts';
import { Newsroom, type DramaArticle, type Role } from '../support/newsroom.ts';
import { wire } from './drama.ts';

const MINUTE_MS = 60_000;

interface Label {
  articleId: string;
  headline: string | null;
}
interface Entry {
  at: string;
  storyId: string;
  type: string;
  cause: string;
  edit: {
    actionId: string;
    kind: string;
    actor: string | null;
    reason: string | null;
    articles: Label[];
    undoneBy: string | null;
  } | null;
  changes: {
    kind: string;
    article?: Label;
    formerArticle?: Label;
    relation?: string;
    way?: string;
    otherStoryId?: string;
  }[];
}
interface Page {
  entries: Entry[];
  next: string | null;
}

let room: Newsroom;

beforeAll(async () => {
  room = await Newsroom.open();
});
beforeEach(async () => {
  await room.clear();
  room.nowMs = Date.parse('2026-03-02T12:00:00Z');
});
afterAll(async () => {
  await room.close();
});

const text = makeText(1, 160);
const article = (key: string, at: string, more: Partial<DramaArticle> = {}): DramaArticle =>
  wire(key, at, text, { headline: `Headline of ${key}`, ...more });
const three = [
  article('a', '10:00'),
  article('b', '10:10', { provider: 'herald' }),
  article('c', '10:20', { provider: 'courier' }),
];

async function read(storyId: string, role: Role = 'reader', query = ''): Promise<Page> {
  const answer = await room.get(`/v1/stories/${storyId}/history${query}`, role);
  expect(answer.status).toBe(200);
  return answer.body as Page;
}

/** Each entry as a line: `ingest: created, joined a (original)`. */
async function tell(
  storyId: string,
  role: Role = 'reader',
  names: Record<string, string> = {},
): Promise<string[]> {
  const { entries } = await read(storyId, role);
  return entries.map(({ type, cause, edit, changes }) => {
    const said = edit && `${edit.kind} by ${edit.actor} because ${edit.reason}`;
    if (type === 'edit')
      return `edit: ${said}: ${edit!.articles.map(({ articleId }) => room.key(articleId)).join(' ')}`;
    const told = changes.map((change) =>
      [
        change.kind,
        change.formerArticle && `${room.key(change.formerArticle.articleId)} to`,
        change.article && room.key(change.article.articleId),
        change.relation && `(${change.relation})`,
        change.otherStoryId && `${change.way ?? ''}[${names[change.otherStoryId] ?? '?'}]`,
      ]
        .filter((part) => part !== undefined)
        .join(' '),
    );
    return `${cause}${edit ? ` of ${edit.kind}` : ''}: ${told.join(', ')}`;
  });
}

async function edit(path: string, body: Record<string, unknown>): Promise<string> {
  const answer = await room.post(path, { reason: 'The desk says so.', ...body });
  expect(answer.status).toBe(202);
  await room.settle();
  return (answer.body as { actionId: string }).actionId;
}

test('a history tells every join, lead change and kill, with whom a killed text is still with', async () => {
  await room.send(
    ...three,
    article('kill', '11:00', { guid: 'a', version: 1, body: '', pubStatus: 'canceled' }),
  );
  expect(await tell(await room.storyOf('a'))).toEqual([
    'backfill: created, joined a (original)',
    'backfill: joined b (reprint_of), lead_changed a to b',
    'backfill: joined c (reprint_of), lead_changed b to c',
    'backfill: joined kill (cancels), killed kill, suspected b, suspected c',
  ]);
});

test('a split, and its undo, stand there with who and why, on both sides', async () => {
  await room.send(...three);
  const story = await room.storyOf('a');
  const actionId = await edit(`/v1/stories/${story}/split`, { articleIds: [room.id('c')] });
  const split = await room.storyOf('c');
  const names = { [story]: 'story', [split]: 'split' };
  expect((await tell(story, 'reader', names)).slice(3)).toEqual([
    'edit: split by an editor because The desk says so.: c',
    'editor of split: left c split[split], lead_changed c to b',
  ]);
  expect(await tell(split, 'reader', names)).toEqual([
    'editor of split: created, joined c (original) split[story]',
  ]);

  await edit(`/v1/edits/${actionId}/undo`, { reason: 'It was right before.' });
  const moved = await room.get(`/v1/stories/${split}/history`);
  expect([moved.status, moved.headers['location']]).toEqual([307, `/v1/stories/${story}/history`]);
  // What happened to the story that lives on in this one is a part of its past.
  expect((await tell(story, 'reader', names)).slice(5).toSorted()).toEqual(
    [
      'edit: undo by an editor because It was right before.: ',
      'editor of split: created, joined c (original) split[story]',
      'editor of undo: joined c (reprint_of), lead_changed b to c',
      'editor of undo: merged [story]',
    ].toSorted(),
  );
  const { entries } = await read(story);
  const undo = entries.find(({ edit: one }) => one?.kind === 'undo')!.edit!.actionId;
  expect(entries.find(({ edit: one }) => one?.kind === 'split')?.edit).toMatchObject({
    actionId,
    undoneBy: undo,
  });
});

test('a move is told where it went and where it came from', async () => {
  await room.send(...three, article('other', '10:30', { body: makeText(2, 160) }));
  const [story, target] = [await room.storyOf('a'), await room.storyOf('other')];
  await edit(`/v1/stories/${story}/move`, { articleIds: [room.id('c')], to: target });
  const names = { [story]: 'story', [target]: 'target' };
  expect((await tell(story, 'reader', names)).at(-1)).toBe(
    'editor of move: left c move[target], lead_changed c to b',
  );
  const there = await tell(target, 'reader', names);
  expect(there[1]).toBe('edit: move by an editor because The desk says so.: c');
  expect(there[2]).toMatch(/^editor of move: joined c \(\w+\) move\[story\]/);
});

test('a merge is told by the one that lives on, and brings the other past with it', async () => {
  await room.send(...three, article('other', '10:30', { body: makeText(2, 160) }));
  const [story, other] = [await room.storyOf('a'), await room.storyOf('other')];
  await edit(`/v1/stories/${story}/merge`, { with: other });
  const told = await tell(story, 'reader', { [story]: 'story' });
  expect(told).toContain('backfill: created, joined other (original)');
  expect(told).toContain('editor of merge: merged [story]');
  expect(told).toContain('edit: merge by an editor because The desk says so.: ');
});

test('pages by cursor hold the same as one, both ways, and a cursor of the other way is refused', async () => {
  await room.send(...three);
  const story = await room.storyOf('a');
  await edit(`/v1/stories/${story}/pin`, { articleId: room.id('a') });
  for (const order of ['asc', 'desc']) {
    const whole = await read(story, 'reader', `?order=${order}`);
    expect(whole.entries).toHaveLength(5);
    const paged: Entry[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Page = await read(
        story,
        'reader',
        `?order=${order}&limit=2${cursor && `&cursor=${cursor}`}`,
      );
      paged.push(...page.entries);
      cursor = page.next;
    }
    expect(paged).toEqual(whole.entries);
  }
  const { next } = await read(story, 'reader', '?limit=2');
  const refused = await room.get(`/v1/stories/${story}/history?order=desc&cursor=${next}`);
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: '?cursor' }] } });
});

test('a reader learns nothing of what is under embargo, and of a lifted one when it lifts', async () => {
  await room.send(article('open', '10:00'));
  const story = await room.storyOf('open');
  const before = await read(story);
  await room.send(
    article('secret', '11:00', {
      provider: 'herald',
      headline: 'Nobody may read this',
      embargoedUntil: '2026-03-02T13:00:00.000Z',
    }),
  );
  await edit(`/v1/stories/${story}/pin`, { articleId: room.id('secret'), reason: 'Secret from the herald.' });
  expect(await read(story)).toEqual(before);
  expect((await tell(story, 'editor')).at(-1)).toBe(
    'edit: pin by an editor because Secret from the herald.: secret',
  );

  room.nowMs += 61 * MINUTE_MS;
  await room.settle();
  expect(await tell(story)).toEqual([
    'backfill: created, joined open (original)',
    'edit: pin by an editor because Secret from the herald.: secret',
    'embargo: embargo_lifted secret (reprint_of), lead_changed open to secret',
  ]);

  // Under embargo once more: what was told is taken back.
  await room.send(
    article('again', '11:30', {
      provider: 'herald',
      guid: 'secret',
      version: 1,
      embargoedUntil: '2026-03-02T15:00:00.000Z',
    }),
  );
  expect(JSON.stringify(await read(story))).not.toMatch(/Nobody|Secret from|herald/);
});

test('of a killed text a reader is told that, and neither headline nor editors’ words', async () => {
  await room.send(...three);
  const story = await room.storyOf('a');
  await edit(`/v1/stories/${story}/pin`, { articleId: room.id('a'), reason: 'Mr Brown is guilty.' });
  expect(JSON.stringify(await read(story))).toContain('Mr Brown');
  await room.send(article('kill', '11:00', { guid: 'a', version: 1, body: '', pubStatus: 'canceled' }));
  const told = await read(story);
  expect(JSON.stringify(told)).not.toMatch(/Mr Brown|Headline of a/);
  expect(told.entries.find(({ edit: one }) => one !== null)?.edit).toMatchObject({
    kind: 'pin',
    actor: null,
    reason: null,
    articles: [{ articleId: room.id('a'), isShown: false, notShown: 'canceled' }],
  });
  expect(JSON.stringify(await read(story, 'editor'))).toMatch(/Mr Brown/);
});
