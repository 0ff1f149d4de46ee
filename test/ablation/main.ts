import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';

import { readMarkers, readWireCopy } from '@writethru/wire';

import { clusterCorpus, readCorpus, type OfflineArticle } from '../support/offline-clustering.ts';
import { measureRecall } from './candidates.ts';
import { readLabels, scoreStories } from './score.ts';
import { learnStopKeys } from './stop-keys.ts';
import { NEIGHBOURS, VARIANTS, type Variant } from './variants.ts';

const USAGE =
  'usage: npm run ablation -- --articles FILE.jsonl[.gz] --gold FOLDER [--neighbours] [--candidates] [--stop-keys LIMIT]';

function readArticles(file: string): OfflineArticle[] {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const rows = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string | undefined>);
  return rows.flatMap((row) => {
    const fields = { headline: row['headline'] ?? null, slugline: row['slugline'] ?? null };
    const copy = readWireCopy({ ...fields, body: row['body'] ?? null });
    // Without text it joins by its provider's key alone.
    if (copy.body.trim() === '') return [];
    return [
      {
        name: String(row['guid']),
        body: copy.body,
        headline: copy.headline,
        // An article without a time would get that of its receipt: after all others, so far from them.
        publishedAt: row['publishedAt'] ?? '2100-01-01T00:00:00Z',
        markers: readMarkers(copy.markers, { ...fields, edNote: null, signals: [] }),
      },
    ];
  });
}

/** Prints what each part of the rule is worth on a labelled set, as a table, on the pure packages alone. */
function main(): void {
  // The first argument is this file: scripts/run.mjs takes it.
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: {
      articles: { type: 'string' },
      gold: { type: 'string' },
      neighbours: { type: 'boolean', default: false },
      candidates: { type: 'boolean', default: false },
      'stop-keys': { type: 'string' },
    },
  });
  if (values.articles === undefined || values.gold === undefined) throw new Error(USAGE);
  const articles = readArticles(values.articles);
  const labels = readLabels(values.gold);
  const say = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  let corpus = readCorpus(articles);
  let stopKeys = new Set<number>();
  if (values['stop-keys'] !== undefined) {
    stopKeys = learnStopKeys(corpus, clusterCorpus(corpus), Number(values['stop-keys']));
    corpus = readCorpus(articles, stopKeys);
    say(`${stopKeys.size} stop keys`);
  }
  const articleCount = corpus.texts.reduce((sum, text) => sum + text.node.articles.length, 0);
  const keys = corpus.texts.reduce((sum, text) => sum + text.fingerprint.keys.length, 0);
  say(
    `${articleCount} articles, ${(keys / corpus.texts.length).toFixed(1)} keys and ${(corpus.pairs.length / articleCount).toFixed(2)} candidates an article`,
  );
  if (values.candidates) {
    for (const { what, sought, missed } of measureRecall(corpus, articles, stopKeys))
      say(`${what}: ${sought}, of which the index misses ${missed}`);
  }
  say('');
  say('| rule | precision | recall | F1 | biggest story |');
  say('| --- | --- | --- | --- | --- |');
  const print = (variant: Variant): void => {
    const score = scoreStories(clusterCorpus(corpus, variant), labels);
    const figures = [score.precision, score.recall, score.f1].map((share) => share.toFixed(3));
    say(`| ${variant.name} | ${figures.join(' | ')} | ${score.biggestStory} |`);
  };
  for (const variant of values.neighbours ? [...VARIANTS, ...NEIGHBOURS] : VARIANTS) print(variant);
}

main();
