import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { makeText, shuffleItems } from '../support/made-text.ts';
import { clusterArticles, type OfflineArticle } from '../support/offline-clustering.ts';

const NOON = '2026-03-04T12:00:00Z';
const NEXT_NOON = '2026-03-05T12:00:00Z';

function article(name: string, body: string, more: Partial<OfflineArticle> = {}): OfflineArticle {
  return { name, body, publishedAt: NOON, ...more };
}

/** The names of those that share a story with another. */
function joined(articles: readonly OfflineArticle[]): string[][] {
  return clusterArticles(articles).filter((story) => story.length > 1);
}

function firstWords(text: string, count: number): string {
  return text.split(' ').slice(0, count).join(' ');
}

function paragraphs(...seeds: number[]): string {
  return seeds.map((seed) => makeText(seed, 60)).join('\n\n');
}

describe('what joins', () => {
  test.each([40, 60, 100, 150])('the first %i words of a story and the story', (count) => {
    const full = makeText(count, 500);
    expect(joined([article('full', full), article('cut', firstWords(full, count))])).toEqual([
      ['cut', 'full'],
    ]);
  });

  test('a story, its reprint among the furniture of a page, and a cut reprint', () => {
    const story = makeText(1, 350);
    const page = (body: string): string =>
      `Sign up for our morning letter and never miss a story from the Herald\n\n${makeText(9, 12)}\n\n${body}\n\n${makeText(8, 40)}`;
    expect(
      joined([
        article('story', story),
        article('page', page(story)),
        article('cut page', page(firstWords(story, 220)), { publishedAt: NEXT_NOON }),
      ]),
    ).toEqual([['cut page', 'page', 'story']]);
  });

  test('a story and its update, which has a new top and keeps the rest', () => {
    const story = makeText(2, 300);
    expect(joined([article('first', story), article('update', `${makeText(3, 45)}\n\n${story}`)])).toEqual([
      ['first', 'update'],
    ]);
  });

  test('one dividend told twice, with a word more in the second', () => {
    const body =
      'Quarterly dividend 22 cents a share, as before. Payable April 15 to holders of record March 23.';
    const headline = 'Lindmouth Ferries sets quarterly payout';
    expect(
      joined([
        article('first', body, { headline }),
        article('second', `${body} Ex-date March 20.`, { headline }),
      ]),
    ).toEqual([['first', 'second']]);
  });

  test('what one wire spells out and another abbreviates', () => {
    const spelled =
      'Lindmouth Shipping Company said net profit rose ten percent to five million dollars in the first quarter as freight rates held up and two new ships came into service on the northern route, and that it would keep its dividend at three cents a share.';
    const abbreviated = spelled
      .replace('Company', 'Co')
      .replace('ten percent', '10 pct')
      .replace('five million dollars', '5 mln dlrs')
      .replace('three cents', '3 cts');
    expect(joined([article('spelled', spelled), article('abbreviated', abbreviated)])).toHaveLength(1);
  });
});

