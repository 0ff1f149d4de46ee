import { expect, test } from '@jest/globals';

import { fuzzApi } from '../support/fuzz/fuzz-api.ts';
import { fuzzReaders } from '../support/fuzz/fuzz-readers.ts';

test('5,000 requests made of the document, others each time, get no 5xx and no answer that it does not allow', async () => {
  await expect(fuzzApi(5_000, null)).resolves.toBeUndefined();
}, 1_200_000);

test('100,000 documents of every format, broken byte by byte, others each time, are read or refused, and never half', () => {
  expect(() => fuzzReaders(100_000, null)).not.toThrow();
}, 1_200_000);
