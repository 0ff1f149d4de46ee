import { LEAD_POLICIES, type LeadPolicy } from '@writethru/domain';

/** What a variable's text is turned into, or why it can't be. */
export type Parsed<Value> = { value: Value } | { expected: string };

/** One environment variable. */
export interface Variable<Value> {
  name: string;
  /** One line for the README. */
  doc: string;
  parse: (text: string) => Parsed<Value>;
  /** Left out: the variable must be set. */
  fallback?: Value;
  /** Its value is never shown, be it right or wrong. */
  isSecret?: boolean;
}

function text(expected: string, isFit: (text: string) => boolean): (text: string) => Parsed<string> {
  return (value) => (isFit(value) ? { value } : { expected });
}

function wholeNumber(min: number, max: number): (text: string) => Parsed<number> {
  return (value) => {
    const number = Number(value);
    const isFit = /^\d+$/.test(value) && number >= min && number <= max;
    return isFit ? { value: number } : { expected: `a whole number from ${min} to ${max}` };
  };
}

function oneOf<const Choice extends string>(...choices: Choice[]): (text: string) => Parsed<Choice> {
  return (value) => {
    const found = choices.find((choice) => choice === value);
    return found === undefined ? { expected: `one of ${choices.join(', ')}` } : { value: found };
  };
}

function url(...protocols: string[]): (text: string) => Parsed<string> {
  const expected = `a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`;
  return text(expected, (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol));
}

function variable<Value>(definition: Variable<Value>): Variable<Value> {
  return definition;
}

