import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { describe, expect, test } from '@jest/globals';

const ENTRY = path.resolve(import.meta.dirname, '../support/processes/hostile-network.ts');
const ROOT = path.resolve(import.meta.dirname, '../..');

/** Runs a command in a network of its own, where this machine is 8.8.8.8 and asks itself for names. */
function runApart(command: readonly string[]): { code: number | null; stdout: string; stderr: string } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'writethru-network-'));
  writeFileSync(path.join(folder, 'resolv.conf'), 'nameserver 8.8.8.8\n');
  const setUp = [
    'ip link set lo up',
    'ip addr add 8.8.8.8/32 dev lo',
    `mount --bind ${folder}/resolv.conf /etc/resolv.conf`,
    'exec "$@"',
  ];
  const done = spawnSync(
    'unshare',
    ['--map-root-user', '--net', '--mount', 'sh', '-ec', setUp.join('\n'), 'sh', ...command],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  );
  rmSync(folder, { recursive: true });
  return { code: done.status, stdout: done.stdout, stderr: done.stderr };
}

const isPossible = runApart(['true']).code === 0;
if (!isPossible)
  console.warn('\n*** SKIPPED: this machine has no unshare and ip, or lets nobody use them. ***\n');
/**
 * Only in a network of its own can a name be public and then the loopback, and only Linux has those; the tests are to pass
 * on a machine with Node and npm alone. There it is skipped, and said so aloud.
 */
const describeApart = isPossible ? describe : describe.skip;

describeApart('what is fetched and pushed', () => {
  test('never gets to the loopback: not by a redirect, nor by a name that was public a moment ago', () => {
    const { stdout, stderr } = runApart([process.execPath, '--import', 'tsx', ENTRY]);
    expect(stderr).toBe('');
    const { became, leaked, questions } = JSON.parse(stdout) as {
      became: Record<string, string>;
      leaked: string[];
      questions: number;
    };
    expect(became).toEqual({
      'a public address': '"public"',
      'a redirect to the loopback': 'forbidden',
      'a redirect to the loopback in disguise': 'forbidden',
      'a redirect to a file': 'forbidden',
      'a name, the first time': '"public"',
      'the same name, which is the loopback now': 'forbidden',
      'a redirect to that name': 'forbidden',
      'a webhook': '{"status":200,"retryAfterSeconds":null}',
      'a webhook that is redirected': '{"status":302,"retryAfterSeconds":null}',
      'a webhook to that name': '{"fault":"rebinding.example is not on the public internet."}',
    });
    expect(leaked).toEqual([]);
    // Else the name was asked for nowhere, and nothing was tried.
    expect(questions).toBe(4);
  });
});
