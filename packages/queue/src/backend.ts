/** Where the queue lives. Either holds hints only: what is to be done stands in Postgres. */
export type QueueBackend = { kind: 'redis'; redisUrl: string } | { kind: 'postgres'; databaseUrl: string };

/** The one queue: ids of articles that a clusterer should look at. */
export const QUEUE_NAME = 'articles';
