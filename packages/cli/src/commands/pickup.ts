import type { AnswerOf } from '@writethru/client';
import { AppError, isId } from '@writethru/domain';
import type { Command } from 'commander';

import { type Io, print } from '../io.ts';
import { openClient } from '../open-client.ts';
import { addServiceOptions, type ServiceOptions } from '../options.ts';
import { formatTime } from '../terminal/format.ts';
import { printable } from '../terminal/printable.ts';
import { formatTable } from '../terminal/table.ts';

const PATIENCE_MS = 30_000;
const MINUTE_SECONDS = 60;

type PickupReport = AnswerOf<'getPickup'>;
type Pickup = PickupReport['pickups'][number];

/** `pickup ID`: who ran an agency's story, how much later, how much of it; after a kill, who still runs it. */
export function addPickup(program: Command, io: Io): void {
  const command = program
    .command('pickup')
    .description("show who ran an agency's story, how much later, and how much of it")
    .argument('<id>', 'id of the story')
    .option('--provider <name>', 'the agency; if not given, who had the story first')
    .option('--json', 'as JSON, with what each added');
  addServiceOptions(command, 'reads').action(
    async (id: string, options: ServiceOptions & { provider?: string; json?: boolean }) => {
      if (!isId(id)) throw new AppError('invalid_input', `${id} is not the id of a story.`);
      const client = openClient(options, io, PATIENCE_MS);
      const { provider } = options;
      const report = await client.getPickup({ id, ...(provider !== undefined && { provider }) });
      const text = options.json === true ? `${JSON.stringify(report, null, 2)}\n` : showReport(report, io);
      return print(io.stdout, text);
    },
  );
}

function showReport(report: PickupReport, io: Io): string {
  const agency = printable(report.agency);
  const versions = `${report.agencyVersionCount} ${report.agencyVersionCount === 1 ? 'version' : 'versions'}`;
  const head = `${agency}: ${versions} since ${formatTime(report.firstEffectiveAt)}\n`;
  const killed =
    report.withdrawnAt === null
      ? ''
      : `Withdrawn ${formatTime(report.withdrawnAt)}. ${describeRunning(report)}\n`;
  if (report.pickups.length === 0) return `${head}${killed}Nobody else has it.\n`;
  const rows = report.pickups.map((pickup) => [
    printable(pickup.provider),
    formatTime(pickup.effectiveAt),
    formatLag(pickup.lagSeconds),
    formatShare(pickup.kept),
    formatShare(pickup.added),
    pickup.stillRuns ? 'STILL RUNS' : '',
    printable(pickup.isShown ? (pickup.headline ?? '(no headline)') : '(not to be shown)'),
  ]);
  const header = ['PROVIDER', 'TIME', 'LATER', 'KEPT', 'ADDED', '', 'HEADLINE'];
  return `${head}${killed}\n${formatTable(header, rows, io.stdout.columns)}`;
}

function describeRunning({ pickups }: PickupReport): string {
  const providers = [
    ...new Set(pickups.filter(({ stillRuns }) => stillRuns).map(({ provider }) => provider)),
  ];
  return providers.length === 0
    ? 'Nobody runs it any more.'
    : `Still run by ${printable(providers.join(', '))}.`;
}

function formatShare(share: Pickup['kept']): string {
  return share === null ? '-' : `${Math.round(share * 100)}%`;
}

/** `1 h 30 min`; a dash where it is not known. */
function formatLag(seconds: Pickup['lagSeconds']): string {
  if (seconds === null) return '-';
  const minutes = Math.round(Math.abs(seconds) / MINUTE_SECONDS);
  const hours = Math.floor(minutes / 60);
  const text = hours === 0 ? `${minutes} min` : `${hours} h ${minutes % 60} min`;
  return seconds < 0 ? `-${text}` : text;
}
