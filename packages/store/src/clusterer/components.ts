import type { Client } from '../pool.ts';
import { queryPrepared } from '../pool.ts';

const READ_ROOTS = `select fingerprint_id, component_id from component_members where fingerprint_id = any ($1::bigint[])`;

// In one statement and ascending, so that two unites never wait for each other in a ring. NO KEY UPDATE is enough:
// every unite takes it, and nothing else locks these rows.
const LOCK_ROOTS = `select id from components where id = any ($1::bigint[]) order by id for no key update`;

/**
 * Locks the components of the given fingerprints. Answers which component each is in, or null where one of them moved
 * before its component was locked: then the transaction must be rolled back and begun again.
 */
export async function lockComponents(
  client: Client,
  fingerprintIds: readonly number[],
): Promise<Map<number, number> | null> {
  const sorted = [...fingerprintIds].sort((a, b) => a - b);
  const before = await readRoots(client, sorted);
  const wanted = [...new Set(before.values())].sort((a, b) => a - b);
  const locked = await queryPrepared<{ id: number }>(client, LOCK_ROOTS, [wanted]);
  if (locked.length < wanted.length) return null;
  const after = await readRoots(client, sorted);
  for (const [id, component] of after) if (before.get(id) !== component) return null;
  return after;
}

async function readRoots(client: Client, fingerprintIds: readonly number[]): Promise<Map<number, number>> {
  const rows = await queryPrepared<{ fingerprint_id: number; component_id: number }>(client, READ_ROOTS, [
    fingerprintIds,
  ]);
  return new Map(rows.map((row) => [row.fingerprint_id, row.component_id]));
}

const READ_MEMBERS = `
select component_id, fingerprint_id as id, day from component_members where component_id = any ($1::bigint[])
 order by component_id, fingerprint_id`;

const MOVE_MEMBERS = `
update component_members m set component_id = n.survivor
  from unnest($1::bigint[], $2::bigint[]) as n (absorbed, survivor)
 where m.component_id = n.absorbed`;

const DROP_COMPONENTS = `delete from components where id = any ($1::bigint[])`;

const DROP_EMPTY = `
delete from components c
 where c.id = $1 and not exists (select 1 from component_members m where m.component_id = c.id)`;

/** Removes a component, which must be locked, where its last fingerprint is gone. */
export async function dropWhereEmpty(client: Client, componentId: number): Promise<void> {
  await queryPrepared(client, DROP_EMPTY, [componentId]);
}

/** A fingerprint, and the day of its partition. */
export interface FingerprintRef {
  id: number;
  day: number;
}

/** What merging left: the components, and of each that was merged the members that it was made of, by component. */
export interface MergeResult {
  components: number[];
  merged: FingerprintRef[][][];
}

/**
 * Makes one of the components that `joins` connect, all of them locked. The one with the most members survives, so
 * that the fewest rows move.
 */
export async function mergeComponents(
  client: Client,
  componentOf: ReadonlyMap<number, number>,
  joins: readonly (readonly [number, number])[],
): Promise<MergeResult> {
  const groups = groupComponents(componentOf, joins);
  const several = groups.filter((group) => group.length > 1);
  if (several.length === 0) return { components: groups.flat(), merged: [] };
  const members = await readMembers(client, several.flat());
  const sizeOf = (id: number): number => members.get(id)?.length ?? 0;
  const absorbed: number[] = [];
  const survivors: number[] = [];
  for (const group of several) {
    const survivor = group.reduce((best, id) => (sizeOf(id) > sizeOf(best) ? id : best));
    for (const id of group) {
      if (id === survivor) continue;
      absorbed.push(id);
      survivors.push(survivor);
    }
  }
  await queryPrepared(client, MOVE_MEMBERS, [absorbed, survivors]);
  await queryPrepared(client, DROP_COMPONENTS, [absorbed]);
  const gone = new Set(absorbed);
  return {
    components: groups.flat().filter((id) => !gone.has(id)),
    merged: several.map((group) => group.map((id) => members.get(id) ?? [])),
  };
}

async function readMembers(
  client: Client,
  componentIds: readonly number[],
): Promise<Map<number, FingerprintRef[]>> {
  const rows = await queryPrepared<FingerprintRef & { component_id: number }>(client, READ_MEMBERS, [
    componentIds,
  ]);
  const members = new Map<number, FingerprintRef[]>();
  for (const { component_id: component, id, day } of rows) {
    const held = members.get(component);
    if (held === undefined) members.set(component, [{ id, day }]);
    else held.push({ id, day });
  }
  return members;
}

/** Components connected by joins, each group ascending. Ends that are gone (a quarantine) join nothing. */
function groupComponents(
  componentOf: ReadonlyMap<number, number>,
  joins: readonly (readonly [number, number])[],
): number[][] {
  const parent = new Map<number, number>();
  const find = (id: number): number => {
    let at = id;
    while (parent.get(at) !== undefined) at = parent.get(at)!;
    return at;
  };
  for (const [a, b] of joins) {
    const [left, right] = [componentOf.get(a), componentOf.get(b)];
    if (left === undefined || right === undefined) continue;
    const [rootA, rootB] = [find(left), find(right)];
    if (rootA !== rootB) parent.set(Math.max(rootA, rootB), Math.min(rootA, rootB));
  }
  const groups = new Map<number, number[]>();
  for (const component of new Set(componentOf.values())) {
    const root = find(component);
    groups.set(root, [...(groups.get(root) ?? []), component]);
  }
  return [...groups.values()].map((group) => group.sort((a, b) => a - b));
}
