import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { acceptSubmissions, keepFailure, listOpsActions } from '@writethru/store';
import { hashContent } from '@writethru/wire';

import { startApiBench, type ApiBench } from '../support/api/bench.ts';

const RUNBOOK = readFileSync(path.resolve(import.meta.dirname, '../../docs/operations.md'), 'utf8');
const COMMANDS =
  /## Actions by curl[\s\S]*?```sh\n([\s\S]*?)```/.exec(RUNBOOK)?.[1]?.trim().split('\n') ?? [];

let bench: ApiBench;

beforeAll(async () => {
  bench = await startApiBench({ hasClusterer: false });
});

afterAll(() => bench.close());

async function accept(guid: string, state: 'accepted' | 'quarantined'): Promise<string> {
  const content = { headline: guid, body: 'The ferry runs again.' };
  const submission = { provider: 'alpha', guid, content };
  const [result] = await acceptSubmissions(bench.pool, [{ submission, contentHash: hashContent(content) }], {
    graceMs: 3_600_000,
  });
  const id = result!.kind === 'accepted' ? result!.articleId : '';
  await keepFailure(bench.pool, id, `A fault of ${state}.`);
  await bench.pool.query(
    `update article_identities set attempts = 1, state = $2, quarantine_reason = $3,
            ended_at = case when $2 = 'quarantined' then now() end where id = $1`,
    [id, state, state === 'quarantined' ? (guid === 'alone' ? 'Spam.' : 'Out of luck.') : null],
  );
  return id;
}

test('the runbook’s curl lines do what they say, on record', async () => {
  expect(COMMANDS).toHaveLength(5);
  await accept('one', 'quarantined');
  await accept('two', 'quarantined');
  const env = {
    PATH: process.env['PATH'],
    URL: bench.url,
    KEY: await bench.makeKey(['read', 'ops']),
    REASON: 'Out of luck.',
    ID: await accept('alone', 'quarantined'),
    WAITING: await accept('waits', 'accepted'),
  };
  for (const command of COMMANDS) {
    const { stdout } = await promisify(execFile)('sh', ['-c', command], { env });
    expect([command, stdout]).toEqual([command, expect.stringContaining('Redirecting to /ops')]);
  }
  const actions = await listOpsActions(bench.pool, 10);
  expect(actions.map(({ kind, total, reason }) => [kind, total, reason]).reverse()).toEqual([
    ['pause', 0, 'Postgres gets a new disk.'],
    ['resume', 0, 'The disk is in.'],
    ['release', 2, 'Fixed.'],
    ['discard', 1, 'Spam.'],
    ['retry', 1, 'The disk is in.'],
  ]);
});
