import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { readWireCopy } from '../copy/read-wire-copy.ts';
import { diffTexts, type DiffOperation } from './diff-texts.ts';
import { writeDiffHtml } from './write-diff-html.ts';
import { writeReadingText } from './write-reading-text.ts';

/** A difference as people write one: [-gone-] and {+new+}. */
function show({ operations }: { operations: DiffOperation[] }): string {
  const brackets = { equal: ['', ''], delete: ['[-', '-]'], insert: ['{+', '+}'] } as const;
  return operations.map(({ op, text }) => brackets[op][0] + text + brackets[op][1]).join('');
}

const sideOf = (operations: readonly DiffOperation[], left: 'delete' | 'insert'): string =>
  operations
    .filter(({ op }) => op !== left)
    .map(({ text }) => text)
    .join('');

describe('a difference of two texts', () => {
  test.each([
    [
      'A ferry with 1,200 on board sank.',
      'A ferry with 1,350 on board sank.',
      'A ferry with [-1,200-]{+1,350+} on board sank.',
    ],
    ['The mayor left.', 'The mayor left on Monday.', 'The mayor left{+ on Monday+}.'],
    ['First.\nSecond.\nThird.', 'First.\nThird.', 'First.[-\nSecond.-]\nThird.'],
    ['', 'All of it is new.', '{+All of it is new.+}'],
    ['“It’s over” – he said', '"It\'s  over" - he said', '"It\'s over" - he said'],
  ])('tells %j from %j word by word', (from, to, shown) => {
    expect(show(diffTexts(from, to))).toBe(shown);
  });

  test.each([
    ['港口大桥将关闭三周。', '港口大桥将关闭五周。', '港口大桥将关闭[-三-]{+五+}周。'],
    ['ポート橋は三週間閉鎖', 'ポート橋は五週間閉鎖', 'ポート橋は[-三-]{+五+}週間閉鎖'],
    ['сегодня погибли 5 человек', 'сегодня погибли 7 человек', 'сегодня погибли [-5-]{+7+} человек'],
    ['سقط خمسة جرحى اليوم', 'سقط سبعة جرحى اليوم', 'سقط [-خمسة-]{+سبعة+} جرحى اليوم'],
  ])('tells them in any script: %j', (from, to, shown) => {
    expect(show(diffTexts(from, to))).toBe(shown);
  });

  test('tells a rewritten sentence as one change, not around every small word it shares', () => {
    const { operations } = diffTexts(
      'Police said. The fire at the mill began in the roof of the old weaving shed. Nobody was hurt.',
      'Police said. Investigators at the scene blamed faulty wiring of the new heating. Nobody was hurt.',
    );
    expect(operations.map(({ op }) => op)).toEqual(['equal', 'delete', 'insert', 'equal']);
  });

  test('goes by paragraphs, not by the width that a feed wraps its lines at', () => {
    const line = 'The port authority said on Monday that the bridge over the harbour would stay shut.';
    const wrapped = line.replace(/(.{30,40}) /g, '$1\n');
    const [a, b] = [wrapped, line].map((body) =>
      writeReadingText(readWireCopy({ body: `${body}\n\n${body.replace('bridge', 'tunnel')}` })),
    );
    expect(a!.replaceAll('\n', ' ')).toBe(b!.replaceAll('\n', ' '));
    expect(diffTexts(a!, b!).operations).toMatchObject([{ op: 'equal' }]);
  });

  test('leads from the one text to the other, whatever they are', () => {
    const word = fc.constantFrom(
      'a',
      'the',
      '5',
      '5.5',
      '“',
      '橋',
      '<b>',
      '&',
      '\n',
      ' ',
      'ü',
      '👍',
      "l'eau",
    );
    const text = fc.array(word, { maxLength: 30 }).map((words) => words.join(' '));
    const plain = (one: string): string => one.replaceAll(/\s+/g, '').replaceAll('“', '"');
    fc.assert(
      fc.property(text, text, (from, to) => {
        const { operations, isCoarse } = diffTexts(from, to);
        expect(plain(sideOf(operations, 'insert'))).toBe(plain(from));
        expect(plain(sideOf(operations, 'delete'))).toBe(plain(to));
        expect(isCoarse).toBe(false);
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  test.each<[string, boolean, (n: number) => string, (n: number) => string]>([
    ['no word in common', true, (n) => `a${n}`, (n) => `b${n}`],
    ['lines of one letter', true, (n) => `${n % 7}\n`, (n) => `${n % 11}\n`],
    [
      'a text of two words',
      false,
      (n) => (n === 90_000 ? 'x' : 'ab'[n % 2]!),
      (n) => (n === 80_000 ? 'y' : 'ab'[n % 2]!),
    ],
    ['marks alone', true, () => '.', () => '!'],
  ])('is bounded for hostile texts: %s', (_name, isTooMuch, one, other) => {
    const [from, to] = [one, other].map((make) =>
      Array.from({ length: 150_000 }, (_each, n) => make(n)).join(' '),
    );
    const { operations, isCoarse } = diffTexts(from!, to!);
    expect(sideOf(operations, 'delete').length).toBeGreaterThan(100_000);
    expect(isCoarse).toBe(isTooMuch);
  });
});

describe('its HTML', () => {
  test('has no markup but ours, and closes each element within its paragraph', () => {
    const { operations } = diffTexts(
      '<script>1</script>\n"Tom" & \'Jerry\'',
      '<img onerror=x>\n"Tom" & \'Jerry\'\nNew',
    );
    const written = writeDiffHtml(operations);
    expect(written.replaceAll(/<\/?(?:ins|del|p)>|<p dir="auto">/g, '')).not.toMatch(/[<>"']/);
    for (const line of written.split('\n')) expect(line).toMatch(/^<p dir="auto">.*<\/p>$/);
    expect(written).toContain('&lt;<del>script&gt;1&lt;/script&gt;</del><ins>img onerror=x&gt;</ins>');
    expect(written).toContain('<p dir="auto"><ins>New</ins></p>');
  });
});
