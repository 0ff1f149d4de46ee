import { describe, expect, test } from '@jest/globals';
import { AppError } from '@writethru/domain';
import fc from 'fast-check';

import { readText } from './read-for-test.ts';
import { ATOM, JSON_FEED, RSS } from './test-documents/feeds.ts';
import { NEWS_MESSAGE } from './test-documents/news-message.ts';
import { NINJS_1, NINJS_3 } from './test-documents/ninjs.ts';
import { NITF } from './test-documents/nitf.ts';
import { parseXml } from './xml/parse-xml.ts';

const LAUGHS = `<!DOCTYPE nitf [<!ENTITY a "ha">${'bcdefghij'
  .split('')
  .map((name, index) => `<!ENTITY ${name} "${`&${'abcdefghi'[index]};`.repeat(10)}">`)
  .join('')}]><nitf><body><body.content>&j;</body.content></body></nitf>`;

/** What a reader may do with a document: take items, refuse items, or refuse it whole. Anything else is thrown on. */
function outcome(text: string, kind: 'xml' | 'json' | 'ndjson' | 'text'): string[] {
  try {
    return readText(text, kind).map((result) => ('error' in result ? result.error.code : 'taken'));
  } catch (error) {
    // The edge's own JSON parser refuses this before us.
    if (error instanceof SyntaxError) return ['malformed'];
    if (!(error instanceof AppError)) throw error;
    return [error.code];
  }
}

describe('hostile XML', () => {
  test.each([
    ['a billion laughs', LAUGHS],
    ['an external entity', '<!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/passwd">]><nitf>&x;</nitf>'],
    ['a parameter entity', '<!DOCTYPE nitf [<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd"> %x;]><nitf/>'],
    ['an entity that nobody knows', '<nitf>&constructor;</nitf>'],
    ['too deep', '<a>'.repeat(65) + '</a>'.repeat(65)],
    ['far too deep', '<a>'.repeat(200_000)],
    ['too many attributes', `<a ${Array.from({ length: 101 }, (_each, n) => `b${n}=""`).join(' ')}/>`],
    ['an end that is missing', '<nitf><head>'],
    ['a control character', '<nitf>\u0001</nitf>'],
    ['two roots', '<nitf/><nitf/>'],
    ['nothing', ''],
  ])('%s is refused with line and column', (_what, text) => {
    expect(() => parseXml(text)).toThrow(
      expect.objectContaining({
        code: 'malformed',
        message: expect.stringMatching(/^Line \d+, column \d+: /),
      }),
    );
  });

  test('a document type that declares nothing is skipped, and HTML’s entities are understood', () => {
    const [child] = parseXml(
      '<!DOCTYPE nitf SYSTEM "http://127.0.0.1:1/nitf.dtd"><nitf>&eacute;&lt;&#233;</nitf>',
    ).children;
    expect(child).toBe('é<é');
  });

  test('names of prototypes are names', () => {
    const text = '<__proto__ __proto__="1" constructor="2"><constructor/><toString>x</toString></__proto__>';
    expect(parseXml(text).name).toBe('__proto__');
    const item = `<item><guid>g</guid><title>t</title>${text}</item>`;
    expect(outcome(`<rss><channel>${item}</channel></rss>`, 'xml')).toEqual(['taken']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test.each(['html', 'toString', 'constructor', 'contentSet'])(
    'a root element %s is refused by name',
    (root) => {
      expect(outcome(`<${root}/>`, 'xml')).toEqual(['invalid_input']);
    },
  );
});

describe('readers, whatever they are given', () => {
  const documents = [
    [NEWS_MESSAGE, 'xml'],
    [NITF, 'xml'],
    [RSS, 'xml'],
    [ATOM, 'xml'],
    [JSON.stringify(NINJS_1), 'json'],
    [JSON.stringify(NINJS_3), 'json'],
    [JSON.stringify(JSON_FEED), 'json'],
  ] as const;
  const CODES = new Set(['taken', 'invalid_input', 'malformed']);

  test('take or refuse a document with a piece cut out, doubled or overwritten', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...documents),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(60),
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.constantFrom('<a>', '</p>', '&x;', ']]>', '"', '\u0000', '\ud800', '<![CDATA['),
        ),
        ([text, kind], where, length, put) => {
          const at = Math.floor(where * text.length);
          const changed = text.slice(0, at) + put + text.slice(at + length);
          for (const code of outcome(changed, kind)) expect(CODES).toContain(code);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('take or refuse any JSON under the names that they know', () => {
    const names = [
      ...Object.keys(NINJS_1),
      ...Object.keys(NINJS_3),
      ...Object.keys(JSON_FEED),
      '__proto__',
      'constructor',
    ];
    const item = fc.dictionary(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 4 }));
    fc.assert(
      fc.property(item, (fields) => {
        const ninjs = JSON.stringify({ uri: 'u', headlines: [{ value: 'H' }], ...fields });
        const feed = JSON.stringify({
          version: JSON_FEED.version,
          items: [{ id: 'a', title: 'T', ...fields }, fields],
        });
        for (const text of [ninjs, feed])
          for (const code of outcome(text, 'json')) expect(CODES).toContain(code);
        expect(({} as Record<string, unknown>)['uri']).toBeUndefined();
      }),
      { numRuns: 80 },
    );
  });

  test('come to an end with 250,000 characters of anything', () => {
    const QUARTER = 250_000;
    const fill = (piece: string): string => piece.repeat(Math.ceil(QUARTER / piece.length));
    const wrap = (inside: string): string =>
      `<rss><channel><item><guid>g</guid><title>${inside}</title></item></channel></rss>`;
    expect(outcome(wrap(fill('&amp;lt;')), 'xml')).toEqual(['invalid_input']);
    expect(outcome(wrap(fill('<b/>')), 'xml')).toEqual(['invalid_input']);
    expect(outcome(`<rss><channel>${fill('<item/>')}</channel></rss>`, 'xml')).toEqual(['invalid_input']);
    expect(outcome(`<nitf ${fill(' ')}`, 'xml')).toEqual(['malformed']);
    expect(outcome(fill('<'), 'xml')).toEqual(['malformed']);
    expect(outcome(`<nitf><!--${fill('- ')}`, 'xml')).toEqual(['malformed']);
    expect(outcome(`<!DOCTYPE nitf ${fill('a ')}`, 'xml')).toEqual(['malformed']);
  });
});
