import type { AnswerOf } from '@writethru/client';
import type { Command } from 'commander';

import { type Io, print } from '../io.ts';
import { openClient } from '../open-client.ts';
import { addServiceOptions, parseWhole, type ServiceOptions } from '../options.ts';
import { formatCount } from '../terminal/format.ts';

/** A large store is counted day by day. */
const PATIENCE_MS = 600_000;

interface LearnOptions extends ServiceOptions {
  dryRun?: boolean;
  limit?: number;
  json?: boolean;
}

/** `stop-keys learn`: finds common index keys, and registers an algorithm version without them. */
export function addStopKeys(program: Command, io: Io): void {
  const group = program
    .command('stop-keys')
    .description('index keys so common that sharing one says nothing');
  const command = group
    .command('learn')
    .description('find the common keys of the last 60 days with texts, and register a version without them')
    .option('--dry-run', 'only say which there are')
    .option(
      '--limit <stories>',
      'in so many stories within one window a key is not common yet (8)',
      parseWhole(2, 10_000),
    )
    .option('--json', 'as JSON');
  addServiceOptions(command, 'reads').action(async (options: LearnOptions) => {
    const client = openClient(options, io, PATIENCE_MS);
    const request = { isDryRun: options.dryRun === true, ...(options.limit && { limit: options.limit }) };
    const body = await client.learnStopKeys({ body: request });
    await print(io.stdout, options.json === true ? `${JSON.stringify(body, null, 2)}\n` : showLearned(body));
  });
}

function showLearned(learned: AnswerOf<'learnStopKeys'>): string {
  const { keys, texts, touchedTexts, bareTexts } = learned;
  return [
    `${formatCount(keys)} common keys; of ${formatCount(texts)} texts ${formatCount(touchedTexts)} have one, and ${formatCount(bareTexts)} have no other\n`,
    ...learned.commonest.map(
      ({ stories, articleId }) => `  in ${formatCount(stories)} stories, for instance in ${articleId}\n`,
    ),
    showOutcome(learned),
  ].join('');
}

function showOutcome({ algorithmVersion, isNew, isInForce }: AnswerOf<'learnStopKeys'>): string {
  if (algorithmVersion === null) return 'Nothing was written.\n';
  if (isInForce) return `Algorithm version ${algorithmVersion}, which is in force, has just these.\n`;
  const what = isNew ? 'is registered' : 'has just these';
  return `Algorithm version ${algorithmVersion} ${what}; npx --no writethru replay brings it into force.\n`;
}
