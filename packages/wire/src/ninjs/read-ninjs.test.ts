import { describe, expect, test } from '@jest/globals';

import { readAll, readText } from '../formats/read-for-test.ts';
import { NINJS_1, NINJS_3 } from '../formats/test-documents/ninjs.ts';

function read(item: Record<string, unknown>) {
  return readAll(JSON.stringify(item), 'json')[0]!;
}

describe('ninjs', () => {
  test('3 is read by its names', () => {
    expect(read(NINJS_3)).toMatchObject({
      guid: 'urn:demo:bridge',
      version: 4,
      versionCreated: '2026-02-09T09:00:00.000Z',
      content: {
        headline: 'Harbour bridge to stay shut',
        body: '<p>The bridge stays shut.</p>',
        embargoedUntil: '2026-02-09T12:00:00.000Z',
        byline: 'Ann Other',
        url: 'https://demo.example/bridge',
        source: 'The Courier',
        altIds: [{ role: 'itemid', value: '77' }],
        associations: [{ name: 'picture', headlines: [{ value: 'Dusk' }] }],
        extra: { people: NINJS_3.people, places: NINJS_3.places, copyrightHolder: 'Demo Agency' },
      },
    });
  });

  test('1 is read by its names, and its lists become those of 3', () => {
    expect(read(NINJS_1)).toMatchObject({
      version: 978_556_838,
      versionCreated: '2026-02-09T09:00:00.000Z',
      content: {
        headline: 'Harbour bridge to stay shut',
        body: '<p>The bridge stays shut.</p>',
        embargoedUntil: '2026-02-09T12:00:00.000Z',
        byline: 'Ann Other',
        edNote: 'Adds quotes.',
        signals: ['update'],
        subjects: [{ name: 'labour', uri: 'http://cv.iptc.org/newscodes/mediatopic/20000523' }],
        associations: [{ name: 'picture', headlines: [{ value: 'Dusk' }] }],
        extra: { people: [{ name: 'Ann Mayor', literal: 'staff:1' }], mood: 'grey' },
      },
    });
  });

  test.each([
    [
      'a version that is no whole number is kept, and ours counted',
      { version: '1.2' },
      { extra: { version: '1.2' } },
    ],
    [
      'an object of alternative ids',
      { altids: { itemid: 77 } },
      { altIds: [{ role: 'itemid', value: '77' }] },
    ],
    ['signals as objects', { signal: [{ code: 'cwarn', name: 'Warning' }] }, { signals: ['cwarn'] }],
    ['a dateline as an object', { dateline: { text: 'LINDMOUTH' } }, { dateline: 'LINDMOUTH' }],
    ['a language with an underline', { language: 'en_GB' }, { language: 'en-GB' }],
    ['a language that is none is kept', { language: '?' }, { extra: { language: '?' } }],
  ])('%s', (_what, fields, content) => {
    expect(read({ uri: 'u', headlines: [{ value: 'H' }], ...fields })).toMatchObject({ content });
  });

  test.each([
    [{ type: 'picture' }, '/type'],
    [{ versioncreated: 'yesterday' }, '/versioncreated'],
    [{ versionCreated: 5 }, '/versionCreated'],
    [{ pubstatus: 'dead' }, '/pubstatus'],
    [{ uri: 5 }, '/uri'],
    [{ headlines: 5 }, '/headlines'],
    [{ by: ['A'] }, '/by'],
    [{ altids: 'x' }, '/altids'],
    [{ embargoed: 'soon' }, '/embargoed'],
  ])('%j is refused by the name that the item has for it', (fields, pointer) => {
    const [result] = readText(
      JSON.stringify({ uri: 'u', bodies: [{ value: 'B' }], ...fields }),
      'json',
      {},
      'ninjs',
    );
    expect(result).toMatchObject({ error: { code: 'invalid_input' } });
    expect('error' in result! ? result.error.faults.map((fault) => fault.pointer) : []).toContain(pointer);
  });

  test('without text it is refused, unless it is a kill', () => {
    expect(() => read({ uri: 'u', type: 'text' })).toThrow(
      expect.objectContaining({ faults: [expect.objectContaining({ pointer: '/bodies' })] }),
    );
    expect(read({ uri: 'u', pubStatus: 'canceled' })).toMatchObject({ content: { pubStatus: 'canceled' } });
  });

  test('a list of items, and lines of them, are read one by one', () => {
    const items = [NINJS_3, { uri: 'u' }];
    expect(readText(JSON.stringify(items), 'json').map((result) => 'error' in result)).toEqual([false, true]);
    const lines = items.map((item) => JSON.stringify(item)).join('\n');
    expect(readText(lines, 'ndjson').map((result) => 'error' in result)).toEqual([false, true]);
  });
});
