import { rmSync } from 'node:fs';

import { createApiKey, makeRoles, migrate, type Pool } from '@writethru/store';

import { Book } from '../chaos/book.ts';
import { readHeld } from '../chaos/checks/articles.ts';
import { waitForQuiet } from '../chaos/checks/quiet.ts';
import { Load } from '../chaos/load.ts';
import { TEST_ROLE_PASSWORDS } from '../support/role-url.ts';
import { until } from '../support/until.ts';
import { archiveTo, nameMoment, recoverTo, restoreDump, takeBaseBackup, takeDump } from './backups.ts';
import { checkRestored, type Restored } from './check-restored.ts';
import type { PostgresTools } from './find-tools.ts';
import { startProduction, type Production } from './production.ts';
import { DATABASE, makeServerFolder, ToolServer } from './tool-server.ts';

export interface RehearsalOptions {
  tools: PostgresTools;
  /** As many are accepted before the first backup, and again before each of the next two moments. */
  articles: number;
  articlesPerSecond: number;
  seed: number;
  onStep?: (step: string) => void;
}

export interface Rehearsal {
  /** Answered 202 by the source. */
  accepted: number;
  dumpSeconds: number;
  baseBackupSeconds: number;
  restored: Restored[];
}

const MOMENT = 'before_the_accident';
const PREFIX = 'r-';

/**
 * A whole production takes in articles; while it does, it is dumped, a base backup is taken, and a moment is named. Then
 * an accident destroys its stories. Both backups are restored elsewhere and held to what the source held, and to the
 * client's own account. All servers are on the loopback, and gone afterwards.
 */
export async function rehearse(options: RehearsalOptions): Promise<Rehearsal> {
  const { tools, seed, articlesPerSecond, onStep = () => {} } = options;
  const source = await ToolServer.make(tools);
  const folders: string[] = [];
  const servers: ToolServer[] = [source];
  let production: Production | null = null;
  try {
    const archive = makeServerFolder();
    folders.push(archive);
    await source.start(archiveTo(archive));
    source.run('psql', [...source.address, '--quiet', '-c', `create database ${DATABASE}`, 'postgres']);
    await migrate(source.url());
    await makeRoles(source.url(), TEST_ROLE_PASSWORDS);
    production = await startProduction(source.url(), `${source.folder}/services.log`);
    const { key } = await createApiKey(production.pool, {
      holder: 'recovery',
      holderKind: 'system',
      scopes: ['admin'],
    });
    const book = new Book();
    let isOver = false;
    const load = new Load({ urls: production.intakeUrls, key, seed, articlesPerSecond });
    const loading = load.run(PREFIX, book, () => isOver);
    const accept = (count: number): Promise<void> => until(() => book.accepted.size >= count, 600_000);

    await accept(options.articles);
    onStep('pg_dump, while articles come in');
    const dumpStart = performance.now();
    const dump = await takeDump(source);
    const dumpSeconds = secondsSince(dumpStart);
    onStep('pg_basebackup, while articles come in');
    const baseStart = performance.now();
    const base = await takeBaseBackup(source);
    const baseBackupSeconds = secondsSince(baseStart);
    folders.push(base);
    await accept(2 * options.articles);
    onStep('a moment is named');
    const moment = await nameMoment(source, MOMENT);
    await accept(3 * options.articles);
    isOver = true;
    const corpora = await loading;
    const quiet = await waitForQuiet(production.pool, production.producer, 180_000);
    const final = await readHeld(production.pool, PREFIX);
    await production.pool.query('truncate versions, stories, events');
    onStep('the stories are destroyed, and the services killed');
    await archiveAll(production.pool);
    const sourceFindings = [...quiet.left, ...production.listCrashes()];
    await production.close();
    production = null;

    const expected = { corpora, accepted: book.accepted, final, prefix: PREFIX, key };
    const restored: Restored[] = [];
    const tryOut = async (
      way: string,
      image: typeof moment,
      restore: () => Promise<ToolServer>,
    ): Promise<void> => {
      onStep(`restored: ${way}`);
      const start = performance.now();
      const server = await restore();
      servers.push(server);
      const seconds = secondsSince(start);
      restored.push(await checkRestored(server, way, seconds, { ...expected, image }));
    };
    await tryOut('pg_dump', dump.image, () => restoreDump(tools, dump));
    await tryOut('pg_basebackup, to the named moment', moment, () =>
      recoverTo(tools, base, { archive, moment: MOMENT }),
    );
    restored[0]!.findings.push(...sourceFindings.map((finding) => `source: ${finding}`));
    return { accepted: book.accepted.size, dumpSeconds, baseBackupSeconds, restored };
  } finally {
    await production?.close();
    for (const server of servers) await server.close();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}

function secondsSince(startMs: number): number {
  return Math.round((performance.now() - startMs) / 100) / 10;
}

/** Waits until the segment that is being written now is in the archive too. */
async function archiveAll(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string }>('select pg_walfile_name(pg_switch_wal()) as name');
  await until(async () => {
    const done = await pool.query('select 1 from pg_stat_archiver where last_archived_wal >= $1', [
      rows[0]!.name,
    ]);
    return done.rowCount === 1;
  }, 60_000);
}
