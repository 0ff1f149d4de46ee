import { FaultProxy } from '../support/fault-proxy.ts';

/** Pairs of processes between which a proxy stands. Readers are query and ops. */
export const WAYS = [
  'client-intake',
  'intake-postgres',
  'clusterer-postgres',
  'readers-postgres',
  'intake-redis',
  'clusterer-redis',
  'readers-redis',
] as const;
export type Way = (typeof WAYS)[number];

/** The proxies of a run. */
export interface Ways {
  /** All proxies of a way: one for each intake from the client, else one. */
  of(way: Way): readonly FaultProxy[];
  /** The address by which a server is reached on a way. */
  through(way: Way, url: string): string;
  heal(): void;
  close(): Promise<void>;
}

/** Opens a proxy on every way, and one for each intake. */
export async function openWays(
  ports: { postgres: number; redis: number; intakes: readonly number[] },
  random: () => number,
): Promise<Ways> {
  const targetsOf = (way: Way): readonly number[] => {
    if (way === 'client-intake') return ports.intakes;
    return [way.endsWith('-redis') ? ports.redis : ports.postgres];
  };
  const proxies = new Map<Way, FaultProxy[]>();
  for (const way of WAYS)
    proxies.set(way, await Promise.all(targetsOf(way).map((port) => FaultProxy.open(port, random))));
  const all = [...proxies.values()].flat();
  return {
    of: (way) => proxies.get(way)!,
    through(way, url) {
      const moved = new URL(url);
      moved.port = String(proxies.get(way)![0]!.port);
      return moved.href.replace(/\/$/, '');
    },
    heal() {
      for (const proxy of all) proxy.heal();
    },
    async close() {
      await Promise.all(all.map((proxy) => proxy.close()));
    },
  };
}
