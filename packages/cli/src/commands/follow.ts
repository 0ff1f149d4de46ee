import path from 'node:path';

import type { Command } from 'commander';

import { followFeeds } from '../follow/follow-feeds.ts';
import { readState } from '../follow/follow-state.ts';
import type { PollResult } from '../follow/poll-feed.ts';
import { type FollowedFeed, readFeedList } from '../follow/read-feed-list.ts';
import type { Io } from '../io.ts';
import { openClient } from '../open-client.ts';
import { addServiceOptions, parseWhole, type ServiceOptions } from '../options.ts';
import { findDataFolder } from '../service-address.ts';
import { printable } from '../terminal/printable.ts';

const PATIENCE_MS = 15 * 60_000;
const MINUTE_MS = 60_000;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

interface FollowCommandOptions extends ServiceOptions {
  provider?: string;
  every: number;
  state?: string;
  once?: boolean;
  allowPrivate?: boolean;
  json?: boolean;
}

/** `follow LIST`: polls RSS, Atom and JSON Feed, and posts what has changed, until Ctrl-C. */
export function addFollow(program: Command, io: Io): void {
  const command = program
    .command('follow')
    .description('poll RSS, Atom and JSON feeds, and post what is new, until Ctrl-C')
    .argument('<list>', 'an OPML file, or a text with a URL a line')
    .option('--provider <name>', 'who all of it is from; default: the text of its outline, or its host')
    .option('--every <minutes>', 'how often each is asked', parseWhole(1, 1440), 15)
    .option('--state <file>', 'what is remembered of each feed; default: follow.json in the data folder')
    .option('--once', 'poll what is due once, and end')
    .option('--allow-private', 'feeds on private addresses and on this machine, too')
    .option('--json', 'a line of JSON for each poll');
  addServiceOptions(command, 'writes').action(async (list: string, options: FollowCommandOptions) => {
    const feeds = await readFeedList(list, options.provider);
    const stateFile = options.state ?? path.join(findDataFolder(io.env, io.checkoutFolder), 'follow.json');
    const ending = new AbortController();
    const end = (): void => ending.abort();
    for (const signal of SIGNALS) process.once(signal, end);
    try {
      await followFeeds(
        {
          client: openClient(options, io, PATIENCE_MS),
          everyMs: options.every * MINUTE_MS,
          allowsPrivate: options.allowPrivate === true,
          signal: ending.signal,
          now: Date.now,
        },
        {
          feeds,
          state: await readState(stateFile),
          stateFile,
          isOnce: options.once === true,
          report: (feed, result) => report(io, feed, result, options),
        },
      );
    } finally {
      for (const signal of SIGNALS) process.removeListener(signal, end);
    }
  });
}

function report(
  io: Io,
  { url, provider }: FollowedFeed,
  result: PollResult,
  options: FollowCommandOptions,
): void {
  const { kind, accepted, repeated, refused, reason } = result;
  if (options.once === true && (kind === 'failed' || refused > 0)) io.fail();
  if (options.json === true) {
    io.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), url, provider, ...result })}\n`);
    return;
  }
  if (kind === 'unchanged' || (kind === 'posted' && accepted + refused === 0)) return;
  const why = reason === null ? '' : `: ${reason}`;
  const line =
    kind === 'posted' ? `${accepted} new, ${repeated} known, ${refused} refused${why}` : `${kind}${why}`;
  (kind === 'posted' ? io.stdout : io.stderr).write(printable(`${url}: ${line}`) + '\n');
}
