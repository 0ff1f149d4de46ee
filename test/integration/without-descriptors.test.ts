import { execFile } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { expect, test } from '@jest/globals';

import { createTestDatabase } from '../support/database.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** Few, so that they are soon taken, and more than a process that starts has open. */
const DESCRIPTORS = 200;

test('a process that may open no further file says that Postgres is not available, and goes on when it may', async () => {
  const database = await createTestDatabase();
  try {
    const loader = pathToFileURL(path.join(ROOT, 'node_modules/tsx/dist/loader.mjs')).href;
    const program = path.join(ROOT, 'test/support/processes/without-descriptors.ts');
    const { stdout } = await promisify(execFile)('sh', [
      '-c',
      `ulimit -n ${DESCRIPTORS}; exec "$@"`,
      'sh',
      process.execPath,
      '--import',
      loader,
      program,
      database.url,
    ]);
    expect(JSON.parse(stdout)).toEqual({ outcome: 'unavailable', afterwards: expect.any(Number) });
  } finally {
    await database.drop();
  }
});
