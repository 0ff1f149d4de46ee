import { type Command, Option } from 'commander';

import { createApiClient } from '../http/api-client.ts';
import { readArticles } from '../http/read-articles.ts';
import type { ArticleRow } from '../http/shapes.ts';
import { type Io, print } from '../io.ts';
import { addServiceOptions, type ServiceOptions } from '../options.ts';
import { findService } from '../service-address.ts';

const PATIENCE_MS = 60_000;

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
    const client = createApiClient(findService(options, io.env, io.checkoutFolder), PATIENCE_MS);
    for await (const articles of readArticles(client)) {
      const chosen = articles.filter(
        (row) => options.provider === undefined || row.provider === options.provider,
      );
      await print(io.stdout, options.format === 'jsonl' ? toJsonLines(chosen) : toTsv(chosen));
    }
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
