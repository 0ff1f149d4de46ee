import { stat } from 'node:fs/promises';

import { AppError } from '@writethru/domain';
import type { Command } from 'commander';

import { keyOfFile } from '../archive/file-key.ts';
import { readPieces } from '../archive/file-pieces.ts';
import { type Importer, startImporter } from '../archive/importer.ts';
import { checkFiles } from '../articles/read-files.ts';
import { createReadShare, type ReadShare } from '../articles/read-share.ts';
import type { Io } from '../io.ts';
import { parseWhole } from '../options.ts';
import { formatCount } from '../terminal/format.ts';
import { printable } from '../terminal/printable.ts';
import { createProgressLine } from '../terminal/progress-line.ts';
import { listFiles } from '../trial/list-files.ts';

/** Taking goes one after the other: more would wait. */
const MOST_LANES = 16;

interface ImportOptions {
  provider?: string;
  feed?: string;
  timeZone?: string;
  lanes?: number;
  takeOnly?: boolean;
  json?: boolean;
}

/** What became of the articles of an archive, in this run and those before it. */
interface ImportCounts {
  accepted: number;
  repeated: number;
  refused: number;
  /** Articles that earlier runs had taken in, and this one clustered. */
  leftovers: number;
}

/**
 * `import FILE|FOLDER…`: puts an archive straight into Postgres and clusters it. A run that was ended goes on where it
 * was; without a file it clusters what earlier runs have left. Exit code 1 if any article was refused.
 */
export function addImport(program: Command, io: Io): void {
  program
    .command('import')
    .description('put an archive straight into Postgres (DATABASE_URL), and cluster it')
    .argument(
      '[path...]',
      'files as for post, and folders of them; the same again goes on where it ended; without one it clusters what was left',
    )
    .option('--provider <name>', 'who sent it, where an article does not say; a .txt never does')
    .option('--feed <name>', 'the channel it came by, where an article does not say')
    .option('--time-zone <name>', 'IANA name, of times without a zone in XML and JSON Feed')
    .option(
      '--lanes <count>',
      'threads side by side (default: one a core, up to 4)',
      parseWhole(1, MOST_LANES),
    )
    .option('--take-only', 'leave clustering to another import: one without a file will do')
    .option('--json', 'say at the end what became of them as JSON')
    .action(async (paths: string[], options: ImportOptions) => {
      const counts = await importArchive(io, paths, options);
      if (counts.refused > 0) io.fail();
    });
}

async function importArchive(io: Io, paths: string[], options: ImportOptions): Promise<ImportCounts> {
  if (!io.env['DATABASE_URL'])
    throw new AppError('invalid_input', 'DATABASE_URL must name the Postgres that the services share.');
  const { json, lanes, takeOnly, ...defaults } = options;
  if (takeOnly === true && paths.length === 0)
    throw new AppError('invalid_input', '--take-only takes in files: name one.');
  const files = await listAll(paths);
  await checkFiles(files, defaults);
  const share = await createReadShare(files);
  const progress = createProgressLine(io.stderr, Date.now);
  const counts: ImportCounts = { accepted: 0, repeated: 0, refused: 0, leftovers: 0 };
  const startedMs = Date.now();
  const add = (step: ImportCounts): void => {
    counts.accepted += step.accepted;
    counts.repeated += step.repeated;
    counts.refused += step.refused;
    counts.leftovers += step.leftovers;
    progress.update(summarize(counts, Date.now() - startedMs), share.read());
  };
  const importer = startImporter(io, {
    defaults,
    lanes,
    isTakeOnly: takeOnly === true,
    onStep: add,
    onRefused: ({ file, position, guid, reason }) => {
      progress.clear();
      io.stderr.write(
        `refused ${printable(`${file}:${position}${guid === null ? '' : ` ${guid}`}: ${reason}`)}\n`,
      );
    },
  });
  try {
    for (const file of files) await sendFile(importer, file, share, add);
    await importer.end();
  } finally {
    await importer.abort();
    progress.clear();
    if (json === true) io.stdout.write(`${JSON.stringify(counts)}\n`);
    else io.stdout.write(`${summarize(counts, Date.now() - startedMs)}\n`);
  }
  return counts;
}

/** Each file once, in the order of their names within a folder. */
async function listAll(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const found = await stat(path).catch(() => null);
    if (found?.isDirectory() === true) files.push(...(await listFiles(path)).files);
    else files.push(path);
  }
  return [...new Set(files)];
}

async function sendFile(
  importer: Importer,
  file: string,
  share: ReadShare,
  add: (step: ImportCounts) => void,
): Promise<void> {
  const opened = await importer.open({ key: await keyOfFile(file), name: file });
  add({ ...opened, leftovers: 0 });
  if (opened.isDone) {
    share.add((await stat(file)).size);
    return;
  }
  let place = 0;
  let isStreamed = false;
  const onOpen: ReadShare['watch'] = (stream) => {
    isStreamed = true;
    share.watch(stream);
  };
  for await (const piece of readPieces(file, onOpen))
    if (place++ >= opened.piecesDone) await importer.send(piece);
  if (!isStreamed) share.add((await stat(file)).size);
  await importer.close();
}

function summarize(counts: ImportCounts, elapsedMs: number): string {
  const total = counts.accepted + counts.repeated + counts.refused;
  const parts = (['accepted', 'repeated', 'refused'] as const).map(
    (kind) => `${formatCount(counts[kind])} ${kind}`,
  );
  const left = counts.leftovers === 0 ? '' : `; ${formatCount(counts.leftovers)} of earlier runs clustered`;
  return `${formatCount(total)} articles after ${(elapsedMs / 1000).toFixed(1)} s: ${parts.join(', ')}${left}`;
}
