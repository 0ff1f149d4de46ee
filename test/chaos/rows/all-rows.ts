import type { Row } from '../row.ts';
import { CLIENT_ROWS } from './clients.ts';
import { CLOCK_ROWS } from './clocks.ts';
import { DEPLOY_ROWS } from './deploy.ts';
import { NETWORK_ROWS } from './network.ts';
import { POINT_ROWS } from './points.ts';
import { POISON_ROWS } from './poison.ts';
import { POSTGRES_CRASH_ROWS } from './postgres-crashes.ts';
import { POSTGRES_FAILOVER_ROWS } from './postgres-failover.ts';
import { POSTGRES_LIMIT_ROWS } from './postgres-limits.ts';
import { PROCESS_ROWS } from './processes.ts';
import { REDIS_FAILOVER_ROWS } from './redis-failover.ts';
import { REDIS_ROWS } from './redis.ts';
import { RESOURCE_ROWS } from './resources.ts';

/** The rows by the kind of what goes wrong. */
export const ROWS_BY_KIND: Readonly<Record<string, readonly Row[]>> = {
  'processes die or stand still': [...PROCESS_ROWS, ...POINT_ROWS],
  'poisonous articles': POISON_ROWS,
  'too little of something': RESOURCE_ROWS,
  'wrong clocks': CLOCK_ROWS,
  Redis: [...REDIS_ROWS, ...REDIS_FAILOVER_ROWS],
  Postgres: [...POSTGRES_CRASH_ROWS, ...POSTGRES_FAILOVER_ROWS, ...POSTGRES_LIMIT_ROWS],
  'the network': NETWORK_ROWS,
  'clients and hints': CLIENT_ROWS,
  'what operators do': DEPLOY_ROWS,
};

/** The fault matrix: every row that one machine can show. */
export const ALL_ROWS: readonly Row[] = Object.values(ROWS_BY_KIND).flat();
