import { MessageChannel } from 'node:worker_threads';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AppError } from '@writethru/domain';

import type { FindSharers } from './held-keys.ts';
import { searchByPort, serveSearches } from './search-port.ts';

const ALGORITHM = { id: 2, fingerprintVersion: 1, stopKeys: new Set([7]) };
const text = (id: number, keys: number[] = [id]) => ({ id, day: 20_000 + id, keys: Int32Array.from(keys) });

describe('a search by a port', () => {
  let channel: MessageChannel;

  beforeEach(() => {
    channel = new MessageChannel();
  });

  afterEach(() => {
    channel.port1.close();
  });

  function connect(findSharers: FindSharers): FindSharers {
    serveSearches(channel.port1, findSharers);
    return searchByPort(channel.port2);
  }

  test('hands over every text and the algorithm, and answers what was found', async () => {
    let asked: Parameters<FindSharers> | null = null;
    const search = connect((...given) => {
      asked = given;
      return Promise.resolve([{ id: 2 ** 40, day: 20_003 }]);
    });
    const texts = [text(1, [-5, 2 ** 31 - 1]), text(2, []), text(3)];
    expect(await search(texts, ALGORITHM)).toEqual([{ id: 2 ** 40, day: 20_003 }]);
    expect(asked).toEqual([texts, ALGORITHM]);
  });

  test('gives each who asks his own answer, in whatever order they come', async () => {
    const ends: (() => void)[] = [];
    const search = connect(async ([first]) => {
      await new Promise<void>((resolve) => ends.unshift(resolve));
      return [first!];
    });
    const answers = [1, 2, 3].map((id) => search([text(id)], ALGORITHM));
    while (ends.length < answers.length) await new Promise((resolve) => setImmediate(resolve));
    for (const end of ends) end();
    expect((await Promise.all(answers)).map((found) => found![0]!.id)).toEqual([1, 2, 3]);
  });

  test('tells what is not known from what is none', async () => {
    const search = connect(([first]) => Promise.resolve(first!.id === 1 ? null : []));
    expect(await search([text(1)], ALGORITHM)).toBeNull();
    expect(await search([text(2)], ALGORITHM)).toEqual([]);
  });

  test('fails as unavailable where the other end failed, with its words', async () => {
    const search = connect(() => Promise.reject(new AppError('unavailable', 'The database is away.')));
    await expect(search([text(1)], ALGORITHM)).rejects.toMatchObject({
      code: 'unavailable',
      message: 'The database is away.',
    });
  });
});
