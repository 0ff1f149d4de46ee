import type { Pool } from '@writethru/store';

/** What one kind of statement took: all those that write the same table, or read from the same first one. */
export interface StatementCost {
  name: string;
  calls: number;
  /** Planning and execution, waits included. */
  totalMs: number;
}

const COSTS = `
select query, calls::float8, (total_plan_time + total_exec_time)::float8 as ms
  from pg_stat_statements s join pg_database d on d.oid = s.dbid and d.datname = current_database()`;

/** Forgets what statements took until now. */
export async function forgetStatements(pool: Pool): Promise<void> {
  await pool.query('select pg_stat_statements_reset()');
}

/** What statements took since, by kind, the dearest first. */
export async function readStatements(pool: Pool): Promise<StatementCost[]> {
  const { rows } = await pool.query<{ query: string; calls: number; ms: number }>(COSTS);
  const costs = new Map<string, StatementCost>();
  for (const { query, calls, ms } of rows) {
    const name = nameOf(query);
    const cost = costs.get(name) ?? { name, calls: 0, totalMs: 0 };
    costs.set(name, { name, calls: cost.calls + calls, totalMs: cost.totalMs + ms });
  }
  return [...costs.values()].sort((a, b) => b.totalMs - a.totalMs);
}

function nameOf(query: string): string {
  const text = query
    .replaceAll(/--.*$/gm, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase()
    .replaceAll(/\bfor (no key )?update\b/g, '');
  const [, verb, table] = /\b(insert into|update|delete from) ([a-z_]+)/.exec(text) ?? [];
  if (verb !== undefined) return `${verb} ${table}`;
  const [, source] = /\b(?:from|join) ((?!unnest\b|mine\b|given\b|own\b)[a-z_]+)/.exec(text) ?? [];
  return source === undefined ? text.slice(0, 40) : `select from ${source}`;
}
