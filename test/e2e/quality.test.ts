import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterAll, expect, test } from '@jest/globals';

import { readLabelledSet } from '../support/labelled-set.ts';
import { runCli } from '../support/run-cli.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'writethru-quality-'));
// The account that runs Postgres for root has to walk through.
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('quality scores a labelled set through a service of its own, and leaves nothing behind', async () => {
  const set = readLabelledSet().filter((article) => article.submission.version === 0);
  const files = mkdtempSync(path.join(folder, 'set-'));
  const temporary = mkdtempSync(path.join(folder, 'tmp-'));
  chmodSync(temporary, 0o755);
  const write = (name: string, lines: string[]): string => {
    writeFileSync(path.join(files, name), `${lines.join('\n')}\n`);
    return path.join(files, name);
  };
  const articles = write(
    'articles.jsonl',
    set.map((article) => JSON.stringify(article.submission)),
  );
  const pairs = set.flatMap((a, at) =>
    set
      .slice(at + 1)
      .flatMap((b) => (a.story === b.story ? [`${a.submission.guid}\t${b.submission.guid}\tsame`] : [])),
  );
  write('gold_pairs.tsv', ['a\tb\tlabel', ...pairs]);
  write('gold_clusters.tsv', [
    'cluster\tdoc',
    ...set.map((each) => `${each.story}\t${each.submission.guid}`),
  ]);
  const out = path.join(files, 'stories.tsv');

  const run = await runCli(
    ['quality', '--articles', articles, '--gold', files, '--shuffle', '7', '--out', out],
    { env: { TMPDIR: temporary } },
  );

  expect(run).toMatchObject({ code: 0, stderr: '' });
  const figures = JSON.parse(run.stdout.trimEnd().split('\n').at(-1)!) as Record<string, unknown>;
  expect(figures).toMatchObject({
    f1: 1,
    ari: 1,
    truePositive: pairs.length,
    falsePositive: 0,
    falseNegative: 0,
    articles: set.length,
    articlesWithoutStory: 0,
    stories: new Set(set.map((article) => article.story)).size,
  });
  expect(figures['candidatesPerArticle']).toBeGreaterThan(0);
  expect(readFileSync(out, 'utf8').trimEnd().split('\n')).toHaveLength(set.length);
  // tsx keeps its compiled files there.
  expect(readdirSync(temporary).filter((name) => !name.startsWith('tsx-'))).toEqual([]);
});
