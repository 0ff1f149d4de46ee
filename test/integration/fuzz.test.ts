import { expect, test } from '@jest/globals';

import { fuzzApi } from '../support/fuzz/fuzz-api.ts';
import { fuzzReaders } from '../support/fuzz/fuzz-readers.ts';

test('300 requests made of the document, good and bad, get no 5xx and no answer that it does not allow', async () => {
  await expect(fuzzApi(300, 20_261_125)).resolves.toBeUndefined();
});

test('5,000 documents of every format, broken byte by byte, are read or refused, and never half', () => {
  expect(() => fuzzReaders(5_000, 20_261_125)).not.toThrow();
});
