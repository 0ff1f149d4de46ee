import { describe, expect, test } from '@jest/globals';

import { readAll } from './read-for-test.ts';
import { NITF } from './test-documents/nitf.ts';

const [submission] = readAll(NITF, 'xml', { timeZone: 'Europe/Berlin' });

function makeDocument(docdata: string, attributes = ''): string {
  return `<nitf><head><docdata ${attributes}><doc-id id-string="n"/>${docdata}</docdata></head><body><body.content><p>T.</p></body.content></body></nitf>`;
}

describe('NITF', () => {
  test('says who, what, when and which version', () => {
    expect(submission).toMatchObject({
      provider: 'demo',
      guid: 'nitf-1',
      version: 7,
      content: {
        storyKey: 'bridge-2026',
        headline: 'Harbour bridge to stay shut',
        byline: 'By Ann Other Correspondent',
        dateline: 'Lindmouth, Feb 9',
        slugline: 'HARBOUR-BRIDGE',
        edNote: 'Eds: adds quotes.\nPhotos to come.',
        urgency: 4,
        language: 'en-GB',
        publishedAt: '2026-02-09T09:00:00.000Z',
        expires: '2026-03-09T00:00:00.000Z',
        signals: ['correction'],
        extra: { correction: { info: 'Depth of the water', guid: 'nitf-0' }, managementDocIdRef: 'urn:old' },
      },
    });
  });

  test('media are associations, and their captions no part of the text', () => {
    expect(submission?.content.body).toBe(
      '<p>The bridge stays shut, said the café &amp; the port.</p>  <hl2>What next</hl2><p>Work goes on.</p>',
    );
    expect(submission?.content.associations).toMatchObject([
      { type: 'picture', by: 'B. Photo', descriptions: [{ value: 'The bridge at dusk' }] },
    ]);
  });

  test('its release is an embargo, in the provider’s zone and flagged', () => {
    expect(submission?.content).toMatchObject({
      pubStatus: 'usable',
      embargoedUntil: '2026-02-09T13:00:00.000Z',
      extra: { assumedZone: { timeZone: 'Europe/Berlin', fields: ['embargoedUntil'] } },
    });
  });

  test('a release at the time of issue is no embargo', () => {
    const dates = '<date.issue norm="20260209T100000Z"/><date.release norm="20260209T100000Z"/>';
    expect(readAll(makeDocument(dates), 'xml')[0]?.content).not.toHaveProperty('embargoedUntil');
  });

  test.each([
    ['embargoed', 'withheld'],
    ['withheld', 'withheld'],
    ['canceled', 'canceled'],
    ['usable', 'usable'],
  ])('management status %s without a release is %s', (status, pubStatus) => {
    const [read] = readAll(makeDocument('', `management-status="${status}"`), 'xml');
    expect(read?.content.pubStatus).toBe(pubStatus);
  });

  test('a kill needs no text', () => {
    const kill =
      '<nitf><head><docdata management-status="canceled"><doc-id id-string="n"/></docdata></head><body/></nitf>';
    expect(readAll(kill, 'xml')[0]).toMatchObject({ guid: 'n', content: { pubStatus: 'canceled' } });
  });

  test('without an id it is refused by the attribute’s name, and taken with one from the caller', () => {
    const nameless = '<nitf><head/><body><body.content><p>T.</p></body.content></body></nitf>';
    expect(() => readAll(nameless, 'xml')).toThrow(
      expect.objectContaining({
        faults: [{ pointer: '/nitf/head/docdata/doc-id/@id-string', detail: 'is missing' }],
      }),
    );
    expect(readAll(nameless, 'xml', { guid: 'mine' })[0]?.guid).toBe('mine');
  });

  test('a status that does not exist is refused by the attribute’s name', () => {
    expect(() => readAll(makeDocument('', 'management-status="dead"'), 'xml')).toThrow(
      expect.objectContaining({
        faults: [expect.objectContaining({ pointer: '/nitf/head/docdata/@management-status' })],
      }),
    );
  });
});
