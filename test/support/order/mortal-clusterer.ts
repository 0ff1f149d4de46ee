import { isTransient } from '@writethru/domain';
import { readShingleSeed } from '@writethru/fingerprint';
import { getActiveAlgorithm, openPool, type Pool } from '@writethru/store';

import { processBatch, type ClustererPoint } from '../../../services/clusterer/src/process-batch.ts';

export interface MortalOptions {
  databaseUrl: string;
  /** Of the test, for ending the sessions of the one that dies. */
  pool: Pool;
  leaseMs: number;
  /** Shared by all: whoever comes to one of these points first dies there. */
  kills: ClustererPoint[];
  /** Its sessions are known by it. */
  name: string;
}

/**
 * A clusterer with sessions of its own that can die at a marked point, as a kill -9 would have it: what it was at goes
 * no further, and the server cuts its sessions. It comes back as a new one with new sessions.
 */
export class MortalClusterer {
  private readonly options: MortalOptions;
  private sessions: Pool;
  private lives = 0;

  constructor(options: MortalOptions) {
    this.options = options;
    this.sessions = this.openSessions();
  }

  /** Works on a batch, to its end or to the clusterer's. */
  async run(articleIds: string[]): Promise<void> {
    const { pool, leaseMs, kills } = this.options;
    let die: () => void = () => {};
    const death = new Promise<'dead'>((resolve) => (die = () => resolve('dead')));
    const { seed } = await getActiveAlgorithm(pool);
    const work = processBatch(
      {
        pool: this.sessions,
        seed: readShingleSeed(seed),
        log: { warn: () => {}, error: () => {} },
        maxAttempts: 1_000,
        leaseMs,
        observe: async (point) => {
          const due = kills.indexOf(point);
          if (due < 0) return;
          kills.splice(due, 1);
          die();
          await new Promise(() => {});
        },
      },
      articleIds,
    ).catch((error: unknown) => {
      if (!isTransient(error)) throw error;
    });
    if ((await Promise.race([work, death])) !== 'dead') return;
    await pool.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 and datname = current_database()',
      [this.sessionName],
    );
    this.lives++;
    this.sessions = this.openSessions();
  }

  async end(): Promise<void> {
    await this.sessions.end();
  }

  private get sessionName(): string {
    return `${this.options.name}-${this.lives}`;
  }

  private openSessions(): Pool {
    return openPool(this.options.databaseUrl, {
      maxConnections: 2,
      applicationName: this.sessionName,
      onIdleError: () => {},
    });
  }
}