describe('what stays apart', () => {
  test('dividends of two companies in the very same words', () => {
    const body = 'Quarterly dividend 20 cents, as before. Pay April 15, record March 23.';
    expect(
      joined([
        article('ferries', body, { headline: 'Lindmouth Ferries regular dividend' }),
        article('bank', body, { headline: 'Harrow Bancorp sets regular payout' }),
      ]),
    ).toEqual([]);
  });

  test('results of two companies in one template', () => {
    const results = (figures: readonly number[]): string =>
      `Shr ${figures[0]} cts vs ${figures[1]} cts. Net ${figures[2]},000 vs ${figures[3]},000. Revs ${figures[4]} mln vs ${figures[5]} mln. Note: full company name is in the headline, and all figures are unaudited.`;
    expect(
      joined([
        article('a', results([32, 28, 812, 701, 14.1, 12.2]), { headline: 'Lindmouth Ferries 4th qtr net' }),
        article('b', results([17, 19, 344, 390, 31.5, 33]), { headline: 'Harrow Bancorp 4th qtr net' }),
      ]),
    ).toEqual([]);
  });

  test('notices of one day in one template, under the same headline, with other numbers', () => {
    const notice = (sum: string, rate: string, deals: number): string =>
      `The Harbour Bank entered the money market to arrange ${sum} mln crowns of overnight repurchase agreements, a spokesman said. Dealers said the overnight rate stood at ${rate} pct when the bank began its supply of reserves in ${deals} deals with the primary houses.`;
    const headline = 'Harbour Bank adds reserves by repurchases';
    expect(
      joined([
        article('morning', notice('800', '6.13', 14), { headline }),
        article('evening', notice('1,500', '6.38', 22), { headline }),
      ]),
    ).toEqual([]);
  });

  test('the same table of rates a day later, under the same headline', () => {
    const rates = (a: string, b: string, c: string): string =>
      `The harbour board adjusted its berth rates as follows. Short stay ${a} a metre, long stay ${b} a metre, winter berth ${c} a metre. All rates hold until the next adjustment.`;
    const headline = 'Harbour board adjusts berth rates';
    expect(
      joined([
        article('today', rates('5.10', '4.30', '2.15'), { headline }),
        article('tomorrow', rates('5.15', '4.35', '2.20'), { headline, publishedAt: NEXT_NOON }),
      ]),
    ).toEqual([]);
  });

  test('stories that share their background and nothing else', () => {
    const background = paragraphs(70, 71, 72);
    const stories = [10, 20, 30, 40].map((seed) =>
      article(`story ${seed}`, `${paragraphs(seed, seed + 1)}\n\n${background}`),
    );
    expect(joined(stories)).toEqual([]);
  });

  test('a digest and its items, whole or cut, and two digests that share items', () => {
    const items = [1, 2, 3, 4, 5, 6].map((seed) => makeText(seed, 200));
    const digest = (...of: number[]): string => of.map((at) => firstWords(items[at]!, 70)).join('\n\n');
    expect(
      joined([
        ...items.map((body, at) => article(`item ${at}`, body)),
        article('morning', digest(0, 1, 2, 3)),
        article('evening', digest(0, 1, 2, 4, 5)),
      ]),
    ).toEqual([]);
  });

  test('a live blog and what it quotes, while two copies of the blog are one', () => {
    const stories = [11, 12, 13, 14].map((seed) => makeText(seed, 150));
    const blog = `Live: the day as it happens\n\n${stories.map((body) => firstWords(body, 90)).join('\n\n')}`;
    expect(
      joined([
        ...stories.map((body, at) => article(`story ${at}`, body)),
        article('blog', blog),
        article('blog again', `${blog} More soon.`),
      ]),
    ).toEqual([['blog', 'blog again']]);
  });

  test('short texts of nearly the same words', () => {
    expect(
      joined([
        article('a', 'The ferry to Harrow is late today because of fog on the river, the port said.'),
        article('b', 'The ferry to Lindmouth is late today because of ice on the river, the port said.'),
      ]),
    ).toEqual([]);
  });

  test('the same long text of four days later', () => {
    const body = makeText(5, 300);
    expect(
      joined([article('now', body), article('then', body, { publishedAt: '2026-03-08T12:00:00Z' })]),
    ).toEqual([]);
  });
});

test('the stories are the same whatever the order', () => {
  const background = paragraphs(70, 71);
  const story = makeText(1, 260);
  const corpus = [
    article('story', story),
    article('cut', firstWords(story, 60)),
    article('update', `${makeText(2, 50)}\n\n${story}`, { publishedAt: NEXT_NOON }),
    article('other', `${paragraphs(3, 33)}\n\n${background}`),
    article('third', `${paragraphs(4, 44)}\n\n${background}`),
    ...[5, 6, 7].map((seed) => article(`item ${seed}`, makeText(seed, 120))),
    article(
      'digest',
      [story, ...[5, 6, 7].map((seed) => makeText(seed, 120))].map((t) => firstWords(t, 80)).join('\n\n'),
    ),
    ...['Ferries', 'Bancorp'].map((name) =>
      article(name, 'Quarterly dividend 20 cents, as before. Pay April 15, record March 23.', {
        headline: `${name} regular dividend`,
      }),
    ),
  ];
  const inOrder = clusterArticles(corpus);
  expect(inOrder.filter((group) => group.length > 1)).toEqual([['cut', 'story', 'update']]);
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      expect(clusterArticles(shuffleItems(corpus, seed))).toEqual(inOrder);
    }),
    { numRuns: 25 },
  );
});
