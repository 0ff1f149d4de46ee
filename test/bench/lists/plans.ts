import { createHttpApp, createLogger, listen, makeAuthenticate } from '@writethru/runtime';
import { createQueryRouter } from '@writethru/service-query';
import { findApiKey, type Pool } from '@writethru/store';

/** A statement that a request ran, with its plan as Postgres explains it. */
export interface StatementPlan {
  text: string;
  plan: string;
}

/** Answers requests as the service does, and explains every statement that one ran. */
export interface Explainer {
  /** The plans of the statements that a GET of `path` runs, in their order. Throws where it is not answered with 200. */
  explain(path: string): Promise<StatementPlan[]>;
  stop(): Promise<void>;
}

/** Statements of the way in, which every request runs. */
const OF_THE_WAY_IN = /\bapi_keys\b|^\s*explain\b/i;

/** Starts the query service in this process, over a pool whose statements are noted. */
export async function startExplainer(pool: Pool, key: string): Promise<Explainer> {
  const noted: { text: string; values: unknown[] }[] = [];
  const watched = new Proxy(pool, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      const method = value as (...given: unknown[]) => unknown;
      if (name !== 'query') return method.bind(target);
      return (text: string, values: unknown[] = []) => {
        noted.push({ text, values });
        return method.call(target, text, values);
      };
    },
  });
  const logger = createLogger({ service: 'bench', level: 'warn' });
  const authenticate = makeAuthenticate((hash) => findApiKey(pool, hash));
  const router = createQueryRouter({ pool: watched, authenticate, requestsPerMinute: 1_000_000 });
  const http = await listen(createHttpApp({ logger, routers: [router] }), '127.0.0.1', 0);
  return {
    async explain(path) {
      noted.length = 0;
      const answer = await fetch(http.url + path, { headers: { authorization: `Bearer ${key}` } });
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      await answer.arrayBuffer();
      const statements = noted.filter(({ text }) => !OF_THE_WAY_IN.test(text));
      const plans: StatementPlan[] = [];
      for (const { text, values } of statements) {
        const { rows } = await pool.query<{ 'QUERY PLAN': string }>(
          `explain (analyze, buffers) ${text}`,
          values,
        );
        plans.push({
          text: text.trim().replaceAll(/ +$/gm, ''),
          plan: rows.map((row) => row['QUERY PLAN']).join('\n'),
        });
      }
      return plans;
    },
    stop: () => http.close(),
  };
}

/** The tables that a plan reads from end to end, of those that are large. */
export function findSequentialScans(plan: string, largeTables: ReadonlySet<string>): string[] {
  const read = [...plan.matchAll(/Seq Scan on (\w+)/g)].map(([, table]) => table!);
  return [...new Set(read)].filter((table) => largeTables.has(table));
}

/** A table with more rows than this is large: to read one costs what the store has grown to. */
const MANY_ROWS = 10_000;

/** How often each large table was read from end to end, by whoever: in functions, too, which no plan shows. */
export async function countSequentialScans(pool: Pool): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ table: string; scans: number }>(
    `select s.relname as table, s.seq_scan as scans
       from pg_stat_user_tables s join pg_class c on c.oid = s.relid where c.reltuples > $1`,
    [MANY_ROWS],
  );
  return new Map(rows.map(({ table, scans }) => [table, scans]));
}
