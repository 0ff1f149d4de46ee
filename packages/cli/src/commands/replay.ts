import { setTimeout as sleep } from 'node:timers/promises';

import type { AnswerOf, Client } from '@writethru/client';
import { AppError, type ReplayReport } from '@writethru/domain';
import type { Command } from 'commander';

import { type Io, print } from '../io.ts';
import { openClient } from '../open-client.ts';
import { addServiceOptions, type ServiceOptions } from '../options.ts';
import { formatCount } from '../terminal/format.ts';
import { createProgressLine } from '../terminal/progress-line.ts';

type Replay = AnswerOf<'requestReplay'>;

const PATIENCE_MS = 60_000;
const POLL_MS = 500;
const NAMED = 10;

interface ReplayOptions extends ServiceOptions {
  dryRun?: boolean;
  force?: boolean;
  revert?: boolean;
  json?: boolean;
}

/** `replay`: decides the whole store anew with the newest algorithm version, or says what that would change. */
export function addReplay(program: Command, io: Io): void {
  const command = program
    .command('replay')
    .description('decide all stories anew with the newest algorithm version, while the service runs')
    .option('--dry-run', 'only say what would change')
    .option('--force', 'go on though more than 2 percent of the stories would change')
    .option('--revert', 'take the last replay back: the stories of before, and their ids')
    .option('--json', 'as JSON');
  addServiceOptions(command, 'reads').action(async (options: ReplayOptions) => {
    const client = openClient(options, io, PATIENCE_MS);
    const { dryRun: isDryRun = false, force: isForced = false, revert: isRevert = false } = options;
    const asked = await client.requestReplay({ body: { isDryRun, isForced, isRevert } });
    const progress = createProgressLine(io.stderr, Date.now);
    const replay = await watch(client, asked, progress.update);
    progress.clear();
    await print(
      io.stdout,
      options.json === true ? `${JSON.stringify(replay, null, 2)}\n` : showReplay(replay),
    );
    if (replay.state !== 'done') io.fail();
  });
}

/** Looks until it has ended. Ending the command does not end the replay. */
async function watch(
  client: Client,
  asked: Replay,
  report: (line: string, share: number | null) => void,
): Promise<Replay> {
  for (;;) {
    const { replays } = await client.listReplays({ limit: 100 });
    const replay = replays.find(({ id }) => id === asked.id);
    if (replay === undefined) throw new AppError('bug', 'The service has forgotten the replay.');
    if (['done', 'stopped', 'failed'].includes(replay.state)) return replay;
    report(
      `${replay.state}: ${formatCount(replay.articlesDone)} of ${formatCount(replay.articlesTotal)} articles`,
      replay.articlesTotal === 0 ? null : replay.articlesDone / replay.articlesTotal,
    );
    await sleep(POLL_MS);
  }
}

function showReplay(replay: Replay): string {
  const { report } = replay;
  const changes = report === null ? '' : showReport(report, replay.state === 'done' && !replay.isDryRun);
  if (replay.state === 'failed') return `${changes}It failed: ${replay.failure ?? 'without a reason'}\n`;
  if (replay.state === 'stopped')
    return `${changes}Stopped: more than 2 percent of the stories would change. Nothing was written; --force goes on.\n`;
  return changes;
}

function showReport(report: ReplayReport, isWritten: boolean): string {
  const tense = isWritten ? '' : 'would ';
  const splits = report.splits
    .slice(0, NAMED)
    .map(({ storyId, parts }) => `  split  ${storyId} into ${parts}\n`);
  const merges = report.merges.slice(0, NAMED).map(({ storyIds }) => `  merge  ${storyIds.join(', ')}\n`);
  const stay = report.storiesBefore - report.changed;
  return [
    `${formatCount(report.articles)} articles in ${formatCount(report.storiesBefore)} stories; ${formatCount(report.storiesAfter)} after\n`,
    `${formatCount(report.changed)} stories (${report.changedPercent} %) ${tense}change: ${formatCount(report.splitCount)} split, ${formatCount(report.mergeCount)} merge, ${formatCount(stay)} stay\n`,
    ...splits,
    ...merges,
    report.withoutText === 0
      ? ''
      : `${formatCount(report.withoutText)} articles have no text any more and stay where they are\n`,
  ].join('');
}
