/** Prints the code that a statement fails with where not one file more may be opened. Is given the address of Postgres. */
import { closeSync, openSync } from 'node:fs';

import { AppError } from '@writethru/domain';
import { getActiveAlgorithm, openPool } from '@writethru/store';

const pool = openPool(process.argv[2]!, {
  maxConnections: 1,
  applicationName: 'test',
  onIdleError: () => {},
});
const taken: number[] = [];
try {
  for (;;) taken.push(openSync('/dev/null', 'r'));
} catch {
  // That was the last one.
}
const outcome = await getActiveAlgorithm(pool).then(
  () => 'none',
  (error: unknown) => (error instanceof AppError ? error.code : String(error)),
);
for (const descriptor of taken) closeSync(descriptor);
const afterwards = (await getActiveAlgorithm(pool)).id;
process.stdout.write(JSON.stringify({ outcome, afterwards }), () => process.exit(0));
