import { describe, expect, test } from '@jest/globals';

import { hashContent } from '../content-hash.ts';
import { readAll, readText } from './read-for-test.ts';
import { ATOM, JSON_FEED, RSS } from './test-documents/feeds.ts';

describe('RSS 2.0', () => {
  const [full, short, nameless] = readText(RSS, 'xml', { timeZone: 'Europe/Berlin' });

  test('an item with its full text, summary, link, people and media', () => {
    expect(full).toMatchObject({
      submission: {
        guid: 'https://courier.example/bridge',
        content: {
          headline: 'Bridge & port shut',
          body: '<p>The bridge <b>stays</b> shut.</p>',
          url: 'https://courier.example/bridge',
          byline: 'Ann Other',
          source: 'Lindmouth Courier',
          publishedAt: '2026-02-09T09:00:00.000Z',
          language: 'en-gb',
          subjects: [{ name: 'Port' }],
          associations: [
            { type: 'audio', renditions: [{ contentType: 'audio/mpeg', sizeInBytes: 123 }] },
            { type: 'picture', by: 'B. Photo', renditions: [{ width: 10, height: 20 }] },
          ],
          extra: { descriptions: [{ value: 'Short.' }] },
        },
      },
    });
    expect(full).toHaveProperty(
      'submission.content.extra.unmapped',
      expect.arrayContaining([{ element: 'item/x:paywall', text: 'yes' }]),
    );
  });

  test('a guid that is no address is none, and the summary is the text where there is no other', () => {
    expect(short).toMatchObject({
      submission: {
        guid: '42',
        content: {
          url: 'https://courier.example/ferry',
          body: '<p>It runs &amp; runs.</p>',
          publishedAt: '2026-02-09T09:00:00.000Z',
        },
      },
    });
  });

  test('an item without guid and link is refused by its number', () => {
    expect(nameless).toMatchObject({ error: { faults: [{ pointer: '/rss/channel/item[3]/guid' }] } });
  });

  test('the next poll makes no other article of an item that did not change', () => {
    const later = RSS.replace('12:00:00 GMT', '13:00:00 GMT').replace(
      '<item>\n  <guid>',
      '<item><guid>new</guid><title>New</title></item><item>\n  <guid>',
    );
    const before = readText(RSS, 'xml')[0];
    const after = readText(later, 'xml')[1];
    const contents = [before, after].map((result) =>
      'submission' in result! ? result.submission.content : {},
    );
    expect(hashContent(contents[0]!)).toBe(hashContent(contents[1]!));
  });
});

describe('Atom', () => {
  const [entry, deleted] = readAll(ATOM, 'xml');

  test('an entry with both of its times, its text and its links', () => {
    expect(entry).toMatchObject({
      guid: 'tag:herald.example,2026:bridge',
      versionCreated: '2026-02-09T10:00:00.000Z',
      content: {
        headline: 'Bridge <b>shut</b>',
        body: '<p>The bridge stays <em>shut</em>.</p>',
        publishedAt: '2026-02-08T10:00:00.000Z',
        url: 'https://herald.example/bridge',
        byline: 'Herald desk',
        source: 'Lindmouth Herald',
        language: 'en',
        associations: [{ type: 'picture', uri: 'https://herald.example/b.jpg' }],
        extra: { descriptions: [{ value: 'Short < long' }], copyrightNotice: '(c) Herald' },
      },
    });
  });

  test('a deleted entry is a kill of the entry that it names', () => {
    expect(deleted).toMatchObject({
      guid: 'tag:herald.example,2026:wrong',
      versionCreated: '2026-02-09T11:00:00.000Z',
      content: { pubStatus: 'canceled', edNote: 'Untrue' },
    });
  });
});

describe('JSON Feed', () => {
  const [item, nameless] = readText(JSON.stringify(JSON_FEED), 'json');

  test('an item with its texts, times, people and media; extensions are kept', () => {
    expect(item).toMatchObject({
      submission: {
        guid: '7',
        versionCreated: '2026-02-09T10:00:00.000Z',
        content: {
          headline: 'Bridge shut',
          body: '<p>The bridge stays shut.</p>',
          publishedAt: '2026-02-09T09:00:00.000Z',
          byline: 'Ann Other',
          url: 'https://blog.example/7',
          source: 'Lindmouth Blog',
          language: 'en',
          subjects: [{ name: 'port' }],
          associations: [{ type: 'picture' }, { type: 'audio' }],
          extra: { external_url: 'https://else.example/7', _blog: { mood: 'grey' } },
        },
      },
    });
  });

  test('an item without an id is refused by its place', () => {
    expect(nameless).toMatchObject({ error: { faults: [{ pointer: '/items/1/id', detail: 'is missing' }] } });
  });
});

describe('plain text', () => {
  test('is an article with the identity that the caller gives', () => {
    const [read] = readAll('LINDMOUTH - It is shut.\n', 'text', {
      guid: 'a',
      publishedAt: '2026-02-09T09:00:00Z',
    });
    expect(read).toEqual({
      provider: 'demo',
      guid: 'a',
      content: { body: 'LINDMOUTH - It is shut.\n', publishedAt: '2026-02-09T09:00:00.000Z' },
    });
  });

  test('without one it is refused by the parameter’s name', () => {
    expect(() => readAll('It is shut.', 'text')).toThrow(
      expect.objectContaining({ faults: [expect.objectContaining({ pointer: '?guid' })] }),
    );
  });
});
