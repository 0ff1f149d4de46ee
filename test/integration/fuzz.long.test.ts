import { expect, test } from '@jest/globals';

import { fuzzApi } from '../support/fuzz/fuzz-api.ts';

test('5,000 requests made of the document, others each time, get no 5xx and no answer that it does not allow', async () => {
  await expect(fuzzApi(5_000, null)).resolves.toBeUndefined();
}, 1_200_000);
