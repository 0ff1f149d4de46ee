import { AppError, type FieldFault } from '@writethru/domain';

import { VARIABLES, type Variable } from './config-table.ts';

type Table = typeof VARIABLES;
type ValueOf<Entry> = Entry extends Variable<infer Value> ? Value : never;

/** The whole configuration, frozen. */
export type Config = { readonly [Name in keyof Table]: ValueOf<Table[Name]> };

/**
 * Reads the configuration from an environment. Pure. Throws one AppError `invalid_input` that lists every fault at
 * once, naming variables and what they should hold, and never showing what they do hold.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const faults: FieldFault[] = [];
  const config: Record<string, unknown> = {};
  for (const [field, variable] of Object.entries<Variable<unknown>>(VARIABLES)) {
    const text = env[variable.name]?.trim();
    // An empty variable is an unset one: that is how compose files and shells pass "nothing".
    if (text === undefined || text === '') {
      config[field] = variable.fallback;
      continue;
    }
    const parsed = variable.parse(text);
    if ('value' in parsed) config[field] = parsed.value;
    else faults.push({ pointer: variable.name, detail: `must be ${parsed.expected}` });
  }
  if (config['queueBackend'] === 'redis' && config['redisUrl'] === undefined) {
    faults.push({ pointer: 'QUEUE_BACKEND', detail: 'is redis, so REDIS_URL must be set' });
  }
  refuse(faults);
  // Every field of the table was set above, by its own parser or fallback.
  return Object.freeze(config) as unknown as Config;
}

/** As `loadConfig`, for a service that runs on its own: it needs a database to be named. */
export function loadServiceConfig(
  env: Readonly<Record<string, string | undefined>>,
): Config & { readonly databaseUrl: string } {
  const config = loadConfig(env);
  const { databaseUrl } = config;
  if (databaseUrl === undefined) {
    refuse([
      { pointer: 'DATABASE_URL', detail: 'must be set: it names the Postgres that all services share' },
    ]);
    throw new AppError('bug', 'A fault was found and not refused.');
  }
  return { ...config, databaseUrl };
}

function refuse(faults: readonly FieldFault[]): void {
  if (faults.length === 0) return;
  const lines = faults.map((fault) => `  ${fault.pointer} ${fault.detail}`);
  throw new AppError('invalid_input', `The configuration has faults:\n${lines.join('\n')}`, { faults });
}
