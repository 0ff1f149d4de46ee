import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from '@jest/globals';
import { matchAlert } from '@writethru/clustering';
import { readHeadlineFacts } from '@writethru/fingerprint';

import { clusterArticles, type OfflineArticle } from '../support/offline-clustering.ts';

interface Told {
  headline: string;
  body: string[];
}

/** One event told in seven languages, with an update and another event of the kind in each. Of our own making. */
interface Sample extends Told {
  language: string;
  snap: string;
  update: string;
  other: Told;
}

const SAMPLES = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'languages.json'), 'utf8'),
) as Sample[];

const AT_MS = Date.parse('2026-03-04T06:00:00Z');

function make(name: string, headline: string, paragraphs: readonly string[], hours = 0): OfflineArticle {
  const publishedAt = new Date(AT_MS + hours * 3_600_000).toISOString();
  return { name, headline, body: paragraphs.join('\n\n'), publishedAt };
}

function agree(snap: string, { headline, body }: Told): number | null {
  const alert = readHeadlineFacts(snap, '');
  const told = readHeadlineFacts(headline, body.join('\n\n'));
  return matchAlert({ ...alert, effectiveAtMs: AT_MS }, { ...told, effectiveAtMs: AT_MS });
}

test('the samples are in English, German, Spanish, Russian, Arabic, Chinese and Japanese', () => {
  expect(SAMPLES.map(({ language }) => language)).toEqual(['en', 'de', 'es', 'ru', 'ar', 'zh', 'ja']);
});

describe.each(SAMPLES.map((sample) => [sample.language, sample] as const))('in %s', (_language, sample) => {
  const { headline, body, update, other } = sample;

  test('brief, story, reprint and update are one story, and another flood is another', () => {
    expect(
      clusterArticles([
        make('brief', headline, body.slice(0, 2)),
        make('story', headline, body, 1),
        make(
          'reprint',
          headline.toUpperCase(),
          body.map((each) => each.toUpperCase()),
          2,
        ),
        make('update', headline, [update, ...body.slice(1)], 12),
        make('other', other.headline, other.body, 1),
      ]),
    ).toEqual([['brief', 'reprint', 'story', 'update'], ['other']]);
  });

  test('one number in the place of another keeps two briefs apart', () => {
    const short = body[0]!;
    const changed = short.replace('340', '912').replace('Tarn', 'Lenn');
    expect(changed).not.toBe(short);
    const stories = clusterArticles([make('a', headline, [short]), make('b', other.headline, [changed])]);
    expect(stories).toEqual([['a'], ['b']]);
  });

  test('an alert hangs under its story, and not under another or one in another language', () => {
    expect(agree(sample.snap, sample)).not.toBeNull();
    expect(agree(sample.snap, other)).toBeNull();
    const elsewhere = SAMPLES.filter(({ language }) => language !== sample.language);
    expect(elsewhere.filter((told) => agree(sample.snap, told) !== null)).toEqual([]);
  });
});

test('translations of one story are not joined, though names and numbers are the same', () => {
  const stories = clusterArticles(
    SAMPLES.map(({ language, headline, body }) => make(language, headline, body)),
  );
  expect(stories).toHaveLength(SAMPLES.length);
});
