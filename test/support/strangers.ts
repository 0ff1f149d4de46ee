import pg from 'pg';

/** Sessions that hold locks in the way of others. However a test ends, none of them stays behind. */
export class Strangers {
  private readonly databaseUrl: string;
  private readonly open: pg.Client[] = [];

  constructor(databaseUrl: string) {
    this.databaseUrl = databaseUrl;
  }

  /** A new one, that has run these statements. */
  async enter(statements: string): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.databaseUrl });
    client.on('error', () => {});
    await client.connect();
    this.open.push(client);
    await client.query(statements);
    return client;
  }

  /** Ends all, and their locks with them. */
  async leave(): Promise<void> {
    await Promise.all(this.open.splice(0).map((client) => client.end()));
  }
}
