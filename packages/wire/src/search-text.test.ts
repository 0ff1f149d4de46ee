import { describe, expect, test } from '@jest/globals';

import { findRuns, toSearchQuery, toSearchText } from './search-text.ts';

describe('the text that search sees', () => {
  test('is lower case and without markup', () => {
    expect(toSearchText('<p>ÉCOLE fermée</p>')).toBe('école fermée');
  });

  test('has two characters at a time where a script has no spaces', () => {
    expect(toSearchText('東京都 in ﾄｳｷｮｳ').split(/\s+/).filter(Boolean)).toEqual([
      '東京',
      '京都',
      'in',
      'トウ',
      'ウキ',
      'キョ',
      'ョウ',
    ]);
  });

  test('meets a query for such a run as a phrase, quoted or not', () => {
    expect(toSearchQuery('東京都')).toBe('"東京 京都"');
    expect(toSearchQuery('"東京都" -bridge').replaceAll(/ +/g, ' ')).toBe('" 東京 京都 " -bridge');
    expect(findRuns('bridge 東京都')).toEqual(['東京都']);
  });
});
