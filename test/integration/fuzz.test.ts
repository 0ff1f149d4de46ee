import { expect, test } from '@jest/globals';

import { fuzzApi } from '../support/fuzz/fuzz-api.ts';

test('300 requests made of the document, good and bad, get no 5xx and no answer that it does not allow', async () => {
  await expect(fuzzApi(300, 20_261_125)).resolves.toBeUndefined();
});
