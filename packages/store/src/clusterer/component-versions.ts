import { AppError } from '@writethru/domain';

import type { AlgorithmVersion } from '../algorithm.ts';
import { queryPrepared, type Client } from '../pool.ts';

// The lock on the version lasts until the commit: a version that is being changed waits for decisions under way, and
// whoever decides afterwards sees the new one.
const READ_OUTDATED = `
with active as materialized (select id from algorithm_versions where is_active for share)
select v.id as active_version, c.id as component_id
  from active v
  left join components c on c.id = any ($1::bigint[]) and c.algorithm_version <> v.id`;

const READ_CARRIERS = `
select m.fingerprint_id from component_members m
 where m.component_id = any ($1::bigint[])
   and exists (select 1 from article_identities i where i.fingerprint_id = m.fingerprint_id)
 order by 1`;

/** Components of another algorithm version than the active one, and all of their texts that articles carry. */
export interface OutdatedComponents {
  componentIds: number[];
  fingerprintIds: number[];
}

/**
 * Which of the locked components stand under another version than `algorithm`, and keeps that one active until the
 * transaction ends. Throws AppError `unavailable` where it is not active any more: what was searched for under it has
 * to be searched for again.
 */
export async function readOutdated(
  client: Client,
  componentIds: readonly number[],
  algorithm: AlgorithmVersion,
): Promise<OutdatedComponents> {
  const rows = await queryPrepared<{ active_version: number; component_id: number | null }>(
    client,
    READ_OUTDATED,
    [componentIds],
  );
  if (rows[0]?.active_version !== algorithm.id)
    throw new AppError('unavailable', 'Another algorithm version has come into force just now.');
  const outdated = rows.flatMap((row) => row.component_id ?? []);
  if (outdated.length === 0) return { componentIds: [], fingerprintIds: [] };
  const carriers = await queryPrepared<{ fingerprint_id: number }>(client, READ_CARRIERS, [outdated]);
  return { componentIds: outdated, fingerprintIds: carriers.map((row) => row.fingerprint_id) };
}

/** Notes the version that locked components were decided under. */
export async function setComponentVersions(
  client: Client,
  componentIds: readonly number[],
  algorithmVersion: number,
): Promise<void> {
  await queryPrepared(
    client,
    'update components set algorithm_version = $2 where id = any ($1::bigint[]) and algorithm_version <> $2',
    [componentIds, algorithmVersion],
  );
}
