import type { Client } from '../pool.ts';
import { queryRows } from '../pool.ts';

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
  const locked = await queryRows<{ id: number }>(client, LOCK_ROOTS, [wanted]);
  if (locked.length < wanted.length) return null;
  const after = await readRoots(client, sorted);
  for (const [id, component] of after) if (before.get(id) !== component) return null;
  return after;
}

async function readRoots(client: Client, fingerprintIds: readonly number[]): Promise<Map<number, number>> {
  const rows = await queryRows<{ fingerprint_id: number; component_id: number }>(client, READ_ROOTS, [
    fingerprintIds,
  ]);
  return new Map(rows.map((row) => [row.fingerprint_id, row.component_id]));
}

const COUNT_MEMBERS = `
select component_id, count(*)::int as members from component_members where component_id = any ($1::bigint[]) group by 1`;

const MOVE_MEMBERS = `
update component_members m set component_id = n.survivor
  from unnest($1::bigint[], $2::bigint[]) as n (absorbed, survivor)
 where m.component_id = n.absorbed`;

const DROP_COMPONENTS = `delete from components where id = any ($1::bigint[])`;

/**
 * Makes one of the components that `joins` connect, all of them locked. The one with the most members survives, so
 * that the fewest rows move. Answers the components that are left.
 */
export async function mergeComponents(
  client: Client,
  componentOf: ReadonlyMap<number, number>,
  joins: readonly (readonly [number, number])[],
): Promise<number[]> {
  const groups = groupComponents(componentOf, joins);
  const several = groups.filter((group) => group.length > 1);
  if (several.length === 0) return groups.flat();
  const rows = await queryRows<{ component_id: number; members: number }>(client, COUNT_MEMBERS, [
    several.flat(),
  ]);
  const members = new Map(rows.map((row) => [row.component_id, row.members]));
  const absorbed: number[] = [];
  const survivors: number[] = [];
  for (const group of several) {
    const survivor = group.reduce((best, id) =>
      (members.get(id) ?? 0) > (members.get(best) ?? 0) ? id : best,
    );
    for (const id of group) {
      if (id === survivor) continue;
      absorbed.push(id);
      survivors.push(survivor);
    }
  }
  await queryRows(client, MOVE_MEMBERS, [absorbed, survivors]);
  await queryRows(client, DROP_COMPONENTS, [absorbed]);
  const gone = new Set(absorbed);
  return groups.flat().filter((id) => !gone.has(id));
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
