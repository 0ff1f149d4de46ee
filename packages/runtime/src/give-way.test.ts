import { execFile } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { expect, test } from '@jest/globals';

const run = promisify(execFile);

/** What the threads of a process of its own have, after each of some calls: what is given away can't be taken back. */
async function listNiceness(calls: readonly number[]): Promise<number[][]> {
  const script = `
    import { existsSync, readdirSync } from 'node:fs';
    import os from 'node:os';
    import { giveWay } from ${JSON.stringify(path.join(import.meta.dirname, 'give-way.ts'))};
    const seen = ${JSON.stringify(calls)}.map((niceness) => {
      giveWay(niceness);
      const threads = existsSync('/proc/self/task') ? readdirSync('/proc/self/task') : [process.pid];
      return threads.map((thread) => os.getPriority(Number(thread)));
    });
    process.stdout.write(JSON.stringify(seen));`;
  const { stdout } = await run(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
  return JSON.parse(stdout) as number[][];
}

test('all threads of a process give way, and none of them less than it did before', async () => {
  const own = os.getPriority();
  const [none, far, less] = await listNiceness([0, own + 2, own + 1]);
  // Only Linux tells of threads, and has a niceness of each.
  expect(far!.length > 1).toBe(process.platform === 'linux');
  expect([none, far, less].map((each) => [...new Set(each)])).toEqual([[own], [own + 2], [own + 2]]);
});
