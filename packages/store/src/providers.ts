import { newId } from '@writethru/domain';

import { queryMaybeOne, queryRows, type Client, type Db, type Pool } from './pool.ts';
import { inTransaction } from './transaction.ts';

/** What is settled about a provider. */
export interface ProviderSettings {
  /** IANA name, of times without a zone; null is UTC. */
  timeZone: string | null;
  /** 1 leads before 2, where the lead policy goes by provider; null comes last. */
  rank: number | null;
  /** Days from receipt after which text is dropped; null keeps it. */
  retentionDays: number | null;
  /** Whether its altIds and storyKey may join articles. */
  hasTrustedKeys: boolean;
}

/** A provider that has settings, or has sent something. */
export interface Provider extends ProviderSettings {
  provider: string;
  /** The last change of its settings; null where there was none. */
  updatedAt: Date | null;
  updatedBy: string | null;
}

const COLUMNS = `
select n.provider, p.time_zone, p.rank, p.retention_days, coalesce(p.has_trusted_keys, false) as has_trusted_keys,
       c.created_at, c.actor
  from names n
  left join providers p on p.provider = n.provider
  left join lateral (
    select created_at, actor from provider_changes c where c.provider = n.provider order by created_at desc limit 1
  ) c on true
 order by n.provider`;

// Names of those who sent something, by a step in the index each.
const LIST = `
with recursive senders (provider) as (
  (select provider from chains where provider > $1 order by provider limit 1)
  union all
  select (select c.provider from chains c where c.provider > s.provider order by c.provider limit 1)
    from senders s where s.provider is not null
), names as (
  (select provider from senders where provider is not null limit $2)
  union
  (select provider from providers where provider > $1 order by provider limit $2)
  order by provider limit $2
) ${COLUMNS}`;

const READ = `with names as (select $1::text as provider) ${COLUMNS}`;

const WRITE = `
insert into providers (provider, time_zone, rank, retention_days, has_trusted_keys, updated_at)
values ($1, $2, $3, $4, $5, clock_timestamp())
on conflict (provider) do update
   set time_zone = excluded.time_zone, rank = excluded.rank, retention_days = excluded.retention_days,
       has_trusted_keys = excluded.has_trusted_keys, updated_at = excluded.updated_at`;

interface Row {
  provider: string;
  time_zone: string | null;
  rank: number | null;
  retention_days: number | null;
  has_trusted_keys: boolean;
  created_at: Date | null;
  actor: string | null;
}

/** Providers by name, those after `after`, `limit` at most. */
export async function listProviders(db: Db, after: string, limit: number): Promise<Provider[]> {
  return (await queryRows<Row>(db, LIST, [after, limit])).map(toProvider);
}

/** Changes some settings of a provider, and puts on record who did. Answers all that hold from now on. */
export async function setProvider(
  pool: Pool,
  provider: string,
  wanted: Partial<ProviderSettings>,
  who: { keyId: string; actor: string },
): Promise<Provider> {
  return inTransaction(pool, async (client) => {
    await queryRows(client, 'insert into providers (provider) values ($1) on conflict do nothing', [
      provider,
    ]);
    await queryRows(client, 'select 1 from providers where provider = $1 for no key update', [provider]);
    const before = await readProvider(client, provider);
    const { timeZone, rank, retentionDays, hasTrustedKeys } = { ...before, ...wanted };
    const changes = Object.entries(wanted).flatMap(([name, to]) => {
      const from = before[name as keyof ProviderSettings];
      return from === to ? [] : [[name, { from, to }] as const];
    });
    if (changes.length === 0) return before;
    await queryRows(client, WRITE, [provider, timeZone, rank, retentionDays, hasTrustedKeys]);
    await queryRows(
      client,
      'insert into provider_changes (id, provider, changes, key_id, actor) values ($1, $2, $3, $4, $5)',
      [newId(), provider, JSON.stringify(Object.fromEntries(changes)), who.keyId, who.actor],
    );
    return readProvider(client, provider);
  });
}

async function readProvider(client: Client, provider: string): Promise<Provider> {
  const row = await queryMaybeOne<Row>(client, READ, [provider]);
  return toProvider(row!);
}

/** The zones of providers that have one. */
export async function readTimeZones(db: Db): Promise<Map<string, string>> {
  const rows = await queryRows<{ provider: string; time_zone: string }>(
    db,
    'select provider, time_zone from providers where time_zone is not null',
  );
  return new Map(rows.map((row) => [row.provider, row.time_zone]));
}

function toProvider(row: Row): Provider {
  return {
    provider: row.provider,
    timeZone: row.time_zone,
    rank: row.rank,
    retentionDays: row.retention_days,
    hasTrustedKeys: row.has_trusted_keys,
    updatedAt: row.created_at,
    updatedBy: row.actor,
  };
}
