import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { loadExpectedStories, loadSeeds } from '@writethru/seeds';

import { startMortalProxy } from '../support/mortal-proxy.ts';
import { type CliRun, runCli } from '../support/run-cli.ts';
import { startTestServices, type TestServices } from '../support/services.ts';
import { until } from '../support/until.ts';

// The command line against the real services: what the other suites say about it with a stand-in must hold here too.
let services: TestServices;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'writethru-cli-'));
  services = await startTestServices();
});

afterAll(async () => {
  await services.stop();
  rmSync(folder, { recursive: true });
});

function writethru(...args: string[]): Promise<CliRun> {
  return runCli([...args, '--url', services.url], { env: { WRITETHRU_KEY: services.key } });
}

function write(name: string, content: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** Guids by story, each list and the list of them in order. */
function storiesIn(tsv: string): string[][] {
  const stories = new Map<string, Set<string>>();
  for (const line of tsv.trimEnd().split('\n')) {
    const [guid = '', story = ''] = line.split('\t');
    stories.set(story, (stories.get(story) ?? new Set()).add(guid));
  }
  return inOrder([...stories.values()].map((guids) => [...guids]));
}

const inOrder = (stories: string[][]): string[][] =>
  stories.map((guids) => guids.toSorted()).toSorted((a, b) => (a.join() < b.join() ? -1 : 1));

test('what is posted is waited for, listed, shown and exported as the stories that the seeds must give', async () => {
  const seeds = write('seeds.json', JSON.stringify(loadSeeds(new Date()), null, 2));
  const posted = await writethru('post', seeds);
  expect(posted).toMatchObject({ code: 0, stderr: '' });
  expect(posted.stdout).toContain('16 accepted, 0 repeated, 0 refused');
  expect(await writethru('wait', '--timeout', '60')).toEqual({
    code: 0,
    stdout: 'Nothing is waiting; 0 quarantined.\n',
    stderr: '',
  });

  const exported = await writethru('export');
  expect(exported).toMatchObject({ code: 0, stderr: '' });
  expect(exported.stdout.trimEnd().split('\n')).toHaveLength(16);
  expect(storiesIn(exported.stdout)).toEqual(inOrder(loadExpectedStories()));

  const listed = JSON.parse((await writethru('stories', '--json')).stdout) as {
    id: string;
    versionCount: number;
  }[];
  expect(listed.map((story) => story.versionCount).toSorted((a, b) => b - a)).toEqual([
    6, 2, 1, 1, 1, 1, 1, 1, 1, 1,
  ]);
  const shown = await writethru('story', listed.find((story) => story.versionCount === 6)?.id ?? '');
  expect(shown).toMatchObject({ code: 0, stderr: '' });
  expect(shown.stdout).toMatch(/#1 .* demo-wire wire-bridge-1 v0\n.*\n +original\n/);
  expect(shown.stdout).toMatch(
    /#2 .* demo-wire wire-bridge-2 v0\n.*\n +expansion_of #1 \(near_duplicate, containment 0\.9/,
  );
  expect(shown.stdout).toMatch(/#6 .* demo-wire wire-bridge-3 v1\n/);

  const again = await writethru('post', seeds);
  expect(again.stdout).toContain('0 accepted, 16 repeated, 0 refused');
});

test('a text file is an article, and what the service refuses is named with its reason', async () => {
  const text = write('harbour-note.txt', 'A note from the harbour, long enough to be one.');
  const bad = write('bad.jsonl', '{"guid":"no-text"}\n{"guid":"fine","body":"A short note."}\n{"guid":1}\n');
  const run = await writethru('post', '--provider', 'demo-notes', text, bad);
  expect(run.code).toBe(1);
  expect(run.stdout).toContain('2 accepted, 0 repeated, 2 refused');
  expect(run.stderr).toMatch(
    new RegExp(`^refused ${bad}:1 no-text: 422 [^\\n]+\\nrefused ${bad}:3: 422 [^\\n]+\\n$`),
  );
  await writethru('wait', '--timeout', '60');
  const rows = (await writethru('export', '--format', 'jsonl', '--provider', 'demo-notes')).stdout
    .trimEnd()
    .split('\n');
  expect(rows.map((row) => (JSON.parse(row) as { guid: string }).guid).toSorted()).toEqual([
    'fine',
    'harbour-note',
  ]);
});

test('an article too large for one request is refused alone', async () => {
  const large = JSON.stringify({ guid: 'large', body: 'word '.repeat(2_500_000) });
  const file = write(
    'large.jsonl',
    `{"guid":"before","body":"One."}\n${large}\n{"guid":"after","body":"Two."}\n`,
  );
  const run = await writethru('post', '--provider', 'demo-large', file);
  expect(run.code).toBe(1);
  expect(run.stdout).toContain('2 accepted, 0 repeated, 1 refused');
  expect(run.stderr).toMatch(/^refused .*large\.jsonl:2 large: 4(?:13|22) [^\n]+\n$/);
});

test('a service that dies midway, its work done and its answer lost, is waited for: each article is held once', async () => {
  // Two batches, so that both are under way or done when an answer comes that is not the first.
  const count = 1_000;
  const notes = Array.from({ length: count }, (_, at) => ({
    guid: `mid-${at}`,
    body: `Note ${at} of many.`,
  }));
  const file = write('notes.jsonl', notes.map((note) => `${JSON.stringify(note)}\n`).join(''));
  // Dead until what it was asked last is surely committed.
  const proxy = await startMortalProxy(services.url, 2, () =>
    until(async () => {
      const { rows } = await services.pool.query<{ held: number }>(
        "SELECT count(*)::int AS held FROM article_identities WHERE provider = 'demo-midway'",
      );
      return rows[0]!.held === count;
    }),
  );
  const run = await runCli(['post', '--json', '--provider', 'demo-midway', '--url', proxy.url, file], {
    env: { WRITETHRU_KEY: services.key },
  });
  await proxy.close();
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(proxy.deaths()).toBe(1);
  const counts = JSON.parse(run.stdout) as { accepted: number; repeated: number; refused: number };
  expect(counts).toEqual({ accepted: count - counts.repeated, repeated: expect.any(Number), refused: 0 });
  expect(counts.repeated).toBeGreaterThanOrEqual(500);
  await writethru('wait', '--timeout', '60');
  const rows = (await writethru('export', '--format', 'jsonl', '--provider', 'demo-midway')).stdout.trimEnd();
  expect(rows.split('\n')).toHaveLength(count);
});

test('a wrong key is refused in one line', async () => {
  const run = await runCli(['stories', '--url', services.url], { env: { WRITETHRU_KEY: 'wt_wrong' } });
  expect(run).toEqual({
    code: 1,
    stdout: '',
    stderr: `writethru: The key from WRITETHRU_KEY was refused by ${services.url}.\n`,
  });
});