/** Every variable that Writethru reads. The README's table is held equal to it by a test. */
export const VARIABLES = {
  databaseUrl: variable<string | undefined>({
    name: 'DATABASE_URL',
    doc: 'Postgres 15 or later. Unset, npm start runs a private one.',
    parse: url('postgres:', 'postgresql:'),
    fallback: undefined,
    isSecret: true,
  }),
  databaseReplicaUrl: variable<string | undefined>({
    name: 'DATABASE_REPLICA_URL',
    doc: 'A streaming replica of it, from which clients are answered where it has caught up.',
    parse: url('postgres:', 'postgresql:'),
    fallback: undefined,
    isSecret: true,
  }),
  redisUrl: variable<string | undefined>({
    name: 'REDIS_URL',
    doc: 'Redis or Valkey 6.2 or later for the queue, with noeviction; also a cluster, or by sentinels.',
    parse: text(
      'redis://host:port, redis-cluster://host:port,host:port or redis-sentinel://host:port,host:port/NAME',
      (value) =>
        /^rediss?:\/\//.test(value)
          ? URL.canParse(value)
          : /^rediss?-(cluster:\/\/[^/\s]+|sentinel:\/\/[^/\s]+\/[^/\s]+(\/\d+)?(\?\S+)?)$/.test(value),
    ),
    fallback: undefined,
    isSecret: true,
  }),
  queueBackend: variable<'redis' | 'postgres' | undefined>({
    name: 'QUEUE_BACKEND',
    doc: 'redis or postgres. Unset: redis where REDIS_URL is set, else postgres.',
    parse: oneOf('redis', 'postgres'),
    fallback: undefined,
  }),
  host: variable<string>({
    name: 'HOST',
    doc: 'Address to listen on.',
    parse: text('a host name or an IP address', (value) => /^[\w.:-]+$/.test(value)),
    fallback: '127.0.0.1',
  }),
  port: variable<number>({
    name: 'PORT',
    doc: 'Port to listen on.',
    parse: wholeNumber(0, 65_535),
    fallback: 3000,
  }),
  logLevel: variable<'debug' | 'info' | 'warn' | 'error'>({
    name: 'LOG_LEVEL',
    doc: 'debug, info, warn or error.',
    parse: oneOf('debug', 'info', 'warn', 'error'),
    fallback: 'info',
  }),
  dataDir: variable<string>({
    name: 'WRITETHRU_DATA_DIR',
    doc: 'Where npm start keeps its private Postgres, its Redis and the first key.',
    parse: text('a path', (value) => !value.includes('\u0000')),
    fallback: '.data',
  }),
  breakGlassKey: variable<string | undefined>({
    name: 'BREAK_GLASS_KEY',
    doc: 'Signs in to the pages while Postgres is away: 32 characters or more.',
    parse: text('32 characters or more, without spaces', (value) => /^\S{32,200}$/.test(value)),
    fallback: undefined,
    isSecret: true,
  }),
  databasePoolSize: variable<number>({
    name: 'DATABASE_POOL_SIZE',
    doc: 'Connections to Postgres that each service may hold.',
    parse: wholeNumber(2, 200),
    fallback: 10,
  }),
  maxAttempts: variable<number>({
    name: 'MAX_ATTEMPTS',
    doc: 'Failures of an article alone after which it is quarantined.',
    parse: wholeNumber(1, 100),
    fallback: 5,
  }),
  batchMaxArticles: variable<number>({
    name: 'BATCH_MAX_ARTICLES',
    doc: 'Articles that a clusterer takes at once.',
    parse: wholeNumber(1, 1_000),
    fallback: 128,
  }),
  batchMaxWaitMs: variable<number>({
    name: 'BATCH_MAX_WAIT_MS',
    doc: 'How long a clusterer waits for a batch to fill.',
    parse: wholeNumber(0, 10_000),
    fallback: 10,
  }),
  batchesAtOnce: variable<number>({
    name: 'BATCHES_AT_ONCE',
    doc: 'Batches that all clusterers together work on at once.',
    parse: wholeNumber(1, 64),
    fallback: 2,
  }),
  clustererNiceness: variable<number>({
    name: 'CLUSTERER_NICENESS',
    doc: 'How far a clusterer and an import let others of the machine go first, 0 to 19.',
    parse: wholeNumber(0, 19),
    fallback: 10,
  }),
  leadPolicy: variable<LeadPolicy>({
    name: 'LEAD_POLICY',
    doc: `How a story's lead is chosen: ${LEAD_POLICIES.join(', ')}.`,
    parse: oneOf(...LEAD_POLICIES),
    fallback: 'latest_full',
  }),
  bodyLimitBytes: variable<number>({
    name: 'BODY_LIMIT_BYTES',
    doc: 'Size of one article at most, after decompression.',
    parse: wholeNumber(1_024, 104_857_600),
    fallback: 1_048_576,
  }),
  batchLimitBytes: variable<number>({
    name: 'BATCH_LIMIT_BYTES',
    doc: 'Size of a batch at most, after decompression.',
    parse: wholeNumber(1_024, 1_073_741_824),
    fallback: 10_485_760,
  }),
  backlogLimit: variable<number>({
    name: 'BACKLOG_LIMIT',
    doc: 'Unfinished articles past which intake answers 503.',
    parse: wholeNumber(1, 1_000_000_000),
    fallback: 1_000_000,
  }),
  databaseLimitBytes: variable<number | undefined>({
    name: 'DATABASE_LIMIT_BYTES',
    doc: 'Size of the database past which intake answers 503: the way in compose. Unset: none.',
    parse: wholeNumber(1, Number.MAX_SAFE_INTEGER),
    fallback: undefined,
  }),
  diskReserveBytes: variable<number>({
    name: 'DISK_RESERVE_BYTES',
    doc: 'Free space on the disk of Postgres below which intake answers 503, where it may see it.',
    parse: wholeNumber(0, Number.MAX_SAFE_INTEGER),
    fallback: 268_435_456,
  }),
  requestsPerMinute: variable<number>({
    name: 'REQUESTS_PER_MINUTE',
    doc: 'Requests of one key to one process a minute, past which it gets 429.',
    parse: wholeNumber(1, 1_000_000_000),
    fallback: 600_000,
  }),
  privateTargets: variable<'refuse' | 'allow'>({
    name: 'PRIVATE_TARGETS',
    doc: 'refuse or allow webhooks that go to private addresses.',
    parse: oneOf('refuse', 'allow'),
    fallback: 'refuse',
  }),
  shutdownTimeoutMs: variable<number>({
    name: 'SHUTDOWN_TIMEOUT_MS',
    doc: 'How long a stop may take before the process ends anyway; in compose raise STOP_GRACE_PERIOD too.',
    parse: wholeNumber(100, 600_000),
    fallback: 25_000,
  }),
} as const;
