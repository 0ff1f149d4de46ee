import type { Client } from '../pool.ts';
import { queryPrepared } from '../pool.ts';

/** An editor's pin: the last one of a story counts. Milliseconds since the epoch. */
export interface LeadPin {
  provider: string;
  guid: string;
  pinnedAtMs: number;
}

export interface LeadFacts {
  /** Ranks of the providers that have one. */
  ranks: Map<string, number>;
  pins: LeadPin[];
}

const READ_RANKS = `select provider, rank from providers where provider = any ($1::text[]) and rank is not null`;

const READ_PINS = `
select p.provider, p.guid, max(p.created_at) as pinned_at
  from unnest($1::text[], $2::text[]) as n (provider, guid)
  join editor_pins p on (p.provider, p.guid) = (n.provider, n.guid) and p.revoked_at is null
 group by 1, 2`;

/** What leads of these items depend on, besides the items. */
export async function readLeadFacts(
  client: Client,
  items: readonly { provider: string; guid: string }[],
): Promise<LeadFacts> {
  const providers = [...new Set(items.map((item) => item.provider))];
  const ranks = await queryPrepared<{ provider: string; rank: number }>(client, READ_RANKS, [providers]);
  const pins = await queryPrepared<{ provider: string; guid: string; pinned_at: Date }>(client, READ_PINS, [
    items.map((item) => item.provider),
    items.map((item) => item.guid),
  ]);
  return {
    ranks: new Map(ranks.map((row) => [row.provider, row.rank])),
    pins: pins.map((row) => ({
      provider: row.provider,
      guid: row.guid,
      pinnedAtMs: row.pinned_at.getTime(),
    })),
  };
}
