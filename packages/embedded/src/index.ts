/**
 * A private Postgres and Redis for one machine, so that Writethru runs and tests itself with Node and npm alone.
 * Production never gets here: DATABASE_URL and REDIS_URL name servers that somebody looks after.
 */
export { claimDataFolder } from './data-folder.ts';
export { startEmbeddedPostgres, type EmbeddedServer } from './postgres.ts';
export { findSystemRedis, startEmbeddedRedis } from './redis.ts';
export { startStack, type Stack } from './stack.ts';
