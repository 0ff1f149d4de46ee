import type { AnswerOf } from '@writethru/client';
import { AppError, isId } from '@writethru/domain';
import type { Command } from 'commander';

import { type Io, print } from '../io.ts';
import { openClient } from '../open-client.ts';
import { addServiceOptions, type ServiceOptions } from '../options.ts';

const PATIENCE_MS = 30_000;

/** `erase PROVIDER GUID` or `erase ARTICLE_ID`: removes all versions of an item for good. */
export function addErase(program: Command, io: Io): void {
  const command = program
    .command('erase')
    .description('erase all versions of an item for good: a legal request')
    .argument('<provider-or-id>', 'provider of the item, or the id of one of its articles')
    .argument('[guid]', 'guid of the item, after its provider')
    .requiredOption('--reason <text>', 'why: kept in the audit')
    .option('--json', 'as JSON');
  addServiceOptions(command, 'reads').action(
    async (
      first: string,
      guid: string | undefined,
      { reason, json, ...options }: ServiceOptions & { reason: string; json?: boolean },
    ) => {
      if (guid === undefined && !isId(first)) {
        const message = `${first} is not the id of an article. A provider needs a guid after it.`;
        throw new AppError('invalid_input', message);
      }
      const item = guid === undefined ? { articleId: first } : { provider: first, guid };
      const erasure = await openClient(options, io, PATIENCE_MS).eraseItem({ body: { ...item, reason } });
      return print(io.stdout, json === true ? `${JSON.stringify(erasure, null, 2)}\n` : describe(erasure));
    },
  );
}

function describe({ actionId, articleIds, storyIds, isRepeat }: AnswerOf<'eraseItem'>): string {
  const versions = `${articleIds.length} ${articleIds.length === 1 ? 'version' : 'versions'}`;
  const stories = storyIds.length === 0 ? '' : ` The story stays as it is: ${storyIds.join(', ')}.`;
  return `${isRepeat ? 'Erased before' : 'Erased'}: ${versions}.${stories} On record as ${actionId}.\n`;
}
