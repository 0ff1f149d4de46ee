import { spawnSync } from 'node:child_process';

import { describe } from '@jest/globals';

/** Whether this machine has promtool: Debian's package `prometheus` brings it. */
const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

if (!hasPromtool) {
  process.stderr.write(
    '\n*** promtool is not there: metrics and alert rules are NOT checked. Install the package prometheus. ***\n\n',
  );
}

/** `describe` for what needs promtool. Where there is none it is skipped, and said so aloud. */
export const describeWithPromtool = hasPromtool ? describe : describe.skip;

/** Runs promtool. Answers its exit code and all that it wrote. */
export function runPromtool(args: readonly string[], input = ''): { code: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('promtool', args, { input, encoding: 'utf8' });
  return { code: status, output: stdout + stderr };
}
