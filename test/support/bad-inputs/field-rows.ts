import { expect } from '@jest/globals';

import type { ApiBench } from '../api/bench.ts';
import { makeText } from '../made-text.ts';
import { articleOf, posted, refused, TAKEN, type Answer, type BadInput } from './row.ts';

const field = (
  row: number,
  name: string,
  change: object,
  outcome: Pick<BadInput, 'expected' | 'problem' | 'check'>,
): BadInput => posted(row, name, () => articleOf(row, change), outcome);

/** What the article says now, of the fields that are kept as text. */
async function readArticle(bench: ApiBench, answer: Answer): Promise<Record<string, unknown>> {
  const { articleId } = JSON.parse(answer.text) as { articleId: string };
  const { body } = await bench.call(`/v1/articles/${articleId}`);
  return body as Record<string, unknown>;
}

function keeps(fields: Record<string, unknown>): Pick<BadInput, 'expected' | 'check'> {
  return {
    expected: 202,
    check: async (bench, answer) => expect(await readArticle(bench, answer)).toMatchObject(fields),
  };
}

/** Fields of the wrong kind, size or content. */
export const FIELD_ROWS: BadInput[] = [
  field(22, 'an escaped NUL', { headline: 'a\0b' }, refused('/headline')),
  field(23, 'half of a surrogate pair', { body: 'a \ud800 b' }, refused('/body')),
  field(24, 'control characters and ANSI colours', { headline: 'a\u001b[2Jb\u0085c' }, TAKEN),
  field(25, 'a right-to-left override', { headline: 'cod\u202etxt.exe' }, TAKEN),
  field(
    26,
    'letters in parts, and zero-width characters',
    { body: `cafe\u0301 ${makeText(1, 30)}\u200b` },
    TAKEN,
  ),
  field(27, '10,000 combining marks', { body: `a${'\u0301'.repeat(10_000)}` }, TAKEN),
  field(28, 'emoji, Chinese and Arabic', { headline: '🚢 渡轮 عبّارة' }, keeps({ headline: '🚢 渡轮 عبّارة' })),
  field(
    29,
    'white space alone for a text',
    { headline: ' \u200b\u3000', body: '\n \u200b' },
    refused('/body'),
  ),
  field(
    30,
    'markup, entities and CDATA',
    { body: `<p>A &amp; B</p><![CDATA[c]]> ${makeText(2, 30)}` },
    TAKEN,
  ),
  field(31, 'no guid', { guid: undefined }, refused('/guid')),
  field(31, 'an empty guid', { guid: '' }, refused('/guid')),
  field(32, 'a guid of 513 bytes', { guid: 'é'.repeat(256) + 'a' }, refused('/guid')),
  posted(
    33,
    'a number for a guid',
    () => '{"provider":"wire","guid":9007199254740993,"body":"x"}',
    refused('/guid'),
  ),
  field(34, 'a guid with a colon', { guid: 'a:b' }, TAKEN),
  field(34, 'a guid of digits', { guid: '123' }, TAKEN),
  field(35, 'a guid with a line break', { guid: 'a\r\nb' }, refused('/guid')),
  ...["' OR 1=1--", '../../x', '%00', '${7*7}'].map((guid) =>
    field(36, `the guid ${guid}`, { guid }, keeps({ guid })),
  ),
  field(37, 'no headline', { headline: undefined }, TAKEN),
  field(37, 'null for a headline', { headline: null }, refused('/headline')),
  field(37, 'a headline of 10,000 characters', { headline: 'a'.repeat(10_000) }, refused('/headline')),
  ...[[], {}, 17, true].map((body) =>
    field(38, `a body that is ${JSON.stringify(body)}`, { body }, refused('/body')),
  ),
  field(39, 'a body of the most characters', { body: 'a'.repeat(1_000_000) }, TAKEN),
  field(39, 'one character more', { body: 'a'.repeat(1_000_001) }, refused('/body')),
  field(
    39,
    'more bytes than a request may have',
    { body: 'a'.repeat(1_100_000) },
    { expected: 413, problem: 'too-large' },
  ),
  posted(
    42,
    'a version of 1e400',
    () => '{"provider":"wire","guid":"a","body":"x","version":1e400}',
    refused('/version'),
  ),
  ...[-1, 1.5, 2 ** 53, '1'].map((version) =>
    field(43, `a version of ${version}`, { version }, refused('/version')),
  ),
  field(44, 'a date that is none', { publishedAt: 'yesterday' }, refused('/publishedAt')),
  field(45, 'the year 0', { publishedAt: '0000-01-01T00:00:00Z' }, refused('/publishedAt')),
  field(46, 'the year 275760', { publishedAt: '+275760-09-13T00:00:00Z' }, refused('/publishedAt')),
  field(47, 'the year 9999', { publishedAt: '9999-12-31T00:00:00Z' }, refused('/publishedAt')),
  field(47, 'a day and more from now', { publishedAt: '2200-01-01T00:00:00Z' }, refused('/publishedAt')),
  field(48, '1970', { publishedAt: '1970-01-01T00:00:00Z' }, TAKEN),
  field(48, 'a leap second', { publishedAt: '2016-12-31T23:59:60Z' }, refused('/publishedAt')),
  field(48, 'the 30th of February', { publishedAt: '2026-02-30T00:00:00Z' }, refused('/publishedAt')),
  ...['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd'].map((url) =>
    field(49, `the URL ${url}`, { url }, refused('/url')),
  ),
  ...[
    'http://169.254.169.254/',
    'http://localhost/',
    'http://[::1]/',
    'http://a@b.example/',
    'http://2130706433/',
  ].map((url) => field(50, `the URL ${url}, kept and never fetched`, { guid: `bad/50/${url}`, url }, TAKEN)),
  field(
    51,
    'a URL of 10,000 characters',
    { url: `https://a.example/${'a'.repeat(10_000)}` },
    refused('/url'),
  ),
  field(52, 'a path for a language', { language: '../../etc' }, refused('/language')),
  field(52, 'a language of 1,000 characters', { language: 'a'.repeat(1_000) }, refused('/language')),
  field(
    53,
    'script in a headline',
    { headline: '<script>alert(1)</script></textarea>' },
    keeps({ headline: '<script>alert(1)</script></textarea>' }),
  ),
  field(54, 'a formula', { headline: '=HYPERLINK("http://a.example")' }, TAKEN),
  field(55, 'a line of a log', { headline: 'a\n{"level":"fatal"}' }, TAKEN),
];
