import path from 'node:path';

import type { AnswerOf, Client } from '@writethru/client';
import type { Command } from 'commander';

import { sortFiles } from '../articles/documents.ts';
import { readFiles } from '../articles/read-files.ts';
import type { ItemDefaults, SourceItem } from '../articles/source-item.ts';
import { type Io, print } from '../io.ts';
import { connectTo } from '../open-client.ts';
import { postCorpus } from '../private-service/post-corpus.ts';
import { withPrivateService } from '../private-service/private-service.ts';
import { formatCount } from '../terminal/format.ts';
import { printable } from '../terminal/printable.ts';
import { createProgressLine } from '../terminal/progress-line.ts';
import { type ArticleRow, type Doubt, findDoubts, type SimilarPage } from '../trial/find-doubts.ts';
import { listFiles } from '../trial/list-files.ts';
import { measureArchive } from '../trial/measure-archive.ts';
import { showTrial, type Trial } from '../trial/show-trial.ts';

const PATIENCE_MS = 15 * 60_000;
const DEFAULT_WIDTH = 100;
const DOUBTS = 10;
const PAGE_SIZE = 1_000;
const MAX_SIMILAR = 50;
const MAX_UNDER_WAY = 4;
const MAX_REFUSALS = 20;

interface TryOptions {
  provider?: string;
  json?: boolean;
}

/** `try FOLDER`: what Writethru makes of somebody's own archive, on a store that is gone afterwards. */
export function addTry(program: Command, io: Io): void {
  program
    .command('try')
    .description('see what becomes of your own archive, on a private store that is gone afterwards')
    .argument('<folder>', 'with .txt, .json, .jsonl, .jsonl.gz and XML files, in folders of their own or not')
    .option('--provider <name>', "who sent what does not say; default: the folder's name")
    .option('--json', 'as JSON')
    .action(async (folder: string, options: TryOptions) => {
      const trial = await tryArchive(io, folder, options);
      const text =
        options.json === true
          ? `${JSON.stringify(trial, null, 2)}\n`
          : showTrial(trial, io.stdout.columns ?? DEFAULT_WIDTH);
      await print(io.stdout, text);
    });
}

async function tryArchive(io: Io, folder: string, options: TryOptions): Promise<Trial> {
  const { files, skipped } = await listFiles(folder);
  if (skipped.length > 0)
    io.stderr.write(
      `Not read, being of another kind: ${printable(skipped[0]!)}${skipped.length > 1 ? ` and ${formatCount(skipped.length - 1)} more` : ''}\n`,
    );
  const defaults: ItemDefaults = { provider: options.provider ?? path.basename(path.resolve(folder)) };
  const items: SourceItem[] = [];
  const { documents, lists } = await sortFiles(files);
  for await (const item of readFiles(lists, io.stdin, defaults)) items.push(item);
  const progress = createProgressLine(io.stderr, Date.now);
  try {
    return await withPrivateService(io, async (service) => {
      const client = connectTo(service, PATIENCE_MS);
      const { refused, quarantined, elapsedMs } = await postCorpus(
        client,
        { items, documents, defaults },
        (line, share) => progress.update(line, share),
      );
      progress.clear();
      for (const { item, reason } of refused.slice(0, MAX_REFUSALS))
        io.stderr.write(`refused ${printable(`${item.file}:${item.position}: ${reason}`)}\n`);
      const articles: ArticleRow[] = [];
      for await (const page of client.pages('listArticles', { limit: PAGE_SIZE }))
        articles.push(...page.articles);
      const similarOf = await readSimilar(client, articles, (line, share) => progress.update(line, share));
      const { joins, misses } = findDoubts(articles, similarOf, DOUBTS);
      return {
        figures: measureArchive(articles),
        elapsedMs,
        refused: refused.length,
        quarantined,
        joins: await explainAll(client, joins),
        misses: await explainAll(client, misses),
      };
    });
  } finally {
    progress.clear();
  }
}

/** What is like each article that was compared with any other. */
async function readSimilar(
  client: Client,
  articles: readonly ArticleRow[],
  report: (line: string, share: number) => void,
): Promise<Map<string, SimilarPage>> {
  const waiting = articles.filter(({ storyId }) => storyId !== null).map(({ id }) => id);
  const total = waiting.length;
  const found = new Map<string, SimilarPage>();
  const work = async (): Promise<void> => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      found.set(id, await client.listSimilar({ id, limit: MAX_SIMILAR }));
      report(`${found.size} of ${total} articles looked at again`, found.size / total);
    }
  };
  await Promise.all(Array.from({ length: MAX_UNDER_WAY }, work));
  return found;
}

async function explainAll(client: Client, doubts: readonly Doubt[]): Promise<AnswerOf<'explainPair'>[]> {
  const explained: AnswerOf<'explainPair'>[] = [];
  for (const { aId, bId } of doubts) explained.push(await client.explainPair({ a: aId, b: bId }));
  return explained;
}
