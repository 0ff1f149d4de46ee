import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { compareFingerprints, countSharedKeys } from './compare-fingerprints.ts';
import { fingerprintText, type Fingerprint } from './fingerprint.ts';
import { countBestWindow, countShared } from './overlap.ts';

const SEED = { word: 7, shingle: 11 };

function fingerprint(text: string, headline: string | null = null): Fingerprint {
  return fingerprintText(text, SEED, headline)!;
}

/** `count` words that no two calls with other prefixes share. */
function words(prefix: string, count: number): string {
  return Array.from({ length: count }, (_, at) => `${prefix}${at.toString(36)}x`).join(' ');
}

describe('a fingerprint', () => {
  test('does not see case, punctuation, line breaks or how a comma groups digits', () => {
    const left = fingerprint('The port of Lindmouth, closed since MAY, lost 1,200 ships; the mayor said so.');
    const right = fingerprint('the port of lindmouth closed\nsince may lost 1200 ships the mayor said so');
    expect(right).toEqual(left);
  });

  test('does not see in which script a number is written, and counts it as a number', () => {
    const left = fingerprint(
      'فاض نهر تارن في أوسترفلد واضطر 340 شخصا و26 مريضا إلى مغادرة منازلهم في البلدة',
    );
    const right = fingerprint(
      'فاض نهر تارن في أوسترفلد واضطر ٣٤٠ شخصا و٢٦ مريضا إلى مغادرة منازلهم في البلدة',
    );
    expect(right).toEqual(left);
    expect(right.numbers).toHaveLength(1);
  });

  test('takes spelled and abbreviated forms for one word, but keeps apart the texts that have them', () => {
    const left = fingerprint(
      'Net profit rose to five million dollars, or ten percent, at Lindmouth Shipping Company',
    );
    const right = fingerprint('Net profit rose to 5 mln dlrs, or 10 pct, at Lindmouth Shipping Co');
    expect(right.shingles).toEqual(left.shingles);
    expect(right.numbers).toEqual(left.numbers);
    expect(left.numbers).toHaveLength(2);
    expect(right.textHash).not.toBe(left.textHash);
  });

  test('has the headline of a short text, and not that of a long one', () => {
    const [short, long] = [words('a', 149), words('b', 150)];
    expect(fingerprint(short, 'Ferry late').headlineWords).toHaveLength(2);
    expect(fingerprint(short, 'Ferry late').headlineHash).not.toBe(fingerprint(short).headlineHash);
    expect(fingerprint(long, 'Ferry late')).toEqual(fingerprint(long));
    expect(fingerprint(short, ' … ').headlineHash).toBe('');
  });

  test('is none for a text without a word, and a hash alone for one that is too short', () => {
    expect(fingerprintText(' … — !', SEED, 'A headline')).toBeNull();
    const short = fingerprint('nine words are one too few for a set');
    expect(short.shingles).toHaveLength(0);
    expect(short.keys).toHaveLength(1);
    expect(fingerprint('ten words are enough to have a set of shingles').shingles).toHaveLength(8);
  });

  test('has other keys in every installation, which find the same texts', () => {
    const [text, other] = [words('d', 300), `${words('e', 70)} ${words('d', 200)}`];
    const shared = [SEED, { word: 1, shingle: 2 }, { word: 3, shingle: 4 }].map((seed) => {
      const [a, b] = [fingerprintText(text, seed)!, fingerprintText(other, seed)!];
      return { key: a.keys[0], count: countSharedKeys(a.keys, b.keys) };
    });
    expect(new Set(shared.map(({ key }) => key)).size).toBe(3);
    expect(new Set(shared.map(({ count }) => count)).size).toBe(1);
  });

  test('holds few keys however long the text', () => {
    expect(fingerprint(words('k', 5_000)).keys.length).toBeLessThanOrEqual(72);
    expect(fingerprint(words('k', 100)).keys.length).toBeLessThanOrEqual(56);
  });

  test.each([40, 60, 100, 150])('shares at least two keys with its first %i words', (count) => {
    const text = words('c', 900);
    const cut = text.split(' ').slice(0, count).join(' ');
    const keys = new Set(fingerprint(text).keys);
    expect([...fingerprint(cut).keys].filter((key) => keys.has(key)).length).toBeGreaterThanOrEqual(2);
  });
});

describe('an overlap', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd', '1', '2'), { minLength: 12, maxLength: 60 });

  test('is the same from either side', () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        const [a, b] = [fingerprint(left.join(' '), 'One two'), fingerprint(right.join(' '), 'Two three')];
        const { aLeadInB, bLeadInA, ...rest } = compareFingerprints(a, b);
        expect(compareFingerprints(b, a)).toEqual({ ...rest, aLeadInB: bLeadInA, bLeadInA: aLeadInB });
      }),
    );
  });

  test('counts what sets share', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(50)), fc.uniqueArray(fc.nat(50)), (left, right) => {
        const [a, b] = [left, right].map((values) => Uint32Array.from(values).sort());
        expect(countShared(a!, b!)).toBe(left.filter((value) => right.includes(value)).length);
      }),
    );
  });

  test('finds the top of a text under the furniture that a page puts before it', () => {
    const article = words('s', 200);
    const page = `${words('furniture', 60)} ${article} ${words('footer', 40)}`;
    const { aLeadInB, bLeadInA } = compareFingerprints(fingerprint(article), fingerprint(page));
    expect([aLeadInB, bLeadInA]).toEqual([30, 30]);
  });

  test('looks for the top of a text in windows of thirty, and takes all of a shorter one', () => {
    const from = (start: number, count: number): Uint32Array =>
      Uint32Array.from({ length: count }, (_, at) => start + at);
    expect(countBestWindow(from(0, 130), from(50, 20))).toBe(20);
    expect(countBestWindow(from(0, 130), from(50, 60))).toBe(30);
    expect(countBestWindow(from(0, 12), from(0, 5))).toBe(5);
    expect(countBestWindow(new Uint32Array(0), from(0, 5))).toBe(0);
  });
});
