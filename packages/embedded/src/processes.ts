import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Whether a live process has this pid and `needle` in its command line. Guards against stale pid files: a number is
 * soon given to somebody else. A zombie has no command line, so it counts as gone.
 */
export function isProcess(pid: number, needle: string): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false;
  }
  try {
    const commandLine =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return commandLine.includes(needle);
  } catch {
    return false;
  }
}

/** Waits until the process is gone; answers whether it is, after `timeoutMs` at most. */
export async function waitForExit(pid: number, needle: string, timeoutMs: number): Promise<boolean> {
  const end = Date.now() + timeoutMs;
  while (isProcess(pid, needle)) {
    if (Date.now() > end) return false;
    await pause(25);
  }
  return true;
}

/** Ends a process: `signal` first, SIGKILL where that has not helped after `timeoutMs`. */
export async function endProcess(
  pid: number,
  needle: string,
  signal: NodeJS.Signals,
  timeoutMs: number,
): Promise<void> {
  if (!isProcess(pid, needle)) return;
  process.kill(pid, signal);
  if (await waitForExit(pid, needle, timeoutMs)) return;
  if (isProcess(pid, needle)) process.kill(pid, 'SIGKILL');
  await waitForExit(pid, needle, 5_000);
}

/** The first of `names` that is an executable file on the PATH or in `folders`; null where there is none. */
export function findExecutable(
  names: readonly string[],
  folders: readonly string[],
  envPath = '',
): string | null {
  for (const folder of [...envPath.split(path.delimiter).filter(Boolean), ...folders]) {
    for (const name of names) {
      const file = path.join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        if (statSync(file).isFile()) return file;
      } catch {
        // Not here.
      }
    }
  }
  return null;
}

/** Whether accounts other than the owner can walk down to `folder`: root starts Postgres as somebody else. */
export function canOthersReach(folder: string): boolean {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
