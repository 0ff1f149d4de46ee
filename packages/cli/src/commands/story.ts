import type { AnswerOf } from '@writethru/client';
import { isId, AppError } from '@writethru/domain';
import type { Command } from 'commander';

import { type Io, print } from '../io.ts';
import { openClient } from '../open-client.ts';
import { addServiceOptions, type ServiceOptions } from '../options.ts';
import { formatTime } from '../terminal/format.ts';
import { printable } from '../terminal/printable.ts';
import { wrapText } from '../terminal/wrap-text.ts';

const PATIENCE_MS = 30_000;
const DEFAULT_WIDTH = 100;
const INDENT = '      ';

type Story = AnswerOf<'getStory'>;
type StoryVersion = Story['versions'][number];

/** `story ID`: one story with its versions in order, and why each is in it. */
export function addStory(program: Command, io: Io): void {
  const command = program
    .command('story')
    .description('show a story: its versions in order, and why each is in it')
    .argument('<id>', 'id of the story')
    .option('--json', 'as JSON');
  addServiceOptions(command, 'reads').action(
    async (id: string, options: ServiceOptions & { json?: boolean }) => {
      if (!isId(id)) throw new AppError('invalid_input', `${id} is not the id of a story.`);
      const client = openClient(options, io, PATIENCE_MS);
      const story = await client.getStory({ id });
      if (options.json === true) return print(io.stdout, `${JSON.stringify(story, null, 2)}\n`);
      if (story.id !== id) await print(io.stderr, `${id} is part of ${story.id} now.\n`);
      return print(io.stdout, showStory(story, io.stdout.columns ?? DEFAULT_WIDTH));
    },
  );
}

function showStory(story: Story, width: number): string {
  const sequences = new Map(story.versions.map((version) => [version.articleId, version.sequence]));
  const count = `${story.versionCount} ${story.versionCount === 1 ? 'version' : 'versions'}`;
  const span = `${formatTime(story.firstEffectiveAt)} to ${formatTime(story.lastEffectiveAt)}`;
  return [
    `Story ${story.id}\n`,
    wrapText(printable(`${count} from ${story.providers.join(', ')}, ${span}`), width),
    ...story.versions.map((version) => `\n${showVersion(version, sequences, width)}`),
    story.hasMoreVersions ? `\nThe first ${story.versions.length} versions are shown.\n` : '',
  ].join('');
}

function showVersion(version: StoryVersion, sequences: ReadonlyMap<string, number>, width: number): string {
  const name = `${version.provider} ${version.guid} v${version.version}`;
  const status = version.pubStatus === 'usable' ? '' : `  [${version.pubStatus}]`;
  const headline = version.isShown ? (version.headline ?? '(no headline)') : '(not to be shown)';
  return [
    `${`#${version.sequence}`.padEnd(INDENT.length - 1)} ${formatTime(version.effectiveAt)}  ${printable(name)}${status}\n`,
    wrapText(printable(headline), width, INDENT),
    wrapText(printable(describeRelation(version, sequences)), width, INDENT),
  ].join('');
}

function describeRelation(version: StoryVersion, sequences: ReadonlyMap<string, number>): string {
  if (version.relation === 'original') return 'original';
  const sequence = version.matchedArticleId === null ? undefined : sequences.get(version.matchedArticleId);
  const target = sequence === undefined ? (version.matchedArticleId ?? 'another') : `#${sequence}`;
  const { evidence } = version;
  const features = [
    evidence.rule,
    evidence.containment === undefined ? '' : `containment ${evidence.containment}`,
    evidence.jaccard === undefined ? '' : `jaccard ${evidence.jaccard}`,
    evidence.hoursApart === undefined ? '' : `${evidence.hoursApart} h apart`,
    evidence.decidedBy === 'algorithm' ? '' : `by ${evidence.decidedBy}`,
  ].filter((part) => part !== '');
  return `${version.relation} ${target} (${features.join(', ')})`;
}
