import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { startWritethru, type Started } from '../support/start-writethru.ts';

// Every command of docs/api.md, as it is printed, against a service as people start it.
const ROOT = path.resolve(import.meta.dirname, '../..');
const GUIDE = readFileSync(path.join(ROOT, 'docs/api.md'), 'utf8');
const STEP_END = '--- end of a step ---';

interface Step {
  script: string;
  /** What its output holds. */
  prints: string[];
  /** Whether it may have to be done again until it does: what it shows comes a moment later. */
  isSoon: boolean;
}

/** The steps of the guide: each block of commands with the comments about its output that follow it. */
function readSteps(): Step[] {
  return [...GUIDE.matchAll(/^```sh\n(.*?)^```\n((?:\s*<!-- (?:prints: .*?|soon) -->)*)/gms)].map(
    (found) => ({
      script: found[1]!,
      prints: [...found[2]!.matchAll(/<!-- prints: (.*?) -->/g)].map(([, text]) => text!),
      isSoon: found[2]!.includes('<!-- soon -->'),
    }),
  );
}

/** The commands of a step, with a line behind them that ends its output. */
function toScript({ script, prints, isSoon }: Step): string {
  const end = `echo '${STEP_END}'\n`;
  if (!isSoon) return `${script}\n${end}`;
  return `for try in $(seq 100); do
output=$(${script})
[[ "$output" == *'${prints[0]}'* ]] && break
sleep 0.2
done
echo "$output"
${end}`;
}

let folder: string;
let started: Started;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'writethru-guide-'));
  // The guide writes files, and npx must find the command as it does in the checkout.
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  started = startWritethru({ dataFolder: path.join(folder, 'data') });
  await started.ready();
});

afterAll(async () => {
  process.kill(-started.pid, 'SIGINT');
  await started.ended;
  rmSync(folder, { recursive: true, force: true });
});

test('every step of the guide works as printed', () => {
  const steps = readSteps();
  expect(steps.length).toBeGreaterThan(8);
  const script = steps.map(toScript).join('');
  const key = readFileSync(path.join(folder, 'data/admin-key'), 'utf8').trim();
  const run = spawnSync('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      URL: started.url(),
      KEY: key,
      WRITETHRU_URL: started.url(),
      WRITETHRU_KEY: key,
    },
    timeout: 240_000,
  });
  expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: expect.any(String) });
  const outputs = run.stdout.split(STEP_END);
  expect(outputs).toHaveLength(steps.length + 1);
  for (const [at, { script: commands, prints }] of steps.entries())
    for (const text of prints)
      expect({ commands, output: outputs[at] }).toMatchObject({
        output: expect.stringContaining(text),
      });
});
