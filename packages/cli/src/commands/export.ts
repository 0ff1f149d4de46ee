import type { AnswerOf } from '@writethru/client';
import { type Command, Option } from 'commander';

import { type Io, print } from '../io.ts';
import { openClient } from '../open-client.ts';
import { addServiceOptions, type ServiceOptions } from '../options.ts';

const PATIENCE_MS = 60_000;
const PAGE_SIZE = 1_000;

type ArticleRow = AnswerOf<'listArticles'>['articles'][number];

interface ExportOptions extends ServiceOptions {
  format: 'tsv' | 'jsonl';
  provider?: string;
}

/** `export`: every article with its story, in the order of our ids. */
export function addExport(program: Command, io: Io): void {
  const command = program
    .command('export')
    .description('write every article and its story')
    .addOption(
      new Option('--format <format>', 'tsv: guid and story id, of articles that are in one · jsonl: all rows')
        .choices(['tsv', 'jsonl'])
        .default('tsv'),
    )
    .option('--provider <name>', 'of this provider alone');
  addServiceOptions(command, 'reads').action(async (options: ExportOptions) => {
    const client = openClient(options, io, PATIENCE_MS);
    const { provider } = options;
    const filter = { limit: PAGE_SIZE, ...(provider !== undefined && { provider }) };
    for await (const { articles } of client.pages('listArticles', filter))
      await print(io.stdout, options.format === 'jsonl' ? toJsonLines(articles) : toTsv(articles));
  });
}

function toJsonLines(articles: readonly ArticleRow[]): string {
  return articles.map((row) => `${JSON.stringify(row)}\n`).join('');
}

function toTsv(articles: readonly ArticleRow[]): string {
  return articles
    .filter((row) => row.storyId !== null)
    .map((row) => `${row.guid.replace(/[\t\r\n]/g, ' ')}\t${row.storyId}\n`)
    .join('');
}
