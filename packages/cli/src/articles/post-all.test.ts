import { describe, expect, test } from '@jest/globals';

import { postAll } from './post-all.ts';
import type { Outcome } from './post-batch.ts';
import { faultyItem, type SourceItem } from './source-item.ts';

function makeItem(position: number, more: Partial<SourceItem> = {}): SourceItem {
  const guid = `g${position}`;
  return { file: '-', position, json: '{}', provider: 'demo', guid, hasVersion: false, fault: null, ...more };
}

async function* stream(items: SourceItem[]): AsyncGenerator<SourceItem> {
  for (const item of items) yield await Promise.resolve(item);
}

const accept = (batch: SourceItem[]): Outcome[] =>
  batch.map((item) => ({ item, kind: 'accepted', reason: '' }));

/** A stand-in for the network whose answers come when the test says so. */
function createGate(): {
  post: (batch: SourceItem[]) => Promise<Outcome[]>;
  open: () => void;
  begun: SourceItem[][];
} {
  const begun: SourceItem[][] = [];
  const waiting: (() => void)[] = [];
  return {
    begun,
    open: () => waiting.shift()?.(),
    post: (batch) => {
      begun.push(batch);
      return new Promise((resolve) => {
        waiting.push(() => resolve(accept(batch)));
      });
    },
  };
}

/** Lets everything run that can run without an answer from the network. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe('postAll', () => {
  test('sends 500 articles at a time, with four requests under way and no more', async () => {
    const gate = createGate();
    const outcomes: Outcome[] = [];
    const items = Array.from({ length: 2_600 }, (_, at) => makeItem(at));
    const done = postAll(stream(items), gate.post, (some) => outcomes.push(...some));
    await settle();
    expect(gate.begun.map((batch) => batch.length)).toEqual([500, 500, 500, 500]);
    gate.open();
    await settle();
    expect(gate.begun).toHaveLength(5);
    for (let left = 0; left < 6; left++) {
      gate.open();
      await settle();
    }
    await done;
    expect(outcomes.map(({ item }) => item.position)).toHaveLength(2_600);
    expect(new Set(outcomes.map(({ item }) => item.position)).size).toBe(2_600);
  });

  test('closes a batch before 4 MB, and sends a larger article alone', async () => {
    const gate = createGate();
    const megabyte = 'x'.repeat(1024 * 1024);
    const items = [1, 2, 3, 4, 5].map((at) => makeItem(at, { json: megabyte }));
    items.push(makeItem(6, { json: megabyte.repeat(5) }), makeItem(7));
    const done = postAll(stream(items), gate.post, () => {});
    await settle();
    expect(gate.begun.map((batch) => batch.map((item) => item.position))).toEqual([
      [1, 2, 3],
      [4, 5],
      [6],
      [7],
    ]);
    for (let left = 0; left < 4; left++) gate.open();
    await done;
  });

  test('keeps the order of a guid without versions: its next batch waits for the earlier one', async () => {
    const gate = createGate();
    const first = Array.from({ length: 500 }, (_, at) => makeItem(at));
    const items = [...first, makeItem(500, { guid: 'g7' })];
    const done = postAll(stream(items), gate.post, () => {});
    await settle();
    expect(gate.begun).toHaveLength(1);
    gate.open();
    await settle();
    expect(gate.begun).toHaveLength(2);
    gate.open();
    await done;
  });

  test('does not wait where the feed numbers its versions, or another provider uses the guid', async () => {
    const gate = createGate();
    const first = Array.from({ length: 500 }, (_, at) => makeItem(at));
    const items = [
      ...first,
      makeItem(500, { guid: 'g7', hasVersion: true }),
      makeItem(501, { guid: 'g7', provider: 'other' }),
    ];
    const done = postAll(stream(items), gate.post, () => {});
    await settle();
    expect(gate.begun).toHaveLength(2);
    gate.open();
    gate.open();
    await done;
  });

  test('reports what is no article without sending it', async () => {
    const outcomes: Outcome[] = [];
    const sent: SourceItem[] = [];
    const post = (batch: SourceItem[]): Promise<Outcome[]> => {
      sent.push(...batch);
      return Promise.resolve(accept(batch));
    };
    await postAll(stream([makeItem(1), faultyItem({ file: '-', position: 2 }, 'not UTF-8')]), post, (some) =>
      outcomes.push(...some),
    );
    expect(sent.map((item) => item.position)).toEqual([1]);
    expect(outcomes.find(({ item }) => item.position === 2)).toMatchObject({
      kind: 'refused',
      reason: 'not UTF-8',
    });
  });

  test('stops reading at the first failure and throws it when the rest is done', async () => {
    let taken = 0;
    async function* endless(): AsyncGenerator<SourceItem> {
      for (;;) yield await Promise.resolve(makeItem(taken++));
    }
    const post = (): Promise<Outcome[]> => Promise.reject(new Error('the key was refused'));
    await expect(postAll(endless(), post, () => {})).rejects.toThrow('the key was refused');
    expect(taken).toBeLessThan(5_000);
  });
});
