import { describe, expect, test } from '@jest/globals';

import { negotiate } from './negotiate.ts';

const OFFER = { json: 'application/json', atom: 'application/atom+xml' };

describe('the format of an answer', () => {
  test.each([
    [undefined, undefined, 'json'],
    [undefined, '*/*', 'json'],
    [undefined, 'application/atom+xml', 'atom'],
    [undefined, 'Application/Atom+XML; q=0.9, text/html', 'atom'],
    [undefined, 'application/json, application/atom+xml', 'json'],
    [undefined, 'application/json;q=0.5, application/atom+xml;q=0.6', 'atom'],
    [undefined, 'application/atom+xml;q=0', 'json'],
    [undefined, 'application/atom+xml;q=high', 'json'],
    ['json', 'application/atom+xml', 'json'],
    ['atom', 'application/json', 'atom'],
  ] as const)('asked for %s, with Accept %s, is %s', (asked, accept, format) => {
    expect(negotiate(asked, accept, OFFER)).toBe(format);
  });
});
