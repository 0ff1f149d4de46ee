import { cpuUsage } from 'node:process';

import { describe, expect, test } from '@jest/globals';

import { toPlainText } from '../text-body.ts';
import { readHeadlineMarkers, readSlugMarkers } from './read-markers.ts';
import { readWireCopy } from './read-wire-copy.ts';
import { HEADLINE_MARKERS } from './rules/headline-markers.ts';
import { matchRule } from './rules/rule.ts';
import { SLUG_MARKERS } from './rules/slug-markers.ts';
import { COPY_RULES } from './rules/table.ts';

/** The bar: text of twice the length takes less than three times as long. Superlinear work takes four times and more. */
const MAX_RATIO = 3;
const LENGTH = 10_240;
/** So short that the clock's grain and a collection of garbage are all that is seen. */
const UNMEASURABLE_MS = 3;
const SAMPLES = 5;
const TRIES = 4;

function fill(piece: string, length: number): string {
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
}

/** The least that it took: what comes on top of it is collection of garbage, in a heap that other tests have filled. */
function measureMs(run: () => void): number {
  const times = Array.from({ length: SAMPLES }, () => {
    const before = cpuUsage();
    run();
    const spent = cpuUsage(before);
    return (spent.user + spent.system) / 1000;
  });
  return Math.min(...times);
}

/**
 * Whether `run` is linear in the length of what it is given. A ratio that another process spoiled is measured again; and
 * where a bound of ours makes a step between two lengths, the next doubling shows it, while what grows grows on.
 */
function isLinear(piece: string, run: (text: string) => void): boolean {
  const once = fill(piece, LENGTH);
  const twice = fill(piece, LENGTH * 2);
  const fourTimes = fill(piece, LENGTH * 4);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const long = measureMs(() => run(twice));
    if (long < UNMEASURABLE_MS) return true;
    if (long / measureMs(() => run(once)) < MAX_RATIO) return true;
    if (measureMs(() => run(fourTimes)) / long < MAX_RATIO) return true;
  }
  return false;
}

/** Every so much of an example is what a pattern may have matched before it fails: the runs of it are hostile texts. */
function prefixesOf(examples: readonly string[]): string[] {
  const prefixes = examples.flatMap((example) =>
    [0.2, 0.4, 0.6, 0.8, 1].map((share) => example.slice(0, Math.max(1, Math.ceil(example.length * share)))),
  );
  return [...new Set(prefixes)];
}

const BRACKETS = [
  '(',
  '((',
  '（',
  '【',
  ' ',
  '\n',
  '. ',
  '- ',
  '* ',
  '|',
  '“',
  'A ',
  'a.',
  '1',
  '@',
  '<',
  '<b>',
  '</i>',
  '&',
  '&amp;',
  'â€',
  'Ã',
  'Ð¼',
];

describe('no rule is superlinear', () => {
  test.each(COPY_RULES.map((rule) => [rule.name, rule] as const))('%s', (_name, rule) => {
    const pieces = prefixesOf(rule.matches);
    const slow = pieces.filter((piece) => !isLinear(piece, (text) => matchRule(rule, text)));
    expect(slow).toEqual([]);
    expect(isLinear(pieces.join(' '), (body) => readWireCopy({ body, headline: body }))).toBe(true);
    expect(isLinear(`${pieces.join('\n')}\n`, (body) => readWireCopy({ body }))).toBe(true);
  });

  test('markers', () => {
    const examples = [...HEADLINE_MARKERS, ...SLUG_MARKERS].flatMap((rule) => rule.matches.slice(0, 3));
    const slow = prefixesOf(examples).filter(
      (piece) => !isLinear(piece, readHeadlineMarkers) || !isLinear(piece, (text) => readSlugMarkers(text)),
    );
    expect(slow).toEqual([]);
  });

  test('brackets, quotes, bullets, tags and entities without end', () => {
    const slow = BRACKETS.filter(
      (piece) => !isLinear(piece, (body) => readWireCopy({ body })) || !isLinear(piece, toPlainText),
    );
    expect(slow).toEqual([]);
  });

  test('tags that open and never close, and then close what never opened', () => {
    const isFine = isLinear('<b>', (text) => toPlainText(text + text.replaceAll('<b>', '</i>')));
    expect(isFine).toBe(true);
  });
});
