import { describe, expect, test } from '@jest/globals';

import { findPickups, type PickupArticle } from './pickup.ts';

const HOUR_MS = 3_600_000;

/** Texts are sets of letters: each letter is a shingle. */
const texts = new Map<string, string>();

function make(
  articleId: string,
  provider: string,
  hour: number,
  letters: string,
  rest: Partial<PickupArticle> = {},
): PickupArticle {
  texts.set(articleId, letters);
  return {
    articleId,
    provider,
    guid: articleId,
    version: 0,
    effectiveAtMs: hour * HOUR_MS,
    pubStatus: 'usable',
    suspectOf: null,
    text: letters === '' ? null : { textHash: letters, shingleCount: letters.length },
    ...rest,
  };
}

function report(articles: PickupArticle[]) {
  const countShared = (a: string, b: string): number =>
    Array.from(texts.get(a)!).filter((letter) => texts.get(b)!.includes(letter)).length;
  return new Map(findPickups(articles, 'wire', countShared).map((pickup) => [pickup.articleId, pickup]));
}

describe('the pick-up of an agency’s story', () => {
  test('says how much later, how much was kept and how much was added', () => {
    const found = report([make('w1', 'wire', 0, 'abcdefgh'), make('p1', 'paper', 2, 'abcdXY')]);
    expect(found.get('p1')).toMatchObject({ basedOn: 'w1', lagSeconds: 7200, kept: 0.5, added: 0.3333 });
  });

  test('takes the version that most was taken of, and of equal ones the first', () => {
    const wire = [
      make('w1', 'wire', 0, 'abcd'),
      make('w2', 'wire', 1, 'abcdefgh'),
      make('w3', 'wire', 2, 'abcdefghi'),
    ];
    const found = report([...wire, make('p1', 'paper', 3, 'abcd'), make('p2', 'paper', 3, 'abcdefgh')]);
    expect(found.get('p1')).toMatchObject({ basedOn: 'w1', lagSeconds: 3 * 3600, kept: 1, added: 0 });
    expect(found.get('p2')).toMatchObject({ basedOn: 'w2', lagSeconds: 2 * 3600, kept: 1 });
  });

  test('a later version of the agency is no source of what was there before it', () => {
    const found = report([
      make('w1', 'wire', 0, 'ab'),
      make('p1', 'paper', 1, 'abcd'),
      make('w2', 'wire', 2, 'abcd'),
    ]);
    expect(found.get('p1')).toMatchObject({ basedOn: 'w1', kept: 1, added: 0.5 });
    expect(report([make('p2', 'paper', 0, 'ab'), make('w3', 'wire', 1, 'ab')]).get('p2')).toMatchObject({
      lagSeconds: -3600,
    });
  });

  test('after a kill it names who still runs the text, by the version that stands', () => {
    const killed = { suspectOf: 'w1' };
    const found = report([
      make('w1', 'wire', 0, 'abcd'),
      make('p1', 'paper', 1, 'abcd', killed),
      make('q1', 'other', 1, 'abcd', { ...killed, guid: 'q' }),
      make('q2', 'other', 2, 'xyz', { guid: 'q', version: 1 }),
      make('r1', 'third', 1, 'abcd', { ...killed, pubStatus: 'withheld' }),
    ]);
    expect(
      [...found.values()].filter(({ stillRuns }) => stillRuns).map(({ articleId }) => articleId),
    ).toEqual(['p1']);
    expect(found.get('q1')?.isStanding).toBe(false);
  });

  test('what has no text, or too little, is listed without shares', () => {
    const found = report([make('w1', 'wire', 0, 'abcd'), make('p1', 'paper', 1, '')]);
    expect(found.get('p1')).toMatchObject({ basedOn: null, lagSeconds: null, kept: null, added: null });
  });
});
