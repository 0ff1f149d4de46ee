import { articleOf, MALFORMED, posted, refused, TAKEN, UNSUPPORTED, type BadInput } from './row.ts';

const json = (row: number, change?: object): string => JSON.stringify(articleOf(row, change));
const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const nested = (levels: number, open: string, close: string): string =>
  open.repeat(levels) + close.repeat(levels);

/** Bytes that are no JSON of one article, or JSON that parsers read in two ways. */
export const JSON_ROWS: BadInput[] = [
  posted(1, 'an empty body', () => '', MALFORMED),
  posted(2, 'white space alone', () => ' \n\t', MALFORMED),
  posted(3, 'a body that breaks off', () => '{"provider":"wire"', MALFORMED),
  posted(4, 'a comma too many', (row) => json(row).replace(/}$/, ',}'), MALFORMED),
  posted(4, 'a comment', (row) => `/* */${json(row)}`, MALFORMED),
  posted(4, 'single quotes', (row) => json(row).replaceAll('"', "'"), MALFORMED),
  posted(4, 'NaN', () => '{"provider":"wire","guid":"bad/4","version":NaN}', MALFORMED),
  posted(5, 'two values', () => '{}{}', MALFORMED),
  posted(6, 'null', () => 'null', refused('')),
  posted(6, 'a string', () => '"text"', refused('')),
  posted(6, 'a number', () => '17', refused('')),
  posted(7, 'an array where one article is due', (row) => [articleOf(row)], refused('')),
  posted(8, 'a key twice', () => '{"provider":"wire","guid":"a","guid":"b","headline":"x"}', MALFORMED),
  posted(8, 'a key twice, spelt in two ways', () => '{"guid":"a","gu\\u0069d":"b"}', MALFORMED),
  posted(9, '__proto__', (row) => json(row).replace('{', '{"__proto__":{"isAdmin":true},'), MALFORMED),
  posted(
    10,
    'constructor.prototype',
    (row) => json(row).replace('{', '{"constructor":{"prototype":{}},'),
    MALFORMED,
  ),
  posted(
    11,
    '33 levels',
    (row) => json(row).replace('{', `{"extra":${nested(32, '{"a":', '}').replace('}', '1}')},`),
    MALFORMED,
  ),
  posted(12, '100,000 arrays in each other', () => nested(100_000, '[', ']'), MALFORMED),
  posted(
    12,
    '50,000 objects in each other',
    () => `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`,
    MALFORMED,
  ),
  posted(
    13,
    '60,000 fields that nobody knows',
    (row) => articleOf(row, Object.fromEntries(Array.from({ length: 60_000 }, (_, at) => [`f${at}`, 1]))),
    { expected: 422, problem: 'invalid-input' },
  ),
  posted(
    14,
    '100,000 signals',
    (row) => articleOf(row, { signals: Array(100_000).fill('a') }),
    refused('/signals'),
  ),
  posted(15, 'a byte order mark', (row) => `\ufeff${json(row)}`, TAKEN),
  posted(
    16,
    'a raw NUL in a string',
    (row) => json(row, { headline: 'a?b' }).replace('a?b', 'a\0b'),
    MALFORMED,
  ),
  posted(
    16,
    'a raw control character in a string',
    (row) => json(row, { headline: 'a?b' }).replace('a?b', 'a\u0001b'),
    MALFORMED,
  ),
  posted(17, 'bytes that are not UTF-8', (row) => latin(json(row, { headline: '\xff\xfe' })), MALFORMED),
  posted(18, 'an overlong NUL', (row) => latin(json(row, { headline: '\xc0\x80' })), MALFORMED),
  ...[19, 20, 21].map((row, at) => {
    const charset = ['utf-16le', 'utf-7', 'iso-8859-1'][at]!;
    return posted(row, `charset ${charset}`, (own) => json(own), UNSUPPORTED, {
      'content-type': `application/json; charset=${charset}`,
    });
  }),
];
