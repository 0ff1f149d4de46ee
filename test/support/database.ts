import { randomBytes } from 'node:crypto';

import pg from 'pg';

export interface TestDatabase {
  url: string;
  /** Drops it, sessions and all. */
  drop(): Promise<void>;
}

/** A migrated, empty database for one test file. */
export function createTestDatabase(): Promise<TestDatabase> {
  return createDatabase('template writethru_template');
}

/** A database without a schema. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return createDatabase('');
}

async function createDatabase(options: string): Promise<TestDatabase> {
  const adminUrl = process.env['WRITETHRU_TEST_DATABASE_URL'];
  if (adminUrl === undefined) throw new Error('Run the tests with npm test: it starts their Postgres.');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await runAsAdmin(adminUrl, `create database ${name} ${options}`);
  return {
    url: adminUrl.replace(/\/writethru$/, `/${name}`),
    drop: () => runAsAdmin(adminUrl, `drop database ${name} with (force)`),
  };
}

/** Two clones of one template at once are refused: then it waits for the other. */
async function runAsAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (let tried = 1; ; tried++) {
      try {
        await client.query(statement);
        return;
      } catch (error) {
        const isBusy = error instanceof Error && 'code' in error && error.code === '55006';
        if (!isBusy || tried > 200) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  } finally {
    await client.end();
  }
}
