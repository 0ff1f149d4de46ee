import { describe, expect, test } from '@jest/globals';

import { readHeadlineMarkers, readSlugMarkers } from '../read-markers.ts';
import { HEADLINE_MARKERS } from './headline-markers.ts';
import { matchRule } from './rule.ts';
import { SLUG_MARKERS } from './slug-markers.ts';
import { COPY_RULES } from './table.ts';

describe('every rule does what its examples say', () => {
  test.each(COPY_RULES.map((rule) => [rule.name, rule] as const))('%s', (_name, rule) => {
    for (const example of rule.matches) {
      // An opening looks at what comes after it, and may end before the last word of its example does.
      const text = rule.place === 'opening' ? `${example}The bridge` : example;
      const match = matchRule(rule, text);
      expect([example, match !== null]).toEqual([example, true]);
      const found = text.slice(match!.from, match!.to).trim();
      expect(rule.place === 'opening' ? example.slice(0, found.length) : example.trim()).toBe(found);
    }
    for (const example of rule.rejects) expect([example, matchRule(rule, example)]).toEqual([example, null]);
  });

  test('names are unique, and every rule has both kinds of examples', () => {
    const names = COPY_RULES.map((rule) => rule.name);
    expect(new Set(names).size).toBe(names.length);
    expect(COPY_RULES.filter((rule) => rule.matches.length === 0 || rule.rejects.length === 0)).toEqual([]);
  });

  test.each(HEADLINE_MARKERS.map((rule) => [rule.kind, rule] as const))(
    'headline marker: %s',
    (kind, rule) => {
      for (const example of rule.matches) {
        expect([example, readHeadlineMarkers(example).markers.map((marker) => marker.kind)]).toEqual([
          example,
          expect.arrayContaining([kind]),
        ]);
      }
      for (const example of rule.rejects)
        expect(readHeadlineMarkers(example)).toEqual({ bare: example, markers: [] });
    },
  );

  test.each(SLUG_MARKERS.map((rule) => [rule.source, rule] as const))(
    'slugline marker: %s',
    (_source, rule) => {
      const find = (text: string) => readSlugMarkers(text).markers.map((marker) => marker.kind);
      for (const example of rule.matches)
        expect([example, find(example)]).toEqual([example, expect.arrayContaining([rule.kind])]);
      for (const example of rule.rejects) expect([example, find(example)]).toEqual([example, []]);
    },
  );
});
