import { expect, test } from '@jest/globals';

import { announceDeprecation } from './send-answer.ts';

test('an operation that is going away says so', () => {
  const headers = new Map<string, unknown>();
  const response = {
    setHeader: (name: string, value: unknown) => headers.set(name, value),
    append: (name: string, value: unknown) => headers.set(name, value),
  };
  const operation = {
    id: 'old',
    deprecated: { since: new Date(1_700_000_000_000), sunset: new Date(1_800_000_000_000) },
  };
  announceDeprecation(operation as never, response as never);
  expect(Object.fromEntries(headers)).toEqual({
    Deprecation: '@1700000000',
    Sunset: 'Fri, 15 Jan 2027 08:00:00 GMT',
    Link: '</docs#old>; rel="deprecation"; type="text/html"',
  });
});
