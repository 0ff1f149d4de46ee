import { existsSync, readFileSync, rmSync } from 'node:fs';

import type { TestServers } from './global-setup.ts';

/** Ends the servers of the run and waits until they are gone. */
export default async function stopServers(): Promise<void> {
  const file = process.env['WRITETHRU_TEST_SERVERS'];
  if (file === undefined || !existsSync(file)) return;
  const servers = JSON.parse(readFileSync(file, 'utf8')) as TestServers;
  process.kill(servers.pid, 'SIGTERM');
  const end = Date.now() + 20_000;
  while (isAlive(servers.pid) && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 25));
  rmSync(servers.folder, { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
