import type { AnswerOf } from '@writethru/client';
import { AppError } from '@writethru/domain';
import { type Command, Option } from 'commander';

import { type Io, print } from '../io.ts';
import { openClient } from '../open-client.ts';
import { addServiceOptions, parseWhole, type ServiceOptions } from '../options.ts';
import { formatTime } from '../terminal/format.ts';
import { printable } from '../terminal/printable.ts';
import { formatTable } from '../terminal/table.ts';

const PATIENCE_MS = 30_000;
const MAX_OVERLAP_HOURS = 90 * 24;
const DAY_MS = 86_400_000;
const ROLES = {
  viewer: ['read'],
  editor: ['read', 'edit'],
  operator: ['read', 'ops'],
  admin: ['admin'],
} as const;

type ApiKey = AnswerOf<'listKeys'>['keys'][number];
interface CreateOptions extends ServiceOptions {
  role?: keyof typeof ROLES;
  ingest?: string[];
  person?: boolean;
  days?: number;
  json?: boolean;
}

/** `keys create|list|rotate|revoke`: who may call the service. By the API, so it works on any deployment. */
export function addKeys(program: Command, io: Io): void {
  const keys = program.command('keys').description('make, list, rotate and revoke API keys');
  addCreate(keys, io);
  addList(keys, io);
  addRotate(keys, io);
  const revoke = keys.command('revoke').description('end a key').argument('<id>', 'id of the key');
  addServiceOptions(revoke, 'reads').action(async (id: string, options: ServiceOptions) => {
    await openClient(options, io, PATIENCE_MS).revokeKey({ id: idOf(id) });
    await print(io.stdout, `${printable(idOf(id))} has ended.\n`);
  });
}

function addCreate(keys: Command, io: Io): void {
  const create = keys
    .command('create')
    .description('make a key, and print it: this once')
    .argument('<holder>', 'who uses it: a person, a feed, a program')
    .addOption(new Option('--role <role>', 'what for').choices(Object.keys(ROLES)))
    .option('--ingest <provider...>', 'may post articles of these providers; * for any')
    .option('--person', 'the holder is a person, no program')
    .option('--days <count>', 'ends after so many days', parseWhole(1, 3650))
    .option('--json', 'with what it is good for, as JSON');
  addServiceOptions(create, 'reads').action(async (holder: string, options: CreateOptions) => {
    const scopes: string[] = [
      ...(options.role === undefined ? [] : ROLES[options.role]),
      ...(options.ingest ?? []).map((provider) => `ingest:${provider}`),
    ];
    if (scopes.length === 0) throw new AppError('invalid_input', 'Say what for: --role, --ingest or both.');
    const endsAt = options.days === undefined ? null : new Date(Date.now() + options.days * DAY_MS);
    const made = await openClient(options, io, PATIENCE_MS).createKey({
      body: {
        holder,
        holderKind: options.person === true ? 'person' : 'system',
        scopes,
        ...(endsAt !== null && { endsAt: endsAt.toISOString() }),
      },
    });
    await printMade(io, made, options.json);
  });
}

function addList(keys: Command, io: Io): void {
  const list = keys
    .command('list')
    .description('list keys, and when each was last used')
    .option('--all', 'those that have ended, too')
    .option('--json', 'as JSON');
  addServiceOptions(list, 'reads').action(
    async (options: ServiceOptions & { all?: boolean; json?: boolean }) => {
      const include = options.all === true ? 'all' : 'live';
      const answer = await openClient(options, io, PATIENCE_MS).listKeys({ include });
      await print(
        io.stdout,
        options.json === true ? `${JSON.stringify(answer.keys, null, 2)}\n` : showKeys(answer.keys, io),
      );
    },
  );
}

function addRotate(keys: Command, io: Io): void {
  const rotate = keys
    .command('rotate')
    .description('make a key like another one and print it; both are good for a while')
    .argument('<id>', 'id of the key: the part between the first two underscores')
    .option('--overlap-hours <count>', 'how long the old one goes on', parseWhole(0, MAX_OVERLAP_HOURS), 168)
    .option('--json', 'with what it is good for, as JSON');
  addServiceOptions(rotate, 'reads').action(
    async (id: string, options: ServiceOptions & { overlapHours: number; json?: boolean }) => {
      const client = openClient(options, io, PATIENCE_MS);
      const { overlapHours } = options;
      await printMade(io, await client.rotateKey({ id: idOf(id), body: { overlapHours } }), options.json);
    },
  );
}

/** The id of a key; of a whole key that was pasted too, whose secret then goes nowhere. */
function idOf(text: string): string {
  return /^wt_([A-Za-z0-9]+)_/.exec(text)?.[1] ?? text;
}

/** The key alone goes to standard output, so that it can be piped into a file or a vault. */
function printMade(io: Io, made: AnswerOf<'createKey'>, isJson = false): Promise<void> {
  return print(io.stdout, isJson ? `${JSON.stringify(made, null, 2)}\n` : `${made.key}\n`);
}

function showKeys(keys: readonly ApiKey[], io: Io): string {
  const rows = keys.map((key) => [
    key.id,
    key.scopes.map(printable).join(' '),
    formatTime(key.createdAt),
    formatTime(key.lastUsedAt),
    formatTime(key.revokedAt ?? key.endsAt),
    printable(key.holder),
  ]);
  return formatTable(['KEY', 'SCOPES', 'MADE', 'LAST USED', 'ENDS', 'HOLDER'], rows, io.stdout.columns);
}
