import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import pg from 'pg';

/** A folder that the account which runs Postgres for root can enter; `prepare` gets it while it is empty. */
export function makeFolder(prepare: (folder: string) => void = () => {}): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'writethru-own-postgres-'));
  prepare(folder);
  chmodSync(folder, 0o755);
  return folder;
}

/**
 * Copies the data of a running private Postgres into `folder`, such that one started there streams from it. Postgres's
 * low-level backup: the embedded server comes without pg_basebackup.
 */
export async function copyForStandby(primaryUrl: string, folder: string): Promise<void> {
  const client = new pg.Client({ connectionString: primaryUrl });
  await client.connect();
  try {
    const slot = `standby_${path.basename(folder).replaceAll(/\W/g, '_').toLowerCase()}`;
    // From now on the primary keeps what the standby has not had yet.
    await client.query('select pg_create_physical_replication_slot($1, true)', [slot]);
    const shown = await client.query<{ data_directory: string }>('show data_directory');
    const data = shown.rows[0]!.data_directory;
    await client.query(`select pg_backup_start('standby', true)`);
    const home = path.join(folder, path.basename(path.dirname(data)));
    const copy = path.join(home, path.basename(data));
    copyFolder(path.dirname(data), home);
    const stopped = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    writeFileSync(path.join(copy, 'backup_label'), stopped.rows[0]!.labelfile);
    writeFileSync(path.join(copy, 'standby.signal'), '');
    const { hostname, port, username, password } = new URL(primaryUrl);
    const source = `host=${hostname} port=${port} user=${username} password=${password}`;
    writeFileSync(
      path.join(copy, 'postgresql.auto.conf'),
      `primary_conninfo = '${source}'\nprimary_slot_name = '${slot}'\n`,
    );
    const { uid, gid } = statSync(data);
    for (const entry of ['', ...readdirSync(home, { recursive: true, encoding: 'utf8' })]) {
      chownSync(path.join(home, entry), uid, gid);
    }
  } finally {
    await client.end();
  }
}

/** Copies a folder whose files may go meanwhile: a server at work has such, and writes in its log what that changed. */
function copyFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: statSync(from).mode & 0o777 });
  // A slot that came along would keep all that is ever written.
  if (path.basename(from) === 'pg_replslot') return;
  for (const entry of unlessGone(() => readdirSync(from, { withFileTypes: true })) ?? []) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) unlessGone(() => copyFolder(source, target));
    else if (entry.isFile() && !['port', 'postmaster.pid', 'postmaster.opts'].includes(entry.name))
      unlessGone(() => copyFileSync(source, target));
  }
}

function unlessGone<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
