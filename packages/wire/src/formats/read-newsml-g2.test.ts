import { describe, expect, test } from '@jest/globals';

import { readAll, readText } from './read-for-test.ts';
import { NEWS_MESSAGE } from './test-documents/news-message.ts';

const [packageItem, corrected, killed, picture] = readText(NEWS_MESSAGE, 'xml', {
  timeZone: 'Europe/Berlin',
});
const submission = 'submission' in corrected! ? corrected.submission : null;

/** One item whose `itemMeta` begins with `meta`. */
function makeItem(meta: string, content = '<contentMeta><headline>H</headline></contentMeta>'): string {
  return `<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="g" version="0"><itemMeta>${meta}</itemMeta>${content}</newsItem>`;
}

describe('NewsML-G2', () => {
  test('says who, what, when and which version', () => {
    expect(submission).toMatchObject({
      provider: 'demo',
      guid: 'tag:wire.example,2026:L1N1',
      version: 978_556_838,
      versionCreated: '2026-02-09T09:57:00.000Z',
      content: {
        headline: 'CORRECTED-Harbour bridge to stay shut',
        publishedAt: '2026-02-09T09:57:00.000Z',
        language: 'en',
        byline: 'By Ann Other',
        dateline: 'LINDMOUTH, Feb 9 (Wire) -',
        slugline: 'HARBOUR-BRIDGE/ (CORRECTED)',
        edNote: 'Corrects depth in third paragraph',
        urgency: 3,
        pubStatus: 'usable',
        source: 'The Courier',
        altIds: [{ role: 'USN', value: 'L1N1' }],
      },
    });
  });

  test('keeps the marks of its text, and no more of the page around it', () => {
    expect(submission?.content.body).toBe(
      '<p>The bridge at Lindmouth stays shut, said the port &amp; the city.</p> <p>It is 3 &lt; 4 metres deep.<br>So far.</p>',
    );
  });

  test("IPTC's own signals lose their prefix, a provider's keep it", () => {
    expect(submission?.content.signals).toEqual(['correction', 'edStat:C']);
  });

  test('subjects are sorted by what they are, with the names that the item asserts', () => {
    expect(submission?.content.subjects).toContainEqual({
      name: 'labour market',
      literal: 'medtop:20000523',
    });
    expect(submission?.content.extra).toMatchObject({
      people: [{ name: 'Ann Mayor', literal: 'P:1' }],
      places: [{ name: 'Lindmouth Bay', literal: 'G:7' }],
    });
  });

  test('what no rule of ours reads is kept as it stood, without the place in the message', () => {
    expect(submission?.content.extra?.['unmapped']).toContainEqual({
      element: 'newsItem/itemMeta/fileName',
      text: '2026-02-09_L1N1.XML',
    });
    expect(JSON.stringify(submission)).not.toContain('newsItem[');
  });

  test('the way that it was sent by is no part of the news', () => {
    expect(JSON.stringify(submission)).not.toMatch(/09:58|10:00:00Z|catalog\.xml/);
  });

  test('a time without a zone is the provider’s, and flagged', () => {
    expect(submission?.content.extra).toMatchObject({
      contentCreated: '2026-02-09T07:00:00.000Z',
      assumedZone: { timeZone: 'Europe/Berlin', fields: ['contentCreated'] },
    });
  });

  test('a kill with an empty body is taken', () => {
    const kill = 'submission' in killed! ? killed.submission : null;
    expect(kill).toMatchObject({ version: 978_556_839, content: { pubStatus: 'canceled' } });
    expect(kill?.content).not.toHaveProperty('body');
  });

  test.each([
    [packageItem, '/newsMessage/itemSet/packageItem[1]', 'package'],
    [picture, '/newsMessage/itemSet/newsItem[3]/itemMeta/itemClass', 'picture'],
  ])('what is no text is refused by name', (result, pointer, word) => {
    const error = 'error' in result! ? result.error : null;
    expect(error).toMatchObject({ code: 'invalid_input', faults: [{ pointer }] });
    expect(error?.faults[0]?.detail).toContain(word);
  });

  test('version 0 is a version, and an embargo without a time holds until a version lifts it', () => {
    const [held] = readAll(makeItem('<embargoed/><pubStatus qcode="stat:usable"/>'), 'xml');
    expect(held).toMatchObject({ version: 0, content: { pubStatus: 'withheld' } });
    const [timed] = readAll(makeItem('<embargoed>2026-02-10T12:00:00Z</embargoed>'), 'xml');
    expect(timed?.content).toMatchObject({ embargoedUntil: '2026-02-10T12:00:00.000Z' });
    expect(timed?.content.pubStatus).toBeUndefined();
  });

  test('who it is by its own word counts where the caller does not say', () => {
    const meta = '<provider qcode="nprov:wire"/>';
    expect(readAll(makeItem(meta), 'xml', { provider: undefined })[0]?.provider).toBe('wire');
    expect(readAll(makeItem(meta), 'xml', { provider: 'mine' })[0]).toMatchObject({
      provider: 'mine',
      content: { extra: { provider: { literal: 'nprov:wire' } } },
    });
  });

  test('a fault names the element', () => {
    const read = (): unknown => readAll(makeItem('<versionCreated>yesterday</versionCreated>'), 'xml');
    expect(read).toThrow(
      expect.objectContaining({
        faults: expect.arrayContaining([
          expect.objectContaining({ pointer: '/newsItem/itemMeta/versionCreated' }),
        ]),
      }),
    );
  });

  test.each([
    [
      'NITF',
      '<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.content><p>A &amp; b.</p></body.content></body></nitf></inlineXML>',
      '<p>A &amp; b.</p>',
    ],
    ['plain text', '<inlineData contenttype="text/plain">A &lt;b&gt; c.</inlineData>', 'A &lt;b&gt; c.'],
    [
      'HTML in escapes',
      '<inlineData contenttype="text/html">&lt;p&gt;A.&lt;/p&gt;</inlineData>',
      '<p>A.</p>',
    ],
  ])('its text may be %s', (_what, content, body) => {
    const [read] = readAll(makeItem('', `<contentSet>${content}</contentSet>`), 'xml');
    expect(read?.content.body).toBe(body);
  });
});
