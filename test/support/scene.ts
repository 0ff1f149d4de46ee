import { createApiKey, openPool, type Pool } from '@writethru/store';

import { createTestDatabase } from './database.ts';
import { findTestPort } from './free-port.ts';
import { Ledger } from './ledger.ts';
import type { Fault } from './processes/faulty-service.ts';
import { Supervised } from './supervised.ts';

export interface SceneOptions {
  /** Where the queue is; null for Postgres. */
  redisUrl: string | null;
  /** A migrated database; left out: one of its own on the run's Postgres. */
  databaseUrl?: string;
}

/** A database, a ledger, and services in processes of their own that are started again when they die. */
export class Scene {
  readonly databaseUrl: string;
  readonly pool: Pool;
  readonly ledger: Ledger;
  private readonly redisUrl: string | null;
  private readonly port: number;
  private readonly drop: () => Promise<void>;
  private readonly running: Supervised[] = [];

  private constructor(
    parts: { redisUrl: string | null; databaseUrl: string; port: number; pool: Pool; ledger: Ledger },
    drop: () => Promise<void>,
  ) {
    this.redisUrl = parts.redisUrl;
    this.databaseUrl = parts.databaseUrl;
    this.port = parts.port;
    this.pool = parts.pool;
    this.ledger = parts.ledger;
    this.drop = drop;
  }

  static async open(options: SceneOptions): Promise<Scene> {
    const database =
      options.databaseUrl === undefined
        ? await createTestDatabase()
        : { url: options.databaseUrl, drop: async () => {} };
    const pool = openPool(database.url, {
      maxConnections: 3,
      applicationName: 'ledger',
      onIdleError: () => {},
    });
    const port = await findTestPort();
    const { key } = await createApiKey(pool, {
      holder: 'ledger',
      holderKind: 'system',
      scopes: ['ingest:demo-wire'],
    });
    const ledger = new Ledger(`http://127.0.0.1:${port}`, key);
    return new Scene(
      { redisUrl: options.redisUrl, databaseUrl: database.url, port, pool, ledger },
      database.drop,
    );
  }

  /** Starts a service; `redisUrl` where its queue is another one than the scene's. */
  run(
    role: 'intake' | 'clusterer',
    options: { fault?: Fault; isFaultKept?: boolean; redisUrl?: string | null } = {},
  ): Supervised {
    const service = new Supervised({
      role,
      databaseUrl: this.databaseUrl,
      redisUrl: options.redisUrl === undefined ? this.redisUrl : options.redisUrl,
      port: role === 'intake' ? this.port : 0,
      ...(options.fault && { fault: options.fault }),
      isFaultKept: options.isFaultKept ?? false,
    });
    this.running.push(service);
    return service;
  }

  async close(): Promise<void> {
    await Promise.all(this.running.map((service) => service.end()));
    await this.pool.end();
    await this.drop();
  }
}
