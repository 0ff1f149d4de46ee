import type { AnswerOf, InputOf } from '@writethru/client';
import { AppError } from '@writethru/domain';
import { type Command, InvalidArgumentError } from 'commander';

import { type Io, print } from '../io.ts';
import { openClient } from '../open-client.ts';
import { addServiceOptions, parseWhole, type ServiceOptions } from '../options.ts';
import { printable } from '../terminal/printable.ts';
import { formatTable } from '../terminal/table.ts';

const PATIENCE_MS = 30_000;
const NONE = 'none';

type Provider = AnswerOf<'setProvider'>;

interface SetOptions extends ServiceOptions {
  timeZone?: string;
  rank?: number | null;
  retentionDays?: number | null;
  trustKeys?: boolean;
  json?: boolean;
}

/** `providers list` and `providers set NAME …`: what is settled about those who send. */
export function addProviders(program: Command, io: Io): void {
  const providers = program.command('providers').description('show and change settings of providers');
  const list = providers
    .command('list')
    .description('those who sent something, with their settings')
    .option('--json', 'as JSON, one a line');
  addServiceOptions(list, 'reads').action(async (options: ServiceOptions & { json?: boolean }) => {
    const client = openClient(options, io, PATIENCE_MS);
    const found: Provider[] = [];
    for await (const page of client.pages('listProviders', { limit: 1_000 })) found.push(...page.providers);
    const text =
      options.json === true
        ? found.map((each) => `${JSON.stringify(each)}\n`).join('')
        : showTable(found, io);
    return print(io.stdout, text);
  });
  addSet(providers, io);
}

function addSet(providers: Command, io: Io): void {
  const command = providers
    .command('set')
    .description('change settings of a provider; what is not named stays')
    .argument('<name>', 'the provider')
    .option('--time-zone <name>', `IANA name, of times without a zone; ${NONE} is UTC`)
    .option(
      '--rank <number>',
      `1 leads before 2 under the lead policy provider_rank; or ${NONE}`,
      orNone(1_000_000),
    )
    .option('--retention-days <days>', `drop texts so long after receipt; or ${NONE}`, orNone(36_500))
    .option('--trust-keys', 'let its altIds and storyKey join articles')
    .option('--no-trust-keys', 'and no longer')
    .option('--json', 'as JSON');
  addServiceOptions(command, 'reads').action(async (provider: string, options: SetOptions) => {
    const body = toBody(options);
    if (Object.keys(body).length === 0) throw new AppError('invalid_input', 'No setting is named.');
    const settings = await openClient(options, io, PATIENCE_MS).setProvider({ provider, body });
    const text = options.json === true ? `${JSON.stringify(settings, null, 2)}\n` : showTable([settings], io);
    return print(io.stdout, text);
  });
}

function toBody(options: SetOptions): Extract<InputOf<'setProvider'>, { body: object }>['body'] {
  const { timeZone, rank, retentionDays, trustKeys } = options;
  return {
    ...(timeZone !== undefined && { timeZone: timeZone === NONE ? null : timeZone }),
    ...(rank !== undefined && { rank }),
    ...(retentionDays !== undefined && { retentionDays }),
    ...(trustKeys !== undefined && { hasTrustedKeys: trustKeys }),
  };
}

function orNone(most: number): (text: string) => number | null {
  return (text) => {
    if (text === NONE) return null;
    try {
      return parseWhole(1, most)(text);
    } catch {
      throw new InvalidArgumentError(`A whole number from 1 to ${most}, or ${NONE}.`);
    }
  };
}

function showTable(providers: readonly Provider[], io: Io): string {
  if (providers.length === 0) return 'Nobody has sent anything, and nobody has settings.\n';
  const rows = providers.map((each) => [
    printable(each.provider),
    each.timeZone ?? 'UTC',
    each.rank === null ? '-' : String(each.rank),
    each.retentionDays === null ? 'for ever' : `${each.retentionDays} days`,
    each.hasTrustedKeys ? 'trusted' : '-',
  ]);
  return formatTable(['PROVIDER', 'ZONE', 'RANK', 'TEXTS KEPT', 'KEYS'], rows, io.stdout.columns);
}
