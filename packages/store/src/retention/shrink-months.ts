import { isLockBusy } from '../pg-errors.ts';
import { queryMaybeOne, queryRows, type Pool } from '../pool.ts';

/** Months up to this many before the present one are left alone: they still take in news. */
const YOUNG_MONTHS = 1;

const LIST = `
select parent, first::text as first
  from list_month_partitions((date_trunc('month', clock_timestamp()) - make_interval(months => $1))::date)
 where exists (select from providers where expired_to is not null)`;

/**
 * Gives the disk back what texts took that retention has dropped: a month without a text is exchanged for what is left of
 * its rows. Each month by itself, in a transaction that holds up nobody for long; one that is busy is left for the next
 * time. Answers the bytes that came free.
 */
export async function shrinkMonths(pool: Pool): Promise<number> {
  let freed = 0;
  const months = await queryRows<{ parent: string; first: string }>(pool, LIST, [YOUNG_MONTHS]);
  for (const { parent, first } of months) freed += await shrinkMonth(pool, parent, first);
  return freed;
}

async function shrinkMonth(pool: Pool, parent: string, first: string): Promise<number> {
  try {
    const row = await queryMaybeOne<{ freed: number }>(
      pool,
      'select shrink_month($1, $2::date)::float8 as freed',
      [parent, first],
    );
    return row?.freed ?? 0;
  } catch (error) {
    if (isLockBusy(error)) return 0;
    throw error;
  }
}
