/**
 * npm run guards [-- --only NAME[,NAME …]]
 * Takes each guard of the protocol out of a copy of the tree, one at a time, and runs the test that must turn red for
 * it. First all of those tests have to be green with everything in its place. Prints a table in Markdown, and ends with
 * 1 where a guard survived its removal.
 */
import { parseArgs } from 'node:util';

import { GUARDS } from './all-guards.ts';
import { copyTree } from './copy-of-tree.ts';
import { runTests } from './run-tests.ts';

/** Without its guard a test may wait for what never comes. */
const UNGUARDED_MS = 60_000;

const { values } = parseArgs({ args: process.argv.slice(3), options: { only: { type: 'string' } } });
const wanted = values.only?.split(',');
const guards = GUARDS.filter(({ name }) => wanted === undefined || wanted.includes(name));
const tree = copyTree();
let survivors = 0;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    tree.remove();
    process.exit(1);
  });
try {
  const files = [...new Set(guards.map(({ test }) => test.file))];
  const whole = await runTests(
    tree.folder,
    files,
    guards.map(({ test }) => test.title),
  );
  if (whole.failed.length > 0 || whole.isBroken)
    throw new Error(`Not all is green with every guard in its place: ${whole.failed.join('; ')}`);
  console.log('| guard | without it | the test that turns red |');
  console.log('| ----- | ---------- | ----------------------- |');
  for (const { name, without, patches, test } of guards) {
    const run = await tree.withPatches(patches, () =>
      runTests(tree.folder, [test.file], [test.title], UNGUARDED_MS),
    );
    const isRed = run.failed.length > 0 && !run.isBroken;
    if (!isRed) survivors++;
    const verdict = isRed ? `${run.failed[0]} (\`${test.file}\`)` : run.isBroken ? 'BROKEN' : 'SURVIVED';
    console.log(`| ${name} | ${without} | ${verdict} |`);
  }
} finally {
  tree.remove();
}
console.log(`\n${guards.length} guards, ${survivors} survived.`);
process.exitCode = survivors === 0 ? 0 : 1;
