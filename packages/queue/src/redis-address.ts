import { AppError } from '@writethru/domain';

interface Node {
  host: string;
  port: number;
}

interface Access {
  login: { username?: string; password?: string };
  isTls: boolean;
}

/** Where Redis is: one server, a cluster of which some nodes are named, or one that sentinels know by a name. */
export type RedisAddress =
  | { kind: 'server'; url: string }
  | ({ kind: 'cluster'; nodes: Node[] } & Access)
  | ({
      kind: 'sentinel';
      sentinels: Node[];
      name: string;
      database: number;
      sentinelPassword?: string;
      isSentinelTls: boolean;
    } & Access);

const SEVERAL_HOSTS =
  /^redis(?<tls>s?)-(?<kind>cluster|sentinel):\/\/(?:(?<login>[^@/]*)@)?(?<hosts>[^/?@]+)(?:\/(?<path>[^?]*))?(?:\?(?<query>.*))?$/;
const DEFAULT_PORT = { cluster: 6379, sentinel: 26379 } as const;

/**
 * Reads `redis://` and `rediss://` as they are, `redis-cluster://host:port,host:port` and
 * `redis-sentinel://host:port,host:port/NAME[/DATABASE]`, the latter two with `user:password@` before the hosts where
 * Redis asks for it, `?sentinelPassword=` where the sentinels do, and `rediss-` for TLS, which `?sentinelTls=no` keeps from the
 * sentinels. Throws `invalid_input`.
 */
export function parseRedisAddress(url: string): RedisAddress {
  if (/^rediss?:\/\//.test(url)) return { kind: 'server', url };
  const parts = SEVERAL_HOSTS.exec(url)?.groups;
  if (parts === undefined)
    throw unfit('must be redis://, redis-cluster:// or redis-sentinel:// and its hosts');
  const kind = parts['kind'] === 'cluster' ? 'cluster' : 'sentinel';
  const nodes = parts['hosts']!.split(',').map((host) => readNode(host, DEFAULT_PORT[kind]));
  const access = { login: readLogin(parts['login']), isTls: parts['tls'] === 's' };
  const path = (parts['path'] ?? '').split('/').filter((part) => part !== '');
  if (kind === 'cluster') {
    if (path.length > 0) throw unfit('must name no database: a cluster has one');
    return { kind, nodes, ...access };
  }
  const [name, database = '0'] = path;
  if (name === undefined || path.length > 2 || !/^\d{1,4}$/.test(database)) {
    throw unfit('must end in the name by which the sentinels know the server: …/NAME or …/NAME/DATABASE');
  }
  const query = new URLSearchParams(parts['query']);
  const sentinelPassword = query.get('sentinelPassword');
  const sentinelTls = query.get('sentinelTls');
  if (sentinelTls !== null && (sentinelTls !== 'no' || !access.isTls))
    throw unfit('must have ?sentinelTls=no, for sentinels without TLS, after rediss-sentinel:// alone');
  return {
    kind,
    sentinels: nodes,
    name: decodeURIComponent(name),
    database: Number(database),
    ...(sentinelPassword !== null && { sentinelPassword }),
    isSentinelTls: access.isTls && sentinelTls === null,
    ...access,
  };
}

function readNode(text: string, defaultPort: number): Node {
  const parts = /^(?<host>\[[\da-f:]+\]|[\w.-]+)(?::(?<port>\d{1,5}))?$/i.exec(text)?.groups;
  const port = Number(parts?.['port'] ?? defaultPort);
  if (parts === undefined || port < 1 || port > 65_535) {
    throw unfit('must have hosts and ports that can be: host:port,host:port');
  }
  return { host: parts['host']!.replace(/^\[|\]$/g, ''), port };
}

function readLogin(text: string | undefined): Access['login'] {
  if (text === undefined) return {};
  const at = text.indexOf(':');
  const username = decodeURIComponent(at === -1 ? text : text.slice(0, at));
  return {
    ...(username !== '' && { username }),
    ...(at !== -1 && { password: decodeURIComponent(text.slice(at + 1)) }),
  };
}

function unfit(detail: string): AppError {
  return new AppError('invalid_input', `REDIS_URL ${detail}.`, {
    faults: [{ pointer: 'REDIS_URL', detail }],
  });
}
