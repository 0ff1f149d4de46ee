import { describe, expect, test } from '@jest/globals';
import { AppError, type Submission } from '@writethru/domain';
import fc from 'fast-check';

import { parseSubmission } from '../parse-submission.ts';
import { NOW_MS, readAll, readText } from '../formats/read-for-test.ts';
import { ATOM, JSON_FEED, RSS } from '../formats/test-documents/feeds.ts';
import { NEWS_MESSAGE } from '../formats/test-documents/news-message.ts';
import { NINJS_1, NINJS_3 } from '../formats/test-documents/ninjs.ts';
import { NITF } from '../formats/test-documents/nitf.ts';
import { isNinjs } from './ninjs-schema.ts';
import { writeNinjs } from './write-ninjs.ts';

const ARTICLE_ID = '01a207b3-01c8-7e46-bcaa-8128186e7f82';

function write(submission: Submission): Record<string, unknown> {
  return writeNinjs({ articleId: ARTICLE_ID, version: 0, ...submission });
}

/** Every text, number and truth value, at any depth. */
function listLeaves(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  if (typeof value === 'object') return Object.values(value).flatMap(listLeaves);
  return [typeof value === 'string' ? value : JSON.stringify(value)];
}

/** What an item says, with what it keeps as JSON for properties that ninjs has not. */
function listSaid(item: Record<string, unknown>): Set<string> {
  const descriptions = (item['descriptions'] ?? []) as { role?: string; value: string }[];
  const kept = descriptions
    .filter(({ role }) => role === 'writethru')
    .map(({ value }) => JSON.parse(value) as unknown);
  return new Set([...listLeaves(item), ...listLeaves(kept)]);
}

/**
 * The words of the texts and attributes of a document: all but what tells of the document or of its way, times (which
 * come out in UTC) and codes (which lose their prefix where the property says what they are).
 */
function listWords(xml: string): string[] {
  return xml
    .replaceAll(
      /<\?.*?\?>|<!DOCTYPE.*?>| xmlns(?::\w+)?="[^"]*"| contenttype="[^"]*"|<nitf version="[^"]*"/g,
      '',
    )
    .replaceAll(/<hopHistory>.*?<\/hopHistory>|<catalogRef.*?>|<head><title>shut/gs, '')
    .replaceAll(/ name="slugline"/g, '')
    .replaceAll(/<\/?[\w.:-]+|[\w.:-]+="|"|\/?>|&\w+;/g, ' ')
    .split(/\s+/)
    .filter((word) => /\w/.test(word) && !/^20\d\d-?\d\d-?\d\d|^\w+:\w+$/.test(word));
}

function expectKept(submission: Submission): void {
  const item = write(submission);
  expect(isNinjs(JSON.parse(JSON.stringify(item)))).toBe(true);
  const said = listSaid(item);
  expect(listLeaves(submission).filter((leaf) => !said.has(leaf))).toEqual([]);
}

const documents = {
  'NewsML-G2': [NEWS_MESSAGE, 'xml'],
  NITF: [NITF, 'xml'],
  'ninjs 3': [JSON.stringify(NINJS_3), 'json'],
  'ninjs 1': [JSON.stringify(NINJS_1), 'json'],
  RSS: [RSS, 'xml'],
  Atom: [ATOM, 'xml'],
  'JSON Feed': [JSON.stringify(JSON_FEED), 'json'],
} as const;

describe('ninjs 3.1 that goes out', () => {
  test.each(Object.entries(documents))(
    '%s comes out valid, with all that we know of it',
    (_format, [text, kind]) => {
      const taken = readText(text, kind).flatMap((result) =>
        'submission' in result ? [result.submission] : [],
      );
      expect(taken.length).toBeGreaterThan(0);
      for (const submission of taken) expectKept(submission);
    },
  );

  test('every word of a NewsML-G2 item and of an NITF document is in it', () => {
    const [item = ''] = /<newsItem .*?<\/newsItem>/s.exec(NEWS_MESSAGE) ?? [];
    for (const [text, taken] of [
      [item, readText(NEWS_MESSAGE, 'xml')[1]],
      [NITF, readText(NITF, 'xml')[0]],
    ] as const) {
      if (!('submission' in taken!)) throw taken!.error;
      const said = [...listSaid(write(taken.submission))].join(' ').replaceAll(/&\w+;/g, ' ');
      expect(listWords(text).filter((word) => !said.includes(word))).toEqual([]);
    }
  });

  test('its own reading of ninjs 3 comes out as it went in', () => {
    const item = write(readAll(JSON.stringify(NINJS_3), 'json')[0]!);
    const {
      versionCreated: _time,
      altIds,
      infoSources,
      embargoedUntil: _until,
      expires: _end,
      ...same
    } = NINJS_3;
    expect(item).toMatchObject({
      ...same,
      headlines: expect.arrayContaining(NINJS_3.headlines),
      bodies: expect.arrayContaining(NINJS_3.bodies.slice(0, 1)),
    });
    expect(item['altIds']).toEqual(expect.arrayContaining(altIds));
    expect(item['infoSources']).toEqual([...infoSources, { name: 'demo', role: 'provider' }]);
  });

  test.each([
    ['<p>Shut.</p>', 'text/html'],
    ['It is 3 < 4.', 'text/plain'],
  ])('the body %s is %s', (body, contentType) => {
    const item = write({ provider: 'p', guid: 'g', content: { body } });
    expect(item['bodies']).toEqual([{ role: 'main', contentType, value: body }]);
  });

  test('a guid that is no URI gets the address of our id, and is kept', () => {
    const item = write({ provider: 'p', guid: 'gold 1', content: { headline: 'H', storyKey: 'k' } });
    expect(item['uri']).toBe(`urn:uuid:${ARTICLE_ID}`);
    expect(item['altIds']).toContainEqual({ role: 'guid', value: 'gold 1' });
    expect(item['altIds']).toContainEqual({ role: 'storyKey', value: 'k' });
  });

  test('validates and loses nothing, whatever the article holds', () => {
    const names = [
      'headlines',
      'bodies',
      'descriptions',
      'people',
      'places',
      'rightsInfo',
      'type',
      'version',
      'uri',
      'standard',
      'subjects',
      'infoSources',
      'bodyRole',
      'other',
    ];
    const anyJson = fc.jsonValue({ maxDepth: 3 });
    const article = fc.record(
      {
        provider: fc.constant('p'),
        guid: fc.string({ minLength: 1, maxLength: 20 }),
        headline: fc.string({ minLength: 1 }),
        dateline: fc.string(),
        signals: fc.array(fc.string(), { maxLength: 3 }),
        subjects: fc.array(fc.dictionary(fc.constantFrom('name', 'uri', 'rel', 'x'), anyJson), {
          maxLength: 3,
        }),
        associations: fc.array(fc.dictionary(fc.constantFrom('name', 'uri', 'type', 'x'), anyJson), {
          maxLength: 3,
        }),
        extra: fc.dictionary(fc.constantFrom(...names), anyJson),
      },
      { requiredKeys: ['provider', 'guid', 'headline'] },
    );
    fc.assert(
      fc.property(article, (fields) => {
        try {
          expectKept(parseSubmission(JSON.parse(JSON.stringify(fields)), NOW_MS));
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
        }
      }),
      { numRuns: 100 },
    );
  });
});
