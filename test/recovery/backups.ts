import { chownSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import pg from 'pg';

import { listTables, readStoreImage, type StoreImage } from './store-image.ts';
import { DATABASE, makeServerFolder, ToolServer } from './tool-server.ts';
import type { PostgresTools } from './find-tools.ts';

/** How the source must run to be recovered to a point in time: every full segment of its log goes to the archive. */
export function archiveTo(archive: string): Record<string, string> {
  return {
    wal_level: 'replica',
    archive_mode: 'on',
    archive_command: `test ! -f ${archive}/%f && cp %p ${archive}/%f`,
  };
}

/** A dump, and what the store held in the very snapshot that it is of. */
export interface Dump {
  file: string;
  globals: string;
  image: StoreImage;
}

/** pg_dump while the product runs. Its roles are not of a database: they come by pg_dumpall. */
export async function takeDump(source: ToolServer): Promise<Dump> {
  const file = path.join(source.makeFolder('dump'), 'writethru.dump');
  const globals = source.run('pg_dumpall', [...source.address, '--globals-only']);
  const image = await inSnapshot(source, async (client) => {
    const { rows } = await client.query<{ id: string }>('select pg_export_snapshot() as id');
    const reading = readStoreImage(client);
    // The snapshot is for the comparison alone: without it pg_dump takes one of its own.
    const args = ['--format=custom', `--snapshot=${rows[0]!.id}`, `--file=${file}`, DATABASE];
    await source.runBeside('pg_dump', [...source.address, ...args]);
    return reading;
  });
  return { file, globals, image };
}

/** Restores it on a new server, which is started. */
export async function restoreDump(tools: PostgresTools, dump: Dump): Promise<ToolServer> {
  const server = await ToolServer.make(tools);
  await server.start();
  // It says of the superuser, whom a new server has already, that he is there: every other line counts.
  server.run('psql', [...server.address, '--quiet', 'postgres'], { input: dump.globals });
  server.run('psql', [...server.address, '--quiet', '-c', `create database ${DATABASE}`, 'postgres']);
  server.run('pg_restore', [
    ...server.address,
    '--exit-on-error',
    '--jobs=2',
    `--dbname=${DATABASE}`,
    dump.file,
  ]);
  return server;
}

/** pg_basebackup while the product runs. Answers the folder, with the cluster in `data`. */
export async function takeBaseBackup(source: ToolServer): Promise<string> {
  const folder = makeServerFolder();
  const args = ['-D', path.join(folder, 'data'), '--checkpoint=fast', '--wal-method=none'];
  await source.runBeside('pg_basebackup', [...source.address, ...args]);
  return folder;
}

/**
 * Names this moment, so that it can be recovered to. Answers what the store holds then: writers are held up while it is
 * named, so that nothing is committed between the name and the look.
 */
export async function nameMoment(source: ToolServer, name: string): Promise<StoreImage> {
  const client = await connect(source);
  try {
    // Ours are not the locks to be given up: the product's writers try again.
    await client.query(`set deadlock_timeout = '30s'`);
    const tables = (await listTables(client)).map((table) => client.escapeIdentifier(table));
    await client.query('begin');
    await client.query(`lock table ${tables.join(', ')} in share mode`);
    await client.query('select pg_create_restore_point($1)', [name]);
    const image = await readStoreImage(client);
    await client.query('commit');
    return image;
  } finally {
    await client.end();
  }
}

/** Recovers a base backup to a named moment, on a server of its own, which is started. */
export async function recoverTo(
  tools: PostgresTools,
  folder: string,
  { archive, moment }: { archive: string; moment: string },
): Promise<ToolServer> {
  const server = await ToolServer.over(tools, folder);
  const signal = path.join(server.data, 'recovery.signal');
  writeFileSync(signal, '');
  const { uid, gid } = statSync(server.data);
  chownSync(signal, uid, gid);
  await server.start({
    restore_command: `cp ${archive}/%f %p`,
    recovery_target_name: moment,
    recovery_target_action: 'promote',
    archive_mode: 'off',
  });
  return server;
}

/** What a server holds now. */
export function readNow(server: ToolServer): Promise<StoreImage> {
  return inSnapshot(server, readStoreImage);
}

async function inSnapshot<Result>(
  server: ToolServer,
  read: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = await connect(server);
  try {
    await client.query('begin isolation level repeatable read');
    const result = await read(client);
    await client.query('commit');
    return result;
  } finally {
    await client.end();
  }
}

async function connect(server: ToolServer): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: server.url(), options: '-c timezone=UTC' });
  await client.connect();
  return client;
}
