/**
 * A migrated Postgres that a crash test can harm: a durable one, for what was committed has to outlive it.
 * Arguments: the folder for its data; `standby` for one that takes everything from another.
 */
import { startEmbeddedPostgres } from '@writethru/embedded';
import { migrate } from '@writethru/store';

export type ToOwnPostgres = 'crash' | 'start';
export type FromOwnPostgres = { type: 'up'; databaseUrl: string; pid: number } | { type: 'down' };

const [, , folder = '', role] = process.argv;
const send = (message: FromOwnPostgres): void => void process.send!(message);
let server = await startEmbeddedPostgres(folder);

async function crash(): Promise<void> {
  // SIGQUIT is Postgres's immediate shutdown: no checkpoint, sessions cut, recovery at the next start.
  process.kill(server.pid, 'SIGQUIT');
  while (isAlive(server.pid)) await new Promise((resolve) => setTimeout(resolve, 10));
  send({ type: 'down' });
}

async function start(): Promise<void> {
  server = await startEmbeddedPostgres(folder);
  send({ type: 'up', databaseUrl: server.url, pid: server.pid });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

process.on('message', (message: ToOwnPostgres) => void (message === 'crash' ? crash() : start()));
process.on('disconnect', () => void server.stop().then(() => process.exit(0)));
if (role !== 'standby') await migrate(server.url);
send({ type: 'up', databaseUrl: server.url, pid: server.pid });
