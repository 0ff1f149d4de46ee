import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterAll, expect, test } from '@jest/globals';

import { readLabelledSet } from '../support/labelled-set.ts';
import { runCli } from '../support/run-cli.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'writethru-try-'));
// The account that runs Postgres for root has to walk through.
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('try tells what an archive holds, its doubtful joins and near misses, and leaves nothing behind', async () => {
  const archive = path.join(folder, 'our-archive');
  const temporary = path.join(folder, 'tmp');
  mkdirSync(path.join(archive, 'march'), { recursive: true });
  mkdirSync(temporary, { mode: 0o755 });
  const set = readLabelledSet();
  const lines = set.map((article) => JSON.stringify(article.submission));
  writeFileSync(path.join(archive, 'march', 'wire.jsonl'), lines.join('\n'));
  writeFileSync(path.join(archive, 'note.txt'), 'A note from the harbour that nobody has sent before.');
  const feed =
    '<rss version="2.0"><channel><title>t</title><item><guid>rss-1</guid><title>Kiosk reopens</title><description>The kiosk at the old harbour of Lindmouth has opened again after a winter of repairs.</description></item></channel></rss>';
  writeFileSync(path.join(archive, 'feed.rss'), feed);
  writeFileSync(path.join(archive, 'photo.jpg'), 'not an article');

  const run = await runCli(['try', archive], { env: { TMPDIR: temporary } });

  expect(run).toMatchObject({ code: 0, stderr: `Not read, being of another kind: ${archive}/photo.jpg\n` });
  expect(run.stdout).toContain(`${set.length + 2} articles from 2026-03-02 04:30Z to `);
  expect(run.stdout).toContain('our-archive 2');
  // The note, and the item of the feed.
  expect(run.stdout).toContain('\n  2 say no time: they count as of now,');
  const stories = new Set(set.map((article) => article.story)).size + 2;
  expect(run.stdout).toContain(`\n${stories} stories, in `);
  const [, joins = '', misses = ''] = run.stdout.split(/^The most doubtful joins$|^The nearest misses$/m);
  expect(joins.match(/^ *\d+\. They are one story: /gm)).toHaveLength(10);
  expect(misses.match(/^ *\d+\. They are not one story: /gm)!.length).toBeGreaterThan(3);
  // tsx keeps its compiled files there.
  expect(readdirSync(temporary).filter((name) => !name.startsWith('tsx-'))).toEqual([]);
});

test('try refuses a folder without an article before it starts anything', async () => {
  const empty = path.join(folder, 'empty');
  mkdirSync(empty);
  const run = await runCli(['try', empty]);
  expect(run).toEqual({
    code: 1,
    stdout: '',
    stderr: `writethru: ${empty}: no file in it is of a kind that is read.\n`,
  });
});
