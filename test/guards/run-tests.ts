import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

/** What Jest reports, as far as it is used here. */
interface Report {
  numRuntimeErrorTestSuites: number;
  testResults: { assertionResults: { fullName: string; status: string }[] }[];
}

export interface TestsRun {
  passed: string[];
  failed: string[];
  /** A file did not even load: that proves nothing. */
  isBroken: boolean;
}

/** Runs the tests of some files with one of these titles, as `npm test` would. */
export async function runTests(
  folder: string,
  files: readonly string[],
  titles: readonly string[],
): Promise<TestsRun> {
  const report = path.join(folder, 'guards-report.json');
  rmSync(report, { force: true });
  const pattern = titles.map((title) => title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  const child = spawn(
    process.execPath,
    [
      'scripts/test.mjs',
      '--json',
      `--outputFile=${report}`,
      '--silent',
      '-t',
      pattern,
      '--runTestsByPath',
      ...files,
    ],
    { cwd: folder, stdio: 'ignore', env: { ...process.env, WRITETHRU_SKIP_INSTALL: '1' } },
  );
  await new Promise((resolve) => child.once('exit', resolve));
  const { numRuntimeErrorTestSuites, testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  const named = (status: string): string[] =>
    results.filter((result) => result.status === status).map(({ fullName }) => fullName);
  return { passed: named('passed'), failed: named('failed'), isBroken: numRuntimeErrorTestSuites > 0 };
}
