import type { Command } from 'commander';

import { type ApiClient, createApiClient } from '../http/api-client.ts';
import { readJson } from '../http/read-json.ts';
import { isStoriesPage, type StorySummary } from '../http/shapes.ts';
import { type Io, print } from '../io.ts';
import { addServiceOptions, parseWhole, type ServiceOptions } from '../options.ts';
import { findService } from '../service-address.ts';
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
      const client = createApiClient(findService(options, io.env, io.checkoutFolder), PATIENCE_MS);
      const stories = await readStories(client, options.limit);
      await print(
        io.stdout,
        options.json === true ? `${JSON.stringify(stories, null, 2)}\n` : showStories(stories, io),
      );
    },
  );
}

async function readStories(client: ApiClient, limit: number): Promise<StorySummary[]> {
  const stories: StorySummary[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ limit: String(Math.min(PAGE_SIZE, limit - stories.length)) });
    if (cursor !== null) query.set('cursor', cursor);
    const { body } = await readJson(client, `/v1/stories?${query.toString()}`, isStoriesPage);
    stories.push(...body.stories);
    cursor = body.next;
  } while (cursor !== null && stories.length < limit);
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
  if (lead === null || lead.isShown === false) return '(nothing to show)';
  return lead.headline ?? lead.opening ?? '(no headline)';
}
