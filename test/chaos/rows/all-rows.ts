import type { Row } from '../row.ts';
import { CLIENT_ROWS } from './clients.ts';
import { DEPLOY_ROWS } from './deploy.ts';
import { NETWORK_ROWS } from './network.ts';
import { POINT_ROWS } from './points.ts';
import { POSTGRES_CRASH_ROWS } from './postgres-crashes.ts';
import { POSTGRES_LIMIT_ROWS } from './postgres-limits.ts';
import { PROCESS_ROWS } from './processes.ts';
import { REDIS_ROWS } from './redis.ts';

/** The fault matrix: every row that one machine can show. */
export const ALL_ROWS: readonly Row[] = [
  ...PROCESS_ROWS,
  ...POINT_ROWS,
  ...REDIS_ROWS,
  ...POSTGRES_CRASH_ROWS,
  ...POSTGRES_LIMIT_ROWS,
  ...NETWORK_ROWS,
  ...CLIENT_ROWS,
  ...DEPLOY_ROWS,
];
