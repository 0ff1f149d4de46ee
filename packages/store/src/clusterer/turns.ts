import { queryRows, type Pool } from '../pool.ts';

// One step of the index a provider, however much each has waiting. Whose attempt has begun or failed is left out: they
// have another way.
const TURNS = `
with recursive ahead (provider, place) as (
  (select provider, 1 from article_identities where state = 'accepted' and provider > $1 order by provider limit 1)
  union all
  select n.provider, a.place + 1
    from ahead a
    cross join lateral (select i.provider from article_identities i
                         where i.state = 'accepted' and i.provider > a.provider order by i.provider limit 1) n
   where a.place < $2
)
select a.provider, w.id
  from ahead a
  cross join lateral (select i.id, i.received_at from article_identities i
                       where i.provider = a.provider and i.state = 'accepted'
                         and i.attempt_started_at is null and i.attempts = 0
                       order by i.received_at limit $3) w
 order by a.place, w.received_at, w.id`;

/** Hands out turns: each call answers for the providers after those of the call before, and begins again at the end. */
export type TakeTurns = () => Promise<string[]>;

/**
 * Makes the taking of turns of one process: the oldest waiting articles, `perProvider` of each of `providers` providers
 * at most, ids in the order of the turns. So a provider that sends little waits for a batch or two, however much another
 * has sent. Several processes may answer the same: claims keep them apart. Throws AppError as `queryRows` does.
 */
export function makeTakeTurns(pool: Pool, limits: { providers: number; perProvider: number }): TakeTurns {
  let last = '';
  return async () => {
    const values = [limits.providers, limits.perProvider];
    const rows = await queryRows<{ provider: string; id: string }>(pool, TURNS, [last, ...values]);
    const isAtEnd = new Set(rows.map(({ provider }) => provider)).size < limits.providers;
    last = isAtEnd ? '' : rows.at(-1)!.provider;
    return rows.map(({ id }) => id);
  };
}
