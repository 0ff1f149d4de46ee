import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { runCli } from '../support/run-cli.ts';
import { type StubAnswer, type StubService, startStubService } from '../support/stub-service.ts';

const EMPTY = { status: 200, body: { stories: [], next: null } };
let dataFolder: string;
let service: StubService;
let answer: StubAnswer;

beforeEach(async () => {
  dataFolder = mkdtempSync(path.join(os.tmpdir(), 'writethru-data-'));
  answer = EMPTY;
  service = await startStubService(() => answer);
});

afterEach(async () => {
  await service.close();
  rmSync(dataFolder, { recursive: true });
});

const keep = (name: string, text: string): void => writeFileSync(path.join(dataFolder, name), text);

describe('which service, and which key', () => {
  test('finds both in the data folder, from any working folder', async () => {
    keep('url', `${service.url}\n`);
    keep('admin-key', 'wt_kept\n');
    // Somebody else's tsconfig.json, which would map an import of ours to a file of theirs.
    const elsewhere = path.join(dataFolder, 'else where');
    mkdirSync(elsewhere);
    writeFileSync(
      path.join(elsewhere, 'tsconfig.json'),
      '{ "compilerOptions": { "paths": { "commander": ["./theirs.ts"] } } }',
    );
    writeFileSync(path.join(elsewhere, 'theirs.ts'), 'throw new Error("theirs");');
    const run = await runCli(['stories'], { env: { WRITETHRU_DATA_DIR: dataFolder }, cwd: elsewhere });
    expect(run).toEqual({ code: 0, stdout: 'There are no stories yet.\n', stderr: '' });
    expect(service.requests.map((request) => request.key)).toEqual(['wt_kept']);
  });

  test('prefers --query-url, then --url, then WRITETHRU_URL; and WRITETHRU_KEY before the kept one', async () => {
    keep('admin-key', 'wt_kept');
    const env = { WRITETHRU_DATA_DIR: dataFolder, WRITETHRU_KEY: 'wt_given' };
    const nowhere = 'http://127.0.0.1:9';
    const runs = await Promise.all([
      runCli(['stories', '--url', nowhere, '--query-url', service.url], {
        env: { ...env, WRITETHRU_URL: nowhere },
      }),
      runCli(['stories', '--url', service.url], { env: { ...env, WRITETHRU_URL: nowhere } }),
      runCli(['stories'], { env: { ...env, WRITETHRU_URL: `${service.url}/` } }),
    ]);
    expect(runs.map((run) => run.code)).toEqual([0, 0, 0]);
    expect(service.requests.map((request) => request.key)).toEqual(['wt_given', 'wt_given', 'wt_given']);
  });

  test('never sends the key of this machine to another', async () => {
    keep('url', service.url);
    keep('admin-key', 'wt_kept');
    const run = await runCli(['stories', '--url', 'http://news.example'], {
      env: { WRITETHRU_DATA_DIR: dataFolder },
    });
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(/^writethru: Set WRITETHRU_KEY: .* is not sent to news\.example\.\n$/);
    expect(run.stderr).not.toContain('wt_kept');
  });
});

describe('when it does not work, one line says why', () => {
  const oneLine = /^writethru: [^\n]*\n$/;
  const env = { WRITETHRU_KEY: 'wt_secret' };

  test('nobody answers', async () => {
    await service.close();
    const run = await runCli(['stories', '--url', service.url], { env });
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toBe(
      `writethru: Nobody answers at ${service.url}. Is the service running (npm start)?\n`,
    );
  });

  test('there is no key', async () => {
    const run = await runCli(['stories', '--url', service.url], { env: { WRITETHRU_DATA_DIR: dataFolder } });
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toContain(`set WRITETHRU_KEY, or start the service, which keeps one in ${dataFolder}`);
  });

  test.each([
    [{ status: 401, body: { title: 'Unauthenticated' } }, 'The key from WRITETHRU_KEY was refused'],
    [
      { status: 403, body: { detail: 'The scope read is missing.' } },
      'may not do this: The scope read is missing.',
    ],
    [{ status: 400, body: { detail: 'cursor: malformed' } }, 'cursor: malformed'],
    [{ status: 500, body: { detail: 'The service failed.' } }, 'The service failed.'],
    [{ status: 200, body: { hello: 'world' } }, 'The answer is not that of a Writethru service'],
  ])('the answer is %j', async (refusal, message) => {
    answer = refusal;
    const run = await runCli(['stories', '--url', service.url], { env });
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(oneLine);
    expect(run.stderr).toContain(message);
    expect(run.stderr).not.toContain('wt_secret');
  });
});
