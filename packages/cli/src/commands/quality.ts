import { writeFile } from 'node:fs/promises';

import { AppError } from '@writethru/domain';
import type { Command } from 'commander';

import { checkFiles, readFiles } from '../articles/read-files.ts';
import type { SourceItem } from '../articles/source-item.ts';
import { type Io, print } from '../io.ts';
import { connectTo } from '../open-client.ts';
import { parseWhole } from '../options.ts';
import { type CorpusRun, postCorpus } from '../private-service/post-corpus.ts';
import { withPrivateService } from '../private-service/private-service.ts';
import { readAlertPlaces } from '../quality/alert-places.ts';
import { readGold } from '../quality/gold.ts';
import { hashPartition, hashPlaces } from '../quality/partition-hash.ts';
import { scorePartition } from '../quality/score.ts';
import { shuffle } from '../quality/shuffle.ts';
import { printable } from '../terminal/printable.ts';
import { createProgressLine } from '../terminal/progress-line.ts';

const PATIENCE_MS = 15 * 60_000;
const PAGE_SIZE = 1_000;
const MOST_SEED = 2 ** 32 - 1;

interface QualityOptions {
  articles: string;
  gold: string;
  alerts?: string;
  shuffle?: number;
  out?: string;
}

interface Clustered {
  storyOf: Map<string, string>;
  /** The article that an alert hangs under, by guids. */
  placeOf: Map<string, string>;
  candidatesPerArticle: number;
  run: CorpusRun;
}

/** `quality`: labelled articles through a service of their own, and how good its stories are, as one line of JSON. */
export function addQuality(program: Command, io: Io): void {
  program
    .command('quality')
    .description('send labelled articles through a private service, and score its stories')
    .requiredOption('--articles <file>', 'the articles: .jsonl.gz, .jsonl or .json')
    .requiredOption('--gold <folder>', 'gold_pairs.tsv and gold_clusters.tsv, by guid')
    .option('--alerts <file>', 'more articles, mixed in: they have no labels and are not counted as articles')
    .option('--shuffle <seed>', 'send them in another order: a whole number', parseWhole(0, MOST_SEED))
    .option('--out <file>', 'write guid, story id, and the guid that an alert hangs under, a line each')
    .action((options: QualityOptions) => measureQuality(io, options));
}

async function measureQuality(io: Io, options: QualityOptions): Promise<void> {
  const gold = await readGold(options.gold);
  const articles = await readItems(io, options.articles);
  const alerts = options.alerts === undefined ? [] : await readItems(io, options.alerts);
  const items = arrange(articles, alerts, options.shuffle);
  const { storyOf, placeOf, candidatesPerArticle, run } = await cluster(io, items, alerts);
  if (options.out !== undefined) {
    const rows = [...storyOf].map(([guid, story]) => `${guid}\t${story}\t${placeOf.get(guid) ?? ''}\n`);
    await writeFile(options.out, rows.join(''));
  }
  const corpus = articles.flatMap((item) => item.guid ?? []);
  const figures = {
    ...scorePartition(gold, storyOf, corpus),
    candidatesPerArticle,
    articlesPerSecond: Math.round(((articles.length + alerts.length) * 1000) / Math.max(1, run.elapsedMs)),
    partition: hashPartition(storyOf),
    ...(alerts.length > 0 && { hangingAlerts: placeOf.size, alertPlaces: hashPlaces(placeOf) }),
  };
  await print(io.stdout, `${JSON.stringify(figures)}\n`);
}

async function readItems(io: Io, file: string): Promise<SourceItem[]> {
  await checkFiles([file], {});
  const items: SourceItem[] = [];
  for await (const item of readFiles([file], io.stdin, {})) items.push(item);
  if (items.length === 0) throw new AppError('invalid_input', `${file}: there is no article in it.`);
  return items;
}

/** The order in which they are sent: as in the files, alerts by their time among the articles; or shuffled. */
function arrange(articles: SourceItem[], alerts: SourceItem[], seed: number | undefined): SourceItem[] {
  if (seed !== undefined) return shuffle([...articles, ...alerts], seed);
  if (alerts.length === 0) return articles;
  const timed = [...articles, ...alerts].map((item) => ({ item, publishedAt: publishedAtOf(item) }));
  return timed
    .toSorted((a, b) => (a.publishedAt < b.publishedAt ? -1 : Number(a.publishedAt > b.publishedAt)))
    .map(({ item }) => item);
}

function publishedAtOf(item: SourceItem): string {
  const fields: unknown = JSON.parse(item.json ?? '{}');
  const isTimed = typeof fields === 'object' && fields !== null && 'publishedAt' in fields;
  return isTimed ? String(fields.publishedAt) : '';
}

async function cluster(
  io: Io,
  items: readonly SourceItem[],
  alerts: readonly SourceItem[],
): Promise<Clustered> {
  const progress = createProgressLine(io.stderr, Date.now);
  try {
    return await withPrivateService(io, async (service) => {
      const client = connectTo(service, PATIENCE_MS);
      const run = await postCorpus(client, { items }, (line, share) => progress.update(line, share));
      progress.clear();
      for (const { item, reason } of run.refused)
        io.stderr.write(`refused ${printable(`${item.file}:${item.position}: ${reason}`)}\n`);
      if (run.quarantined > 0) io.stderr.write(`${run.quarantined} articles were quarantined\n`);
      const storyOf = new Map<string, string>();
      const guidOf = new Map<string, string>();
      let [candidates, count] = [0, 0];
      for await (const page of client.pages('listArticles', { limit: PAGE_SIZE })) {
        for (const row of page.articles) {
          guidOf.set(row.id, row.guid);
          if (row.storyId !== null) storyOf.set(row.guid, row.storyId);
          candidates += row.candidateCount ?? 0;
          count++;
        }
      }
      const alertGuids = alerts.flatMap((item) => item.guid ?? []);
      const placeOf = await readAlertPlaces(client, alertGuids, { guidOf, storyOf });
      const candidatesPerArticle = Number((candidates / Math.max(1, count)).toFixed(2));
      return { storyOf, placeOf, candidatesPerArticle, run };
    });
  } finally {
    progress.clear();
  }
}
