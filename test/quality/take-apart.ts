// npm run take-apart -- FILE.jsonl[.gz] [--show COUNT]
// What the normaliser strips from an archive: articles by kind of part and by rule, its speed, and strippings drawn
// evenly from the archive, for a reader's eye.
import { readFileSync } from 'node:fs';
import { cpuUsage } from 'node:process';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';

import { readWireCopy, type CopyInput } from '@writethru/wire';

const { values, positionals } = parseArgs({
  args: process.argv.slice(process.argv[1]?.endsWith('run.mjs') ? 3 : 2),
  options: { show: { type: 'string', default: '0' } },
  allowPositionals: true,
});

function readArticles(file: string): (CopyInput & { guid?: string })[] {
  const bytes = readFileSync(file);
  const lines = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as CopyInput);
}

function countArticles(namesOf: readonly (readonly string[])[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const names of namesOf)
    for (const name of new Set(names)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
}

for (const file of positionals) {
  const articles = readArticles(file);
  const before = cpuUsage();
  const copies = articles.map(readWireCopy);
  const { user, system } = cpuUsage(before);
  const seconds = (user + system) / 1e6;
  const found = copies.flatMap((copy, at) =>
    copy.stripped.map((part) => ({ guid: articles[at]?.guid ?? at, ...part })),
  );
  const step = Math.max(1, found.length / Math.max(1, Number(values.show)));
  for (let at = 0; at < found.length && Number(values.show) > 0; at += step) {
    const { guid, rule, text } = found[Math.floor(at)]!;
    console.log(`${guid}\t${rule}\t${JSON.stringify(text)}`);
  }
  const facts = {
    articles: articles.length,
    articlesPerSecond: Math.round(articles.length / seconds),
    emptied: copies.filter((copy, at) => copy.body === '' && (articles[at]?.body ?? '').trim() !== '').length,
    parts: countArticles(copies.map((copy) => copy.stripped.map(({ part }) => part))),
    rules: countArticles(copies.map((copy) => copy.stripped.map(({ rule }) => rule))),
    markers: countArticles(copies.map((copy) => copy.markers.map(({ kind }) => kind))),
  };
  console.log(JSON.stringify(facts, null, 2));
}
