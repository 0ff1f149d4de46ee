import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
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

const TIMEOUT_MS = 600_000;

/** Runs the tests of some files with one of these titles, as `npm test` would, each for `timeoutMs` at most where that is given. */
export async function runTests(
  folder: string,
  files: readonly string[],
  titles: readonly string[],
  timeoutMs?: number,
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
      '--forceExit',
      ...(timeoutMs === undefined ? [] : [`--testTimeout=${timeoutMs}`]),
      '-t',
      pattern,
      '--runTestsByPath',
      ...files,
    ],
    { cwd: folder, stdio: 'ignore', env: { ...process.env, WRITETHRU_SKIP_INSTALL: '1' } },
  );
  const timer = setTimeout(() => child.kill('SIGTERM'), TIMEOUT_MS);
  await new Promise((resolve) => child.once('exit', resolve));
  clearTimeout(timer);
  if (!existsSync(report)) return { passed: [], failed: [], isBroken: true };
  const { numRuntimeErrorTestSuites, testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  const named = (status: string): string[] =>
    results.filter((result) => result.status === status).map(({ fullName }) => fullName);
  return { passed: named('passed'), failed: named('failed'), isBroken: numRuntimeErrorTestSuites > 0 };
}
