import { openPool, type Pool } from '@writethru/store';

import { roleUrl } from './role-url.ts';

/** A pool for each service, each as its own role: what it may not do fails in tests as it would in production. */
export interface ServicePools {
  intake: Pool;
  clusterer: Pool;
  query: Pool;
  ops: Pool;
  end(): Promise<void>;
}

/** Opens them on one database. On a server without roles all are of the owner's. */
export function openServicePools(databaseUrl: string, { hasRoles = true } = {}): ServicePools {
  const open = (service: 'intake' | 'clusterer' | 'query' | 'ops', maxConnections: number): Pool =>
    openPool(hasRoles ? roleUrl(databaseUrl, service) : databaseUrl, {
      maxConnections,
      applicationName: service,
      onIdleError: () => {},
    });
  const pools = {
    intake: open('intake', 4),
    clusterer: open('clusterer', 6),
    query: open('query', 6),
    ops: open('ops', 4),
  };
  return {
    ...pools,
    async end() {
      await Promise.all(Object.values(pools).map((pool) => pool.end()));
    },
  };
}
