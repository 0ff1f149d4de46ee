import { stat } from 'node:fs/promises';

import type { Command } from 'commander';

import { type DocumentDefaults, postDocument, sortFiles } from '../articles/documents.ts';
import { postAll } from '../articles/post-all.ts';
import { type Outcome, postBatch } from '../articles/post-batch.ts';
import { checkFiles, readFiles } from '../articles/read-files.ts';
import { createReadShare } from '../articles/read-share.ts';
import type { Io, Output } from '../io.ts';
import { openClient } from '../open-client.ts';
import { addServiceOptions, type ServiceOptions } from '../options.ts';
import { formatCount } from '../terminal/format.ts';
import { printable } from '../terminal/printable.ts';
import { createProgressLine } from '../terminal/progress-line.ts';

/** A full service may take minutes to work its backlog off. */
const PATIENCE_MS = 15 * 60_000;

type Counts = Record<Outcome['kind'], number>;
type PostOptions = ServiceOptions & DocumentDefaults & { json?: boolean };

/**
 * `post FILE…`: posts articles; exit code 1 if any was refused. A connection that breaks is waited for, and what is sent
 * again then is known by provider, guid and version: each article is held once, in one run or in several.
 */
export function addPost(program: Command, io: Io): void {
  const command = program
    .command('post')
    .description('post articles from files, or from standard input (-)')
    .argument(
      '<file...>',
      '.txt: one article, its guid from the file name · .json, .jsonl, .jsonl.gz: ours or ninjs, or a JSON Feed · ' +
        '.xml, .nitf, .rss, .atom: NewsML-G2, NITF, RSS, Atom · - for JSON lines',
    )
    .option('--provider <name>', 'who sent it, where an article does not say; a .txt never does')
    .option('--feed <name>', 'the channel it came by, where an article does not say')
    .option('--published-at <time>', 'ISO 8601, where an article does not say')
    .option('--json', 'say at the end what became of them as JSON')
    .option(
      '--time-zone <name>',
      'IANA name, of times without a zone in XML and JSON Feed: UTC if not given',
    );
  addServiceOptions(command, 'writes').action(async (files: string[], options: PostOptions) => {
    const counts = await post(io, files, options);
    if (counts.refused > 0) io.fail();
  });
}

async function post(io: Io, files: string[], options: PostOptions): Promise<Counts> {
  const defaults = pickDefaults(options);
  await checkFiles(files, defaults);
  const { documents, lists } = await sortFiles(files);
  const client = openClient(options, io, PATIENCE_MS);
  const progress = createProgressLine(io.stderr, Date.now);
  const share = await createReadShare(files);
  const counts: Counts = { accepted: 0, repeated: 0, refused: 0 };
  const startedMs = Date.now();
  const report = (outcomes: Outcome[]): void => {
    for (const outcome of outcomes) counts[outcome.kind] += 1;
    const refusals = outcomes.filter((outcome) => outcome.kind === 'refused');
    if (refusals.length > 0) progress.clear();
    printRefusals(io.stderr, refusals);
    progress.update(summarize(counts, Date.now() - startedMs), share.read());
  };
  try {
    await postAll(
      readFiles(lists, io.stdin, defaults, share.watch),
      (batch) => postBatch(client, batch),
      report,
    );
    const { timeZone } = options;
    const documentDefaults = { ...defaults, ...(timeZone === undefined ? {} : { timeZone }) };
    for (const document of documents) {
      const outcomes = await postDocument(client, document, documentDefaults);
      share.add((await stat(document.file)).size);
      report(outcomes);
    }
  } finally {
    progress.clear();
    // Also after a failure: what is in is in, and the same files may be posted again.
    const isEmpty = Object.values(counts).every((count) => count === 0);
    if (options.json === true) io.stdout.write(`${JSON.stringify(counts)}\n`);
    else if (!isEmpty) io.stdout.write(`${summarize(counts, Date.now() - startedMs)}\n`);
  }
  return counts;
}

function pickDefaults({ provider, feed, publishedAt }: DocumentDefaults) {
  return {
    ...(provider === undefined ? {} : { provider }),
    ...(feed === undefined ? {} : { feed }),
    ...(publishedAt === undefined ? {} : { publishedAt }),
  };
}

function printRefusals(stderr: Output, refusals: readonly Outcome[]): void {
  for (const { item, reason } of refusals) {
    const guid = item.guid === null ? '' : ` ${item.guid}`;
    stderr.write(`refused ${printable(`${item.file}:${item.position}${guid}: ${reason}`)}\n`);
  }
}

function summarize(counts: Counts, elapsedMs: number): string {
  const total = counts.accepted + counts.repeated + counts.refused;
  const seconds = Math.max(elapsedMs, 1) / 1000;
  const parts = (['accepted', 'repeated', 'refused'] as const).map(
    (kind) => `${formatCount(counts[kind])} ${kind}`,
  );
  return `${formatCount(total)} articles in ${seconds.toFixed(1)} s (${formatCount(total / seconds)}/s): ${parts.join(', ')}`;
}
