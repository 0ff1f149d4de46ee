import { queryPrepared, type Client } from '../pool.ts';
import { hashItemKey } from './erased-key.ts';

/** What tells whether a submission was erased. */
export interface ErasableSubmission {
  provider: string;
  guid: string;
  contentHash: string;
}

const FIND = `
select n.at
  from unnest($1::bytea[], $2::text[], $3::text[]) with ordinality as n (key_hash, provider, content_hash, at)
 where exists (select 1 from erasures e where e.key_hash = n.key_hash)
    or exists (select 1 from erased_contents c
                where c.provider = n.provider and c.content_hash = decode(n.content_hash, 'hex'))`;

// Of an erased item nothing may be left in clear, not even the row that is locked while it is judged.
const DROP_CHAINS = `
delete from chains c using unnest($1::text[], $2::text[]) as n (provider, guid)
 where (c.provider, c.guid) = (n.provider, n.guid) and c.standing_version is null`;

/**
 * Which of some submissions were erased, by their places: by the name of the item, or by its provider's very content
 * under another name. Their chains must be locked; what intake has just made of them is removed.
 */
export async function takeOutErased(
  client: Client,
  submissions: readonly ErasableSubmission[],
): Promise<Set<number>> {
  const rows = await queryPrepared<{ at: number }>(client, FIND, [
    submissions.map(({ provider, guid }) => hashItemKey(provider, guid)),
    submissions.map(({ provider }) => provider),
    submissions.map(({ contentHash }) => contentHash),
  ]);
  const places = new Set(rows.map(({ at }) => at - 1));
  if (places.size > 0) {
    const isTaken = (one: ErasableSubmission): boolean =>
      submissions.some(
        (each, at) => !places.has(at) && each.provider === one.provider && each.guid === one.guid,
      );
    const erased = submissions.filter((one, at) => places.has(at) && !isTaken(one));
    await queryPrepared(client, DROP_CHAINS, [
      erased.map(({ provider }) => provider),
      erased.map(({ guid }) => guid),
    ]);
  }
  return places;
}
