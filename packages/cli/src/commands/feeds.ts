import type { AnswerOf, InputOf } from '@writethru/client';
import { AppError } from '@writethru/domain';
import { type Command, InvalidArgumentError } from 'commander';

import { type Io, print } from '../io.ts';
import { openClient } from '../open-client.ts';
import { addServiceOptions, type ServiceOptions } from '../options.ts';
import { formatTime } from '../terminal/format.ts';
import { printable } from '../terminal/printable.ts';
import { formatTable } from '../terminal/table.ts';

const PATIENCE_MS = 30_000;
const NONE = 'none';
const FOR_EVER = 'forever';
const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

type Feed = AnswerOf<'setFeed'>;
type Body = Extract<InputOf<'setFeed'>, { body: object }>['body'];

interface SetOptions extends ServiceOptions {
  feed?: string;
  expectedGap?: number | null;
  mute?: Date | typeof FOR_EVER | null;
  reason?: string;
  json?: boolean;
}

/** `feeds list` and `feeds set PROVIDER …`: when silence of a feed is told. */
export function addFeeds(program: Command, io: Io): void {
  const feeds = program.command('feeds').description('show and change settings of feeds');
  const list = feeds
    .command('list')
    .description('those that sent something, with their settings')
    .option('--provider <name>', 'those of one provider')
    .option('--json', 'as JSON, one a line');
  addServiceOptions(list, 'reads').action(
    async (options: ServiceOptions & { provider?: string; json?: boolean }) => {
      const { provider } = options;
      const client = openClient(options, io, PATIENCE_MS);
      const found: Feed[] = [];
      const input = { limit: 1_000, ...(provider !== undefined && { provider }) };
      for await (const page of client.pages('listFeeds', input)) found.push(...page.feeds);
      const text =
        options.json === true
          ? found.map((each) => `${JSON.stringify(each)}\n`).join('')
          : showTable(found, io);
      return print(io.stdout, text);
    },
  );
  addSet(feeds, io);
}

function addSet(feeds: Command, io: Io): void {
  const command = feeds
    .command('set')
    .description('change settings of a feed; what is not named stays')
    .argument('<provider>', 'who sends it')
    .option('--feed <label>', 'the label that its articles carry; without it, those that carry none')
    .option(
      '--expected-gap <span>',
      `tell silence past this, like 90m, 6h or 2d; ${NONE}: past what is usual`,
      readGap,
    )
    .option(
      '--mute <until>',
      `tell no silence: for 12h, until 2027-01-04T06:00Z, or ${FOR_EVER}; ${NONE}: tell it again`,
      readMute,
    )
    .option('--reason <text>', 'why it is muted')
    .option('--json', 'as JSON');
  addServiceOptions(command, 'reads').action(async (provider: string, options: SetOptions) => {
    const body = toBody(options);
    if (Object.keys(body).length === 0) throw new AppError('invalid_input', 'No setting is named.');
    const { feed } = options;
    const settings = await openClient(options, io, PATIENCE_MS).setFeed({
      provider,
      ...(feed !== undefined && { feed }),
      body,
    });
    const text = options.json === true ? `${JSON.stringify(settings, null, 2)}\n` : showTable([settings], io);
    return print(io.stdout, text);
  });
}

function toBody({ expectedGap, mute, reason }: SetOptions): Body {
  const isMuted = mute !== undefined && mute !== null;
  if (isMuted !== (reason !== undefined))
    throw new AppError('invalid_input', 'Say why with --reason where you --mute, and only there.');
  return {
    ...(expectedGap !== undefined && { expectedGapSeconds: expectedGap }),
    ...(mute === null && { mute: null }),
    ...(isMuted &&
      reason !== undefined && { mute: { until: mute === FOR_EVER ? null : mute.toISOString(), reason } }),
  };
}

function readGap(text: string): number | null {
  if (text === NONE) return null;
  const seconds = readSpan(text);
  if (seconds !== null) return seconds;
  throw new InvalidArgumentError(`A span like 90m, 6h or 2d, or ${NONE}.`);
}

function readMute(text: string): Date | typeof FOR_EVER | null {
  if (text === NONE) return null;
  if (text === FOR_EVER) return FOR_EVER;
  const seconds = readSpan(text);
  if (seconds !== null) return new Date(Date.now() + seconds * 1_000);
  // Without a zone it would be read as this machine's time, and the service may be elsewhere.
  if (/(?:Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text))) return new Date(text);
  throw new InvalidArgumentError(
    `A span like 12h, a time with a zone like 2027-01-04T06:00Z, ${FOR_EVER} or ${NONE}.`,
  );
}

/** Seconds of `90m`; null of what is no span. */
function readSpan(text: string): number | null {
  const [, count = '', unit = ''] = /^(\d{1,7})([smhd])$/.exec(text) ?? [];
  return count === '' ? null : Number(count) * (UNIT_SECONDS[unit] ?? 1);
}

function showTable(feeds: readonly Feed[], io: Io): string {
  if (feeds.length === 0) return 'No feed has sent anything, and none has settings.\n';
  const rows = feeds.map((each) => [
    printable(each.provider),
    each.feed === '' ? '-' : printable(each.feed),
    formatTime(each.lastReceivedAt),
    formatSpan(each.usualGapSeconds),
    formatSpan(each.expectedGapSeconds),
    each.mute === null ? formatSpan(each.silentAfterSeconds) : 'never',
    formatMute(each.mute),
  ]);
  return formatTable(
    ['PROVIDER', 'FEED', 'LAST ARTICLE', 'USUAL GAP', 'EXPECTED', 'TOLD PAST', 'MUTED'],
    rows,
    io.stdout.columns,
  );
}

function formatMute(mute: Feed['mute']): string {
  if (mute === null) return '-';
  return `${mute.until === null ? 'for good' : `until ${formatTime(mute.until)}`}: ${printable(mute.reason)}`;
}

/** `6 h`, in the largest unit of which there are two at least. */
function formatSpan(seconds: number | null): string {
  if (seconds === null) return '-';
  const [unit, size] =
    Object.entries(UNIT_SECONDS)
      .reverse()
      .find(([, size]) => seconds >= 2 * size || seconds === size) ?? (['s', 1] as const);
  return `${Math.round(seconds / size)} ${unit}`;
}
