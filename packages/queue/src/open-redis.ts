import { Cluster, Redis } from 'ioredis';

import { parseRedisAddress } from './redis-address.ts';

/** A connection to one server or to a cluster. */
export type RedisConnection = Redis | Cluster;

const CONNECT_TIMEOUT_MS = 5_000;
/** Of one that answers at once, and of one whose commands may wait for a job for five seconds. */
const SILENCE_MS = { impatient: 5_000, patient: 15_000 };

/**
 * Opens a connection by REDIS_URL without waiting for it. A patient one holds its commands for as long as Redis is away;
 * any other fails them at once, or after one retry. Throws `invalid_input` for a URL that says nothing.
 */
export function openRedis(
  url: string,
  options: { isPatient: boolean; onError: (error: Error) => void },
): RedisConnection {
  const connection = makeEndable(connect(url, options.isPatient));
  connection.on('error', options.onError);
  return connection;
}

/**
 * Lets a connection and its duplicates end at once between two attempts at connecting too. There ioredis forgets the next
 * attempt and says neither that it closed nor that it ended, and BullMQ waits for that end before it closes a worker:
 * for ever.
 */
function makeEndable<Connection extends RedisConnection>(connection: Connection): Connection {
  const disconnect = connection.disconnect.bind(connection);
  const duplicate = connection.duplicate.bind(connection) as (...given: unknown[]) => Connection;
  connection.disconnect = (reconnect = false) => {
    if (!reconnect && connection.status === 'reconnecting') connection.status = 'wait';
    disconnect(reconnect);
  };
  Object.assign(connection, { duplicate: (...given: unknown[]) => makeEndable(duplicate(...given)) });
  return connection;
}

function connect(url: string, isPatient: boolean): RedisConnection {
  const address = parseRedisAddress(url);
  const enableOfflineQueue = isPatient;
  const patience = {
    maxRetriesPerRequest: isPatient ? null : 1,
    connectTimeout: CONNECT_TIMEOUT_MS,
    // A server that is gone without a word would hold its commands for ever.
    socketTimeout: isPatient ? SILENCE_MS.patient : SILENCE_MS.impatient,
  };
  if (address.kind === 'server') return new Redis(address.url, { ...patience, enableOfflineQueue });
  const { login, isTls } = address;
  const tls = isTls ? { tls: {} } : {};
  if (address.kind === 'cluster') {
    return new Cluster(address.nodes, {
      enableOfflineQueue,
      redisOptions: { ...patience, ...login, ...tls },
    });
  }
  const { sentinelPassword, isSentinelTls } = address;
  return new Redis({
    ...patience,
    ...login,
    ...tls,
    enableOfflineQueue,
    sentinels: address.sentinels,
    name: address.name,
    db: address.database,
    enableTLSForSentinelMode: isTls,
    ...(isSentinelTls && { sentinelTLS: {} }),
    ...(sentinelPassword !== undefined && { sentinelPassword }),
  });
}

/**
 * What BullMQ's keys begin with. A cluster runs its scripts on one node, so there all of a queue's keys share a hash tag;
 * elsewhere the name stays what it has always been, so that old and new services see one queue.
 */
export function keyPrefix(connection: RedisConnection): string {
  return connection.isCluster ? '{bull}' : 'bull';
}
