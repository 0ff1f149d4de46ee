import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { waitForExit } from './processes.ts';

/** A short name for something long, the same each time. */
export function shortTag(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}

/** How long a process that is just stopping gets to finish. */
const HANDOVER_MS = 5_000;

/**
 * Takes a data folder for this process alone, making it where it is missing. Answers what gives it back. Throws, in
 * plain words, where another live process has it; one that is just stopping is waited for.
 */
export async function claimDataFolder(dataFolder: string): Promise<() => void> {
  mkdirSync(dataFolder, { recursive: true });
  const pidFile = path.join(dataFolder, 'owner.pid');
  const owner = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0;
  // Every owner is a Node process started from a script of ours: a number given to a stranger does not look so.
  if (owner !== process.pid && !(await waitForExit(owner, 'run.mjs', HANDOVER_MS))) {
    throw new Error(
      `Another Writethru (pid ${owner}) uses ${dataFolder}. Stop it, or set WRITETHRU_DATA_DIR.`,
    );
  }
  writeFileSync(pidFile, String(process.pid));
  return () => rmSync(pidFile, { force: true });
}
