import type { Client, StorySummary } from '@writethru/client';
import type { Command } from 'commander';

import { type Io, print } from '../io.ts';
import { openClient } from '../open-client.ts';
import { addServiceOptions, parseWhole, type ServiceOptions } from '../options.ts';
import { formatTime } from '../terminal/format.ts';
import { printable } from '../terminal/printable.ts';
import { formatTable } from '../terminal/table.ts';

const PATIENCE_MS = 30_000;
const PAGE_SIZE = 100;
const MOST = 100_000;

/** `stories`: the newest stories, a line each. */
export function addStories(program: Command, io: Io): void {
  const command = program
    .command('stories')
    .description('list stories, the last changed first')
    .option('--limit <count>', 'how many', parseWhole(1, MOST), 20)
    .option('--json', 'as JSON');
  addServiceOptions(command, 'reads').action(
    async (options: ServiceOptions & { limit: number; json?: boolean }) => {
      const client = openClient(options, io, PATIENCE_MS);
      const stories = await readStories(client, options.limit);
      await print(
        io.stdout,
        options.json === true ? `${JSON.stringify(stories, null, 2)}\n` : showStories(stories, io),
      );
    },
  );
}

async function readStories(client: Client, limit: number): Promise<StorySummary[]> {
  const stories: StorySummary[] = [];
  for await (const story of client.stories({ limit: Math.min(PAGE_SIZE, limit) })) {
    stories.push(story);
    if (stories.length === limit) break;
  }
  return stories;
}

function showStories(stories: readonly StorySummary[], io: Io): string {
  if (stories.length === 0) return 'There are no stories yet.\n';
  const rows = stories.map((story) => [
    story.id,
    String(story.versionCount),
    printable(story.providers.join(', ')),
    formatTime(story.lastEffectiveAt),
    printable(describeLead(story)),
  ]);
  return formatTable(['STORY', 'VERSIONS', 'PROVIDERS', 'LAST', 'HEADLINE'], rows, io.stdout.columns);
}

function describeLead({ lead }: StorySummary): string {
  if (lead === null || !lead.isShown) return '(nothing to show)';
  return lead.headline ?? lead.opening ?? '(no headline)';
}
